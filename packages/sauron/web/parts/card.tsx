/** A card beside the view: a title, perhaps a button that closes it, and what is known. */
import type { ComponentChildren } from "preact"

export interface CardProps {
  /** How the card is called where it is not seen. */
  readonly label: string
  readonly title: ComponentChildren
  readonly class?: string
  readonly onClose?: () => void
  readonly children: ComponentChildren
}

export function Card({ label, title, class: name, onClose, children }: CardProps) {
  return (
    <section class={name === undefined ? "card" : `card ${name}`} aria-label={label}>
      <h2>
        {title}
        {onClose !== undefined && <Close onClose={onClose} />}
      </h2>
      {children}
    </section>
  )
}

export function Close({ onClose }: { readonly onClose: () => void }) {
  return (
    <button type="button" class="close" aria-label="Close" onClick={onClose}>
      ×
    </button>
  )
}

export type Fact = readonly [name: string, value: string]

export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** A part that scrolls by itself: it has a name, and can be reached and scrolled by keyboard. */
import type { ComponentChildren, RefObject } from "preact"

export interface ScrollProps {
  readonly class: string
  readonly label: string
  readonly children: ComponentChildren
  readonly box?: RefObject<HTMLElement | null>
  readonly onScroll?: () => void
}

export function Scroll({ class: name, label, children, box, onScroll }: ScrollProps) {
  return (
    <section
      class={name}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      {...(box === undefined ? {} : { ref: box })}
      {...(onScroll === undefined ? {} : { onScroll })}
    >
      {children}
    </section>
  )
}

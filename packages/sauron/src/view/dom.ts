/** The few things the page does to its document. Whatever came from a node is set as text, never as markup. */

export function byId<T extends Element = HTMLElement>(id: string): T {
  const element = document.getElementById(id)
  if (element === null) throw new Error(`the page lacks #${id}`)
  return element as unknown as T
}

export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = "",
  text = "",
  ...children: Node[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  if (className !== "") element.className = className
  if (text !== "") element.textContent = text
  element.append(...children)
  return element
}

export function svg(tag: string, attributes: Readonly<Record<string, string | number>> = {}): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value))
  return element
}

/** Writes only what has changed: a screen reader is not told the same again, and a selection survives. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text
}

const drawn = new WeakMap<Element, Map<string, Element>>()

/** Brings the children of a list in line with its items, keeping the element of each, so that focus and opened details stay. */
export function keyed<T, E extends Element>(
  parent: Element,
  items: readonly T[],
  keyOf: (item: T) => string,
  create: (item: T) => E,
  update: (element: E, item: T) => void,
): void {
  const before = drawn.get(parent) ?? new Map<string, Element>()
  const after = new Map<string, Element>()
  for (const item of items) {
    const key = keyOf(item)
    const element = (before.get(key) as E | undefined) ?? create(item)
    after.set(key, element)
    update(element, item)
  }
  for (const [key, element] of before) if (!after.has(key)) element.remove()
  let at: Element | null = parent.firstElementChild
  for (const element of after.values()) {
    if (element === at) at = at.nextElementSibling
    else parent.insertBefore(element, at)
  }
  drawn.set(parent, after)
}

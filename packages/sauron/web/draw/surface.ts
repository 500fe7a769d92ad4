/** A canvas that is as large as its place and as sharp as the screen. */
export interface Surface {
  readonly context: CanvasRenderingContext2D
  /** In CSS pixels. */
  width: number
  height: number
}

/** Sharper than this costs more than it shows. */
const RATIO_MAX = 2

export function surfaceOf(canvas: HTMLCanvasElement): Surface {
  const context = canvas.getContext("2d")
  if (context === null) throw new Error("this browser draws no canvas")
  return { context, width: 0, height: 0 }
}

/** True where the size has changed; what was drawn is gone then. */
export function fit(surface: Surface, canvas: HTMLCanvasElement): boolean {
  const ratio = Math.min(RATIO_MAX, globalThis.devicePixelRatio || 1)
  const { clientWidth, clientHeight } = canvas
  const [width, height] = [Math.round(clientWidth * ratio), Math.round(clientHeight * ratio)]
  if (surface.width === clientWidth && surface.height === clientHeight && canvas.width === width && canvas.height === height) return false
  canvas.width = width
  canvas.height = height
  surface.width = clientWidth
  surface.height = clientHeight
  surface.context.setTransform(ratio, 0, 0, ratio, 0, 0)
  return true
}

/** A surface that nobody sees: drawn once, and then as a picture on others. */
export function layerOf(): Surface & { readonly canvas: HTMLCanvasElement } {
  const canvas = document.createElement("canvas")
  return { ...surfaceOf(canvas), canvas }
}

/** As large, and as sharp, as another; empty afterwards. */
export function fitTo({ context }: Surface, { width, height }: Surface, canvas: HTMLCanvasElement): void {
  context.canvas.width = canvas.width
  context.canvas.height = canvas.height
  const ratio = canvas.width / Math.max(1, width)
  context.setTransform(ratio, 0, 0, height === 0 ? ratio : canvas.height / height, 0, 0)
}

export function clear({ context, width, height }: Surface): void {
  context.clearRect(0, 0, width, height)
}

export const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif'

/** Calls whenever the size of an element changes, the first time at once. */
export function onResize(element: Element, changed: () => void): () => void {
  const observer = new ResizeObserver(changed)
  observer.observe(element)
  return () => observer.disconnect()
}

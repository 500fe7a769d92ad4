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
  const context = canvas.getContext("2d", { willReadFrequently: isWithoutCard() })
  if (context === null) throw new Error("this browser draws no canvas")
  return { context, width: 0, height: 0 }
}

let withoutCard: boolean | undefined
/**
 * Whether the processor plays the graphics card. Then what is drawn is better drawn at once, into memory: recorded and passed on to the card that is
 * none, it piles up, and the page stands still for seconds. Asking for such a canvas is the browsers' own hint for that.
 */
function isWithoutCard(): boolean {
  if (withoutCard !== undefined) return withoutCard
  const gl = document.createElement("canvas").getContext("webgl", { failIfMajorPerformanceCaveat: true })
  const named = gl?.getExtension("WEBGL_debug_renderer_info")
  const renderer = gl === null ? "none" : String(gl.getParameter(named?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER))
  gl?.getExtension("WEBGL_lose_context")?.loseContext()
  withoutCard = /^none$|swiftshader|llvmpipe|softpipe|software|basic render/i.test(renderer)
  return withoutCard
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

/** So large in CSS pixels, so many of the screen's to each; empty afterwards. */
export function fitTo({ context }: Surface, { width, height }: { readonly width: number; readonly height: number }, ratio: number): void {
  context.canvas.width = Math.round(width * ratio)
  context.canvas.height = Math.round(height * ratio)
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
}

/** Pixels of the screen to one of CSS. */
export function ratioOf({ context, width }: Surface): number {
  return context.canvas.width / Math.max(1, width)
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

/** Curves of how blocks spread, and how long spreading took over the run. */
import { colour } from "../state/theme.ts"
import { took } from "../state/words.ts"
import { FONT, type Surface } from "./surface.ts"

const LEFT = 46
const BOTTOM = 18
const TOP = 8
const RIGHT = 10

/** Steps of one curve; more are finer than the screen. */
const POINTS_MAX = 90

export interface Curve {
  /** Microseconds after the block was made, ascending: when each further node had it. */
  readonly after: readonly number[]
  /** Of how many. */
  readonly all: number
  readonly isChosen: boolean
}

/** Share of the nodes that have a block, over the time since it was made. */
export function drawCoverage({ context, width, height }: Surface, curves: readonly Curve[]): void {
  if (curves.every(({ after }) => after.length === 0)) return
  const last =
    Math.max(
      1_000,
      quantile(
        curves.flatMap(({ after }) => after.at(-1) ?? []).sort((a, b) => a - b),
        0.95,
      ) ?? 1_000,
      ...curves.filter(({ isChosen }) => isChosen).map(({ after }) => after.at(-1) ?? 0),
    ) * 1.06
  const x = (us: number) => LEFT + (us / last) * (width - LEFT - RIGHT)
  const y = (share: number) => height - BOTTOM - share * (height - BOTTOM - TOP)
  grid(context, width, [0, 0.5, 0.95, 1], y, (share) => `${Math.round(share * 100)} %`, 0.95)
  context.textAlign = "center"
  context.textBaseline = "alphabetic"
  for (let at = 0; at <= 4; at++) context.fillText(rounded((last * at) / 4), Math.min(width - 22, x((last * at) / 4)), height - 4)
  for (const chosen of [false, true]) {
    for (const { after, all, isChosen } of curves) {
      if (isChosen !== chosen || all === 0) continue
      context.strokeStyle = colour(isChosen ? "chain-1" : "chain-0")
      context.globalAlpha = isChosen ? 1 : Math.max(0.12, Math.min(0.5, 6 / curves.length))
      context.lineWidth = isChosen ? 2.4 : 1.2
      context.beginPath()
      context.moveTo(x(0), y(0))
      let share = 0
      const stride = Math.max(1, Math.floor(after.length / POINTS_MAX))
      for (let at = 0; at < after.length; at += stride) {
        const us = after[at] ?? 0
        context.lineTo(Math.min(width - RIGHT, x(us)), y(share))
        share = Math.min(after.length, at + stride) / all
        context.lineTo(Math.min(width - RIGHT, x(us)), y(share))
      }
      context.stroke()
    }
  }
  context.globalAlpha = 1
}

export interface Spread {
  readonly t50: number | undefined
  readonly t95: number | undefined
  readonly isChosen: boolean
}

/** One column for each block: from the time when half had it to the time when nearly all had it. */
export function drawSpreads({ context, width, height }: Surface, spreads: readonly Spread[]): void {
  const known = spreads.flatMap(({ t50, t95 }) => t95 ?? t50 ?? []).sort((a, b) => a - b)
  const most = Math.max(1_000, (quantile(known, 0.98) ?? 1_000) * 1.15)
  const y = (us: number) => height - BOTTOM - Math.min(1, us / most) * (height - BOTTOM - TOP)
  // Where nothing is known there is nothing to measure by.
  if (known.length > 0) grid(context, width, [0, most / 2, most], y, rounded, undefined)
  const step = (width - LEFT - RIGHT) / Math.max(1, spreads.length)
  spreads.forEach(({ t50, t95, isChosen }, at) => {
    const x = LEFT + (at + 0.5) * step
    const thick = Math.max(1, Math.min(7, step * 0.55))
    context.fillStyle = colour(isChosen ? "chain-1" : "chain-0")
    if (t50 === undefined) {
      context.fillStyle = colour("warn")
      context.fillRect(x - thick / 2, TOP, thick, 3)
      return
    }
    context.globalAlpha = isChosen ? 1 : 0.75
    const top = y(t95 ?? most)
    context.fillRect(x - thick / 2, top, thick, Math.max(1.5, y(t50) - top))
    context.globalAlpha = 1
  })
  context.fillStyle = colour("soft")
  context.textAlign = "left"
  context.fillText("first block", LEFT, height - 4)
  context.textAlign = "right"
  context.fillText("newest", width - RIGHT, height - 4)
}

function grid(
  context: CanvasRenderingContext2D,
  width: number,
  values: readonly number[],
  y: (value: number) => number,
  words: (value: number) => string,
  unsaid: number | undefined,
): void {
  context.font = `10.5px ${FONT}`
  context.textBaseline = "middle"
  context.textAlign = "right"
  for (const value of values) {
    context.fillStyle = colour("line")
    context.fillRect(LEFT, Math.round(y(value)), width - LEFT - RIGHT, 1)
    context.fillStyle = colour("soft")
    if (value !== unsaid) context.fillText(words(value), LEFT - 5, Math.max(6, y(value)))
  }
}

export function quantile(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
}

const rounded = (us: number): string => (us === 0 ? "0" : took(us < 10_000 ? us : Math.round(us / 1_000) * 1_000))

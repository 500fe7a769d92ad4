/** Round moments for an axis of time. */
const STEPS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 15e3, 3e4, 6e4, 12e4, 3e5, 6e5, 18e5, 36e5, 72e5, 216e5]

/** Microseconds, about so many of them. */
export function ticksOf(from: number, to: number, about: number): readonly number[] {
  const wanted = (to - from) / 1_000 / Math.max(1, about)
  const step = (STEPS_MS.find((each) => each >= wanted) ?? 864e5) * 1_000
  const ticks: number[] = []
  for (let t = Math.ceil(from / step) * step; t <= to; t += step) ticks.push(t)
  return ticks
}

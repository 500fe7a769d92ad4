/** Whoever asks for a Boss, or for a storm of some length, mostly expects that something happens in it. */
import type { OfficeOptions } from "./options.ts"

/** What is said once before an office is opened in which nothing will happen unless told; undefined where that is what was asked for. */
export function idleWords({
  auto,
  boss,
  durationMs,
  kind,
}: Pick<OfficeOptions, "auto" | "boss" | "durationMs" | "kind">): string | undefined {
  if (auto || (!boss && durationMs === undefined)) return undefined
  if (boss) return "Nothing happens by itself, and the Boss waits to be told: --auto lets him act."
  // Of walls, and of programs that are not ours, nothing is known that they could be made to do.
  return kind === "bigload"
    ? "Nothing happens by itself: with --auto they pay each other, and with --boss --auto they are fired and hired."
    : "No fault happens by itself: --boss --auto."
}

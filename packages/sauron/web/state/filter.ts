/** What the stream of requests is narrowed to. */
import { signal } from "@preact/signals"
import type { RequestFilter } from "../../src/recording/protocol.ts"

export const filter = signal<RequestFilter>({})

/** In place of what was asked for before. */
export function setFilter(wanted: RequestFilter): void {
  filter.value = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined && value !== ""))
}

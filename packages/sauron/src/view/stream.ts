/** The request stream: the newest first, filtered by Sauron, paused by the reader. Never more rows than a page can bear. */
import { byId, setText } from "./dom.ts"
import type { LivePicture, LiveRequests, Row } from "./protocol.ts"
import { createRow } from "./rows.ts"
import { several, whole } from "./words.ts"

const ROWS_MAX = 150

export interface Filter {
  readonly node: string
  readonly route: string
  readonly status: string
  readonly text: string
}

export class Stream {
  readonly #form = byId<HTMLFormElement>("filters")
  readonly #pause = byId<HTMLButtonElement>("pause")
  readonly #rows = byId("rows")
  readonly #onFilter: (filter: Filter) => void
  #paused = false
  /** Arrived while paused, oldest first. */
  #held: Row[] = []
  #skipped = 0
  #taken = 0

  constructor(onFilter: (filter: Filter) => void) {
    this.#onFilter = onFilter
    const changed = () => this.#onFilter(this.filter())
    this.#form.addEventListener("input", changed)
    this.#form.addEventListener("submit", (event) => event.preventDefault())
    this.#pause.addEventListener("click", () => this.#togglePause())
  }

  filter(): Filter {
    const data = new FormData(this.#form)
    const read = (name: string) => String(data.get(name) ?? "")
    return { node: read("node"), route: read("route"), status: read("status"), text: read("text").trim() }
  }

  /** Chosen on the map or in the list; chosen again, it is let go. */
  chooseNode(name: string): void {
    const select = this.#form.elements.namedItem("node") as HTMLSelectElement
    select.value = select.value === name ? "" : name
    this.#onFilter(this.filter())
  }

  take(requests: LiveRequests): void {
    if (requests.fresh) {
      this.#rows.replaceChildren()
      this.#held = []
      this.#skipped = 0
    }
    this.#skipped += requests.skipped
    if (this.#paused && !requests.fresh) this.#held = [...this.#held, ...requests.rows].slice(-ROWS_MAX)
    else this.#prepend(requests.rows)
    this.drawNote()
  }

  drawChoices(live: LivePicture): void {
    this.#taken = live.taken
    this.#choices("node", Object.keys(live.picture.nodes).sort(byNumber))
    this.#choices("route", live.routes)
    this.drawNote()
  }

  drawNote(): void {
    const rows = this.#rows.childElementCount
    const filtered = Object.values(this.filter()).some((value) => value !== "")
    byId("stream-empty").hidden = rows > 0
    setText(
      byId("stream-empty-text"),
      filtered && this.#taken > 0 ? "No request fits this filter." : "No requests have been seen by the eye!",
    )
    byId("stream-hint").hidden = filtered && this.#taken > 0
    const parts = [this.#taken > 0 ? `${whole(this.#taken)} seen` : ""]
    if (rows > 0) parts.push(`newest ${whole(rows)} ${filtered ? "that fit" : ""} shown`.replace("  ", " "))
    if (this.#skipped > 0) parts.push(`${several(this.#skipped, "row")} passed too quickly to show`)
    setText(byId("stream-note"), parts.filter((part) => part !== "").join(" · "))
    setText(this.#pause, this.#paused ? `Resume${this.#held.length > 0 ? ` (${whole(this.#held.length)} new)` : ""}` : "Pause")
  }

  #prepend(rows: readonly Row[]): void {
    this.#rows.prepend(...rows.map(createRow).reverse())
    while (this.#rows.childElementCount > ROWS_MAX) this.#rows.lastElementChild?.remove()
  }

  #togglePause(): void {
    this.#paused = !this.#paused
    this.#pause.setAttribute("aria-pressed", String(this.#paused))
    if (!this.#paused) this.#prepend(this.#held.splice(0))
    this.drawNote()
  }

  #choices(name: string, values: readonly string[]): void {
    const select = this.#form.elements.namedItem(name) as HTMLSelectElement
    const known = new Set([...select.options].map((option) => option.value))
    for (const value of values) if (!known.has(value)) select.append(new Option(value, value))
  }
}

/** bigload-2 before bigload-10. */
export function byNumber(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true })
}

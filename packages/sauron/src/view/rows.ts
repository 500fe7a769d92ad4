/** One row of the request stream, and what it shows when it is opened. */
import { el } from "./dom.ts"
import type { Row } from "./protocol.ts"
import { moment, size, took } from "./words.ts"

export function createRow(row: Row): HTMLLIElement {
  const { request, response } = row
  const what = el("span", "what", "", el("i", "", `${request.method} `), document.createTextNode(request.uri))
  const status = el("span", `status ${toneOf(response.status)}`, response.status === 0 ? "none" : String(response.status))
  const summary = el(
    "summary",
    "",
    "",
    el("span", "t", moment(row.t)),
    el("span", "node", row.node),
    what,
    status,
    el("span", "size", size(response.bytes)),
    el("span", "took", took(row.durationUs)),
  )
  const details = el("details", "", "", summary)
  // What is inside is made when somebody looks.
  details.addEventListener("toggle", () => details.append(insideOf(row)), { once: true })
  return el("li", "new", "", details)
}

function toneOf(status: number): string {
  if (status === 0 || status >= 500) return "broken"
  return status >= 400 ? "refused" : "done"
}

function insideOf(row: Row): HTMLElement {
  const { request, response } = row
  const facts: [string, string][] = [
    ["route", `${request.method} ${request.route}`],
    ["asked at", request.host === "" ? "" : `${request.host}${request.port > 0 ? `:${request.port}` : ""}`],
    ["asked by", request.from ?? ""],
    ["took", `${took(row.durationUs)}, ${size(request.bytes)} in, ${size(response.bytes)} out`],
    ["trace", row.trace],
    ["body", request.body ?? ""],
    ["answer", response.content ?? ""],
  ]
  const list = el("dl")
  for (const [name, value] of facts) if (value !== "") list.append(el("dt", "", name), el("dd", "", value))
  return list
}

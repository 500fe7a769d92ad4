/** From the rows of a packed batch, as the Eye sends them, to reports. Checked as strictly as any other form. */
import { EXCERPT_CHARS_MAX, type Report } from "../eye/report.ts"
import type { Left } from "./departures.ts"
import { integerOf, textOf, wrong } from "./read.ts"

/** Method, route, host, port. */
type Asked = readonly [string, string, string, number]

const MANY = Number.MAX_SAFE_INTEGER

export function readRows(
  rows: readonly unknown[],
  departures: readonly unknown[],
  askedList: unknown,
  node: string,
): { readonly reports: Report[]; readonly left: Left[] } {
  if (!Array.isArray(askedList) || askedList.length > rows.length + departures.length)
    throw wrong("asked", askedList, "an array, no longer than rows and left together")
  const asked = askedList.map((item: unknown, index) => readAsked(item, `asked[${index}]`))
  return {
    reports: rows.map((row, index) => readRow(row, `rows[${index}]`, node, asked)),
    left: departures.map((row, index) => readDeparture(row, `left[${index}]`, node, asked)),
  }
}

function readDeparture(value: unknown, at: string, node: string, askedList: readonly Asked[]): Left {
  if (!Array.isArray(value) || value.length !== 5) throw wrong(at, value, "an array of 5: docs/sauron.md names them")
  const [t, place, status, durationUs, trace] = value as readonly unknown[]
  const [method, route, host, port] = askedAt(askedList, integerOf(place, `${at}[1]`, 0, MANY), `${at}[1]`)
  return {
    node,
    t: integerOf(t, `${at}[0]`, 0, MANY),
    method,
    route,
    to: `http://${host}:${port}`,
    status: integerOf(status, `${at}[2]`, 0, 999),
    durationUs: integerOf(durationUs, `${at}[3]`, 0, MANY),
    trace: trace === 0 ? "" : textOf(trace, `${at}[4]`, 64),
  }
}

function askedAt(askedList: readonly Asked[], place: number, at: string): Asked {
  const asked = askedList[place]
  if (asked === undefined) throw wrong(at, place, `a place in asked, which has ${askedList.length}`)
  return asked
}

function readAsked(value: unknown, at: string): Asked {
  if (!Array.isArray(value)) throw wrong(at, value, "an array of method, route, host and port")
  const [method, route, host, port] = value as readonly unknown[]
  return [
    textOf(method, `${at}[0]`, 16),
    textOf(route, `${at}[1]`, 256),
    textOf(host, `${at}[2]`, 255),
    integerOf(port, `${at}[3]`, 0, 65_535),
  ]
}

function readRow(value: unknown, at: string, node: string, askedList: readonly Asked[]): Report {
  if (!Array.isArray(value) || value.length !== 12) throw wrong(at, value, "an array of 12: docs/sauron.md names them")
  const row = value as readonly unknown[]
  const integer = (place: number, max = MANY) => integerOf(row[place], `${at}[${place}]`, 0, max)
  const text = (place: number, charsMax = EXCERPT_CHARS_MAX) =>
    row[place] === 0 ? undefined : textOf(row[place], `${at}[${place}]`, charsMax)
  const [method, route, host, port] = askedAt(askedList, integer(2), `${at}[2]`)
  const from = text(9, 256)
  const body = text(10)
  const content = text(11)
  return {
    node,
    seq: integer(0),
    t: integer(1),
    request: {
      method,
      uri: text(8) ?? route,
      route,
      host,
      port,
      ...(from === undefined ? {} : { from }),
      bytes: integer(4),
      ...(body === undefined ? {} : { body }),
    },
    response: { status: integer(3, 999), bytes: integer(5), ...(content === undefined ? {} : { content }) },
    durationUs: integer(6),
    trace: text(7, 64) ?? "",
  }
}

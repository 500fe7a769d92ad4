/** From what a reporter sent to reports: one, an array, or an Eye's batch. Copies known fields only, each bounded. */
import { EXCERPT_CHARS_MAX, REPORT_VERSION, type Report } from "../eye/report.ts"
import { pathOf } from "../eye/sighting.ts"
import type { VitalSigns } from "../eye/vitals.ts"
import type { Left } from "./departures.ts"
import { excerptAt, type Fields, fieldsOf, integerOf, nameOf, textOf, wrong } from "./read.ts"
import { readRows } from "./read-rows.ts"

/** Most reports in one message. */
const REPORTS_MAX = 1_000

export interface ReadBatch {
  /** Undefined for a plain array of reports, which says nothing of what is missing. */
  readonly life: { readonly node: string; readonly boot: string; readonly dropped: number; readonly acked: number } | undefined
  readonly reports: Report[]
  /** Messages that the node itself has sent. */
  readonly left?: readonly Left[]
  readonly vitals?: VitalSigns
}

/** Throws a `Refusal`. `now` is for reports that do not say when. */
export function readReports(body: unknown, now: number): ReadBatch {
  if (Array.isArray(body)) return { life: undefined, reports: readAll(body, "", undefined, now) }
  const fields = fieldsOf(body, "")
  if (fields.reports === undefined && fields.rows === undefined)
    return { life: undefined, reports: [readReport(fields, "", undefined, now)] }
  if (fields.version !== REPORT_VERSION) throw wrong("version", fields.version, `${REPORT_VERSION}, the only version there is`)
  const node = nameOf(fields.node, "node")
  const life = {
    node,
    boot: nameOf(fields.boot, "boot"),
    dropped: integerOf(fields.dropped ?? 0, "dropped", 0, Number.MAX_SAFE_INTEGER),
    acked: integerOf(fields.acked ?? 0, "acked", 0, Number.MAX_SAFE_INTEGER),
  }
  const vitals = fields.vitals === undefined ? {} : { vitals: readVitals(fields.vitals) }
  if (Array.isArray(fields.rows)) {
    const { left = [] } = fields
    if (!Array.isArray(left)) throw wrong("left", left, "an array of messages that the node has sent")
    return { life, ...readRows(bounded(fields.rows, "rows"), bounded(left, "left"), fields.asked, node), ...vitals }
  }
  if (!Array.isArray(fields.reports)) throw wrong("reports", fields.reports, "an array of reports")
  return { life, reports: readAll(fields.reports, "reports", node, now), ...vitals }
}

/** Per cent, MiB and ms that no process has are a mistake of whoever tells them. */
const VITAL_MAX = 1_000_000

function readVitals(value: unknown): VitalSigns {
  const signs: readonly unknown[] = Array.isArray(value) ? value : []
  const [cpu, memory, lag] = signs
  const isSign = (sign: unknown): sign is number => typeof sign === "number" && sign >= 0 && sign <= VITAL_MAX
  if (signs.length === 3 && isSign(cpu) && isSign(memory) && isSign(lag)) return [cpu, memory, lag]
  throw wrong("vitals", value, "an array of three numbers: per cent of a core, MiB, ms")
}

function readAll(items: readonly unknown[], at: string, node: string | undefined, now: number): Report[] {
  return bounded(items, at).map((item, index) => readReport(item, `${at}[${index}]`, node, now))
}

function bounded(items: readonly unknown[], at: string): readonly unknown[] {
  if (items.length > REPORTS_MAX) throw wrong(at, `${items.length} reports`, `at most ${REPORTS_MAX} in one message`)
  return items
}

function readReport(value: unknown, at: string, node: string | undefined, now: number): Report {
  const dot = at === "" ? "" : `${at}.`
  const fields = fieldsOf(value, at)
  return {
    node: fields.node === undefined && node !== undefined ? node : nameOf(fields.node, `${dot}node`),
    seq: integerOf(fields.seq ?? 0, `${dot}seq`, 0, Number.MAX_SAFE_INTEGER),
    t: integerOf(fields.t ?? now, `${dot}t`, 0, Number.MAX_SAFE_INTEGER),
    request: readRequest(fieldsOf(fields.request, `${dot}request`), `${dot}request`),
    response: readResponse(fieldsOf(fields.response, `${dot}response`), `${dot}response`),
    durationUs: integerOf(fields.durationUs ?? 0, `${dot}durationUs`, 0, Number.MAX_SAFE_INTEGER),
    trace: textOf(fields.trace ?? "", `${dot}trace`, 64),
  }
}

function readRequest(fields: Fields, at: string): Report["request"] {
  const uri = excerptAt(fields.uri, `${at}.uri`, EXCERPT_CHARS_MAX)
  if (uri === undefined) throw wrong(`${at}.uri`, fields.uri, "a path, `/block/ab12`")
  const body = excerptAt(fields.body, `${at}.body`, EXCERPT_CHARS_MAX)
  const from = fields.from === undefined || fields.from === null ? undefined : textOf(fields.from, `${at}.from`, 256)
  return {
    method: textOf(fields.method, `${at}.method`, 16),
    uri,
    route: fields.route === undefined ? pathOf(uri) : textOf(fields.route, `${at}.route`, 256),
    host: textOf(fields.host ?? "", `${at}.host`, 255),
    port: integerOf(fields.port ?? 0, `${at}.port`, 0, 65_535),
    ...(from === undefined ? {} : { from }),
    bytes: integerOf(fields.bytes ?? 0, `${at}.bytes`, 0, Number.MAX_SAFE_INTEGER),
    ...(body === undefined ? {} : { body }),
  }
}

function readResponse(fields: Fields, at: string): Report["response"] {
  const content = excerptAt(fields.content, `${at}.content`, EXCERPT_CHARS_MAX)
  return {
    status: integerOf(fields.status, `${at}.status`, 0, 999),
    bytes: integerOf(fields.bytes ?? 0, `${at}.bytes`, 0, Number.MAX_SAFE_INTEGER),
    ...(content === undefined ? {} : { content }),
  }
}

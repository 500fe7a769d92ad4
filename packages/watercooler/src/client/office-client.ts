/** A running office, as a subcommand in another terminal reaches it: found in the registry, asked over the control API. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { BadInput } from "../input/complaint.ts"
import { didYouMean } from "../input/suggest.ts"
import { named, short } from "../office/names.ts"
import { type OfficeRecord, openOffices } from "../office/registry.ts"
import type { OfficeView } from "../office/view.ts"

const patienceMs = 90_000

export interface Answer {
  readonly status: number
  readonly body: { readonly [field: string]: unknown }
}

export interface OfficeClient {
  readonly record: OfficeRecord
  view(): Promise<OfficeView>
  post(route: string, words: object): Promise<Answer>
}

/** The office of that run, or the only one, or the one opened last. */
export function findOffice(run: string | undefined): OfficeRecord {
  const open = openOffices()
  const found = run === undefined ? open[0] : open.find((record) => record.run === run)
  if (found !== undefined) return found
  throw new BadInput(
    run === undefined || open.length === 0
      ? {
          saw: "no office is open",
          expected: "one that is running on this machine",
          instead: "watercooler -x 5 -y 2 --sauron --boss --auto",
        }
      : {
          saw: `--run ${run}`,
          expected: `one of ${open.map((one) => one.run).join(", ")}.${didYouMean(
            run,
            open.map((one) => one.run),
          )}`,
          instead: "watercooler ps",
        },
  )
}

export function connect(record: OfficeRecord): OfficeClient {
  if (record.controlUrl === "") {
    throw new BadInput({
      saw: `run ${record.run} is still opening`,
      expected: "an office that is ready",
      instead: "the same again in a second",
    })
  }
  const headers = { authorization: `Bearer ${readFileSync(join(record.dir, "token"), "utf8").trim()}`, "content-type": "application/json" }
  const ask = async (route: string, init: RequestInit): Promise<Answer> => {
    const answer = await fetch(`${record.controlUrl}${route}`, { ...init, headers, signal: AbortSignal.timeout(patienceMs) })
    return { status: answer.status, body: (await answer.json()) as Answer["body"] }
  }
  return {
    record,
    view: async () => (await ask("/office", {})).body as unknown as OfficeView,
    post: (route, words) => ask(route, { method: "POST", body: JSON.stringify(words) }),
  }
}

/** The full name of whom somebody means. */
export function whom(word: string, view: OfficeView): string {
  const names = view.nodes.map((node) => node.name)
  const name = named(word, names)
  if (name !== undefined) return name
  const known = [...names, ...names.map(short)]
  throw new BadInput({
    saw: word,
    expected: `somebody of this office: ${names.join(", ")}.${didYouMean(word, known)}`,
    instead: "watercooler ps",
  })
}

/** What the commands that act on the wires of the running office share. */
import { Args, Flags } from "@oclif/core"
import { BadInput } from "../input/complaint.ts"
import { durationFlag } from "../input/figures.ts"
import { jsonFlag, OfficeCommand, runFlag } from "./base.ts"

export const wireArgs = {
  from: Args.string({ description: "one side: b1, b1,b2, b1..b3, honest or shits", required: true }),
  to: Args.string({ description: "the other side; everybody else when left out" }),
}

export const wireFlags = {
  run: runFlag,
  json: jsonFlag,
  for: Flags.string({
    description: "how long it lasts: 8s; until it is healed, or the storm is over, when left out",
    helpValue: "DURATION",
  }),
}

export interface WireWish {
  readonly kind: string
  readonly run: string | undefined
  readonly json: boolean
  readonly for: string | undefined
  readonly words: object
  readonly told: string
}

export abstract class WireCommand extends OfficeCommand {
  /** Both sides by their names in full. */
  protected async sides(run: string | undefined, from: string, to: string | undefined) {
    const { connect, findOffice, whom } = await import("../client/office-client.ts")
    const office = connect(findOffice(run))
    const view = await office.view()
    const standFor = (word: string): readonly string[] =>
      word === "honest" || word === "shits"
        ? view.nodes.filter(({ honest }) => honest === (word === "honest")).map(({ name }) => name)
        : spread(word).map((each) => whom(each, view))
    const named = (words: string) => [...new Set(words.split(",").flatMap((word) => standFor(word.trim())))]
    const left = named(from)
    const right = to === undefined ? view.nodes.map(({ name }) => name).filter((name) => !left.includes(name)) : named(to)
    const both = left.find((name) => right.includes(name))
    if (both !== undefined || left.length === 0 || right.length === 0)
      throw new BadInput({
        saw: both === undefined ? `${from} and ${to ?? "everybody else"}: nobody on one side` : `${both} on both sides`,
        expected: "two sides, somebody on each and nobody on both",
        instead: "watercooler cut b1,b2 b3",
      })
    return { from: left, to: right }
  }

  protected async begin({ kind, run, json, for: length, words, told }: WireWish): Promise<void> {
    const { connect, findOffice } = await import("../client/office-client.ts")
    const office = connect(findOffice(run))
    const forMs = length === undefined ? undefined : durationFlag("--for", length, "8s")
    const { status, body } = await office.post(`/${kind}`, { ...words, ...(forMs === undefined ? {} : { forMs }) })
    if (status !== 200)
      throw new BadInput({ saw: `${told}: ${String(body.because)}`, expected: "what can be done now", instead: "watercooler ps" })
    const until = length === undefined ? `until: watercooler heal ${String(body.fault)}` : `for ${length}`
    this.print(json ? { kind, ...body } : `${told} (${String(body.fault)}), ${until}`)
  }
}

/** `b3..b5` is b3, b4 and b5. */
function spread(word: string): readonly string[] {
  const [, letters, from, , to] = /^([a-z]+-?)(\d{1,4})\.\.([a-z]+-?)?(\d{1,4})$/i.exec(word) ?? []
  if (letters === undefined || Number(to) < Number(from)) return [word]
  return Array.from({ length: Number(to) - Number(from) + 1 }, (_, at) => `${letters}${Number(from) + at}`)
}

/** `watercooler hire [NODE]`: hires somebody back who was fired, or somebody who was never here before. */
import { Args, Flags } from "@oclif/core"
import { BadInput, badInputExit } from "../input/complaint.ts"
import { didYouMean } from "../input/suggest.ts"
import { ActCommand, actFlags } from "./act.ts"

const disks = ["kept", "wiped", "torn", "rotten"]
const parties = ["bigload", "bigcrap", "wall", "shit"]
const countMax = 32

export default class Hire extends ActCommand {
  static override summary = "Hire a node back that was fired or laid off, or a brand-new one."
  static override description =
    `With a name, that node comes back. Its disk is as it left it, or wiped, or torn (the store holds part of a record that it never acknowledged), or rotten (a record has changed).

Without a name, somebody new is hired, who joins by the tracker, or by the node of --boot. It has a key and an empty disk, and no seed money.`
  static override examples = [
    { description: "Back at work", command: "<%= config.bin %> hire b2" },
    { description: "Back, with an empty disk", command: "<%= config.bin %> hire b2 --disk wiped" },
    { description: "Somebody new", command: "<%= config.bin %> hire" },
    { description: "Two new bad actors", command: "<%= config.bin %> hire --kind shit --misdeeds overspend,garbage --count 2" },
  ]
  static override args = { node: Args.string({ description: "whom: bigload-2, or b2 for short; somebody new when left out" }) }
  static override flags = {
    ...actFlags,
    disk: Flags.string({ description: `what became of its disk: ${disks.join(", ")} (kept)`, helpValue: "DISK" }),
    kind: Flags.string({ description: `what somebody new is: ${parties.join(", ")} (as the others)`, helpValue: "KIND" }),
    misdeeds: Flags.string({ description: "what a new shit does; drawn by seed when left out", helpValue: "A,B" }),
    boot: Flags.string({ description: "by whom somebody new joins (the tracker, or anybody)", helpValue: "NODE" }),
    count: Flags.string({ description: "how many new ones (1)", helpValue: "N" }),
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Hire)
    if (args.node === undefined) return this.hireNew(flags)
    const forNewOnes = (["kind", "misdeeds", "boot", "count"] as const).find((flag) => flags[flag] !== undefined)
    if (forNewOnes !== undefined)
      throw new BadInput({
        saw: `hire ${args.node} --${forNewOnes} ${flags[forNewOnes]}`,
        expected: `--${forNewOnes} for somebody new, who gets a name when hired`,
        instead: `hire --${forNewOnes} ${flags[forNewOnes]}`,
      })
    const { disk = "kept" } = flags
    oneOf("disk", disk, disks, "wiped")
    await this.act("hire", { run: flags.run, json: flags.json, node: args.node, words: { disk } })
  }

  private async hireNew(
    flags: { [flag in "disk" | "kind" | "misdeeds" | "boot" | "count" | "run"]?: string | undefined } & { json: boolean },
  ) {
    if (flags.disk !== undefined)
      throw new BadInput({ saw: `hire --disk ${flags.disk}`, expected: "whose disk", instead: `hire b2 --disk ${flags.disk}` })
    if (flags.kind !== undefined) oneOf("kind", flags.kind, parties, "bigload")
    const count = countOf(flags.count)
    const misdeeds = await misdeedsOf(flags.misdeeds, flags.kind)
    const { connect, findOffice, whom } = await import("../client/office-client.ts")
    const office = connect(findOffice(flags.run))
    const boot = flags.boot === undefined ? undefined : whom(flags.boot, await office.view())
    const newcomer = { party: flags.kind ?? (misdeeds === undefined ? undefined : "shit"), misdeeds, boot }
    const answers = await Promise.all(Array.from({ length: count }, () => office.post("/hire", { newcomer })))
    const hired = answers.filter(({ status }) => status === 200).map(({ body }) => String(body.node))
    const view = await office.view()
    const rows = view.nodes.filter(({ name }) => hired.includes(name))
    if (hired.length > 0) this.print(flags.json ? rows : rows.map(({ name, url }) => `hired ${name} at ${url}`).join("\n"))
    const refused = answers.find(({ status }) => status !== 200)
    if (refused === undefined) return
    if (flags.json && hired.length > 0) return this.onlySome(hired.length, count, String(refused.body.because))
    throw new BadInput({
      saw: `hire: ${String(refused.body.because)}`,
      expected: "somebody who can be hired now",
      instead: "watercooler ps",
    })
  }

  /** The document of those who were hired is printed already; a second one would spoil it. */
  private onlySome(hired: number, wanted: number, because: string): void {
    process.stderr.write(`✗ only ${hired} of ${wanted} were hired: ${because}\n`)
    process.exitCode = badInputExit
  }
}

async function misdeedsOf(list: string | undefined, kind = "shit"): Promise<readonly string[] | undefined> {
  if (list === undefined) return undefined
  if (kind !== "shit")
    throw new BadInput({
      saw: `--kind ${kind} --misdeeds ${list}`,
      expected: `no misdeeds: a ${kind} is honest`,
      instead: `hire --kind shit --misdeeds ${list}`,
    })
  const { catalogue } = await import("../office/assignment.ts")
  const known = (await catalogue()).map(({ name }) => name)
  const misdeeds = list.split(",").map((word) => word.trim())
  const unknown = misdeeds.find((misdeed) => !known.includes(misdeed))
  if (unknown === undefined) return misdeeds
  throw new BadInput({
    saw: `--misdeeds ${unknown === "" ? `"${list}"` : unknown}`,
    expected: `a misdeed of the catalogue.${didYouMean(unknown, known)}`,
    instead: "watercooler misdeeds (lists them all)",
  })
}

function countOf(words: string | undefined): number {
  if (words === undefined) return 1
  const count = /^\d{1,3}$/.test(words) ? Number(words) : 0
  if (count >= 1 && count <= countMax) return count
  throw new BadInput({ saw: `--count ${words}`, expected: `how many new ones, from 1 to ${countMax}`, instead: "--count 2" })
}

function oneOf(flag: string, word: string, known: readonly string[], example: string): void {
  if (known.includes(word)) return
  throw new BadInput({
    saw: `--${flag} ${word}`,
    expected: `one of ${known.join(", ")}.${didYouMean(word, known)}`,
    instead: `--${flag} ${example}`,
  })
}

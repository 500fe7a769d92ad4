/** `watercooler replay RUN`, as it is seen. */
import { join, relative, resolve } from "node:path"
import type { ChalkInstance } from "chalk"
import { called } from "../input/called.ts"
import { BadInput } from "../input/complaint.ts"
import { quotedFile, quotedFlag } from "../input/shell.ts"
import { replayNode } from "../replay/node.ts"
import { type Parting, replaySimulated } from "../replay/simulated.ts"
import { demandWhole, type EndedManifest, manifestIn } from "../simulation/folder.ts"
import { colourFor } from "./colour.ts"
import { cut } from "./cut.ts"
import { simulatedReport } from "./simulated.ts"

/** Of one value in a difference. */
const VALUE_MAX = 100
const DIFFERENCES_MAX = 12

export async function replay(run: string, { json }: { readonly json: boolean }): Promise<number> {
  const dir = resolve(run)
  const manifest = manifestIn(dir)
  if (manifest.world === undefined && manifest.options?.programs !== undefined)
    throw new BadInput({
      saw: `${run}: a run of programs that are not ours`,
      expected: "a simulated run, or one of our own nodes, who write down what they were told",
      instead: `watercooler watch ${quotedFile(run)}, which shows it again`,
    })
  const chalk = colourFor(json ? process.stderr : process.stdout)
  const { code, document, lines } =
    manifest.world === "simulated"
      ? replayedRun(dir, demandWhole(dir, manifest), chalk)
      : replayedNodes(
          dir,
          manifest.parties.map(({ name }) => name),
          chalk,
        )
  if (json) process.stdout.write(`${JSON.stringify(document)}\n`)
  ;(json ? process.stderr : process.stdout).write(`${lines.join("\n")}\n`)
  return code
}

interface Said {
  readonly code: number
  readonly document: object
  readonly lines: readonly string[]
}

function replayedRun(dir: string, manifest: EndedManifest, chalk: ChalkInstance): Said {
  const { isEdited, parting, recorded, same, summary } = replaySimulated(dir, manifest)
  const words = same
    ? [
        ...simulatedReport(summary, chalk, process.stdout.columns || undefined),
        "",
        chalk.green(`✓ the same run, to the last effect: ${recorded}`),
      ]
    : [
        chalk.red(
          recorded === summary.fingerprint
            ? "✗ the same run, but its journal is not what that run writes: the file was changed"
            : "✗ another run than the one that was recorded",
        ),
        `  then  ${recorded}`,
        `  now   ${summary.fingerprint}`,
        ...(parting === undefined
          ? ["  Every line of the journal is the same; what parts them is not journalled."]
          : partingLines(parting, chalk)),
        ...(recorded === summary.fingerprint ? [] : isEdited ? EDITED : changedBuild(dir, manifest)),
      ]
  return { code: same ? 0 : 1, document: { same, recorded, ...(parting === undefined ? {} : { parting }), ...summary }, lines: words }
}

const changedBuild = (dir: string, { seed }: EndedManifest): readonly string[] => [
  "",
  "  The programs, or the rules of the simulation, are not what they were. The recorded scenario still runs:",
  called(`  watercooler simulate ${quotedFile(relative(process.cwd(), join(dir, "scenario.yaml")))} ${quotedFlag("--seed", seed)}`),
]

const EDITED: readonly string[] = [
  "",
  "  scenario.yaml in the folder is not what it was when the run was recorded: somebody has changed it.",
]

function partingLines({ line, was, is, differences }: Parting, chalk: ChalkInstance): readonly string[] {
  const event = was ?? is
  const where = event === undefined ? "" : `, ${event.node} at ${(event.t / 1e6).toFixed(6)} s: ${event.type}`
  const more = differences.length - DIFFERENCES_MAX
  return [
    "",
    `  They part in line ${line} of journal.ndjson${where}`,
    ...differences
      .slice(0, DIFFERENCES_MAX)
      .flatMap(({ at, was, is }) => [
        `    ${at}`,
        `      ${chalk.dim("then")} ${wordsOf(was)}`,
        `      ${chalk.dim("now")}  ${wordsOf(is)}`,
      ]),
    ...(more > 0 ? [`    and ${more} more`] : []),
  ]
}

const wordsOf = (value: unknown): string => (value === undefined ? "nothing" : cut(JSON.stringify(value), VALUE_MAX))

/** A real run cannot be repeated as a whole; but each of its nodes can be told again what it was told. */
function replayedNodes(dir: string, names: readonly string[], chalk: ChalkInstance): Said {
  const nodes = names.map((name) => ({ name, ...replayNode(join(dir, "nodes", name)) }))
  const same = nodes.every((node) => node.same)
  const lines = nodes.map((node) =>
    node.same
      ? `  ${chalk.green("✓")} ${node.name}  ${node.turns} turns in ${node.boots === 1 ? "one life" : `${node.boots} lives`}, the same effects`
      : `  ${chalk.red("✗")} ${node.name}  parts in turn ${node.turn}: ${cut(JSON.stringify(node.input), VALUE_MAX)}`,
  )
  const head = same
    ? chalk.green("✓ every node, told again what it was told, asks for the same")
    : chalk.red("✗ a node asks for something else than it did: its program is not what it was")
  return { code: same ? 0 : 1, document: { same, nodes }, lines: [head, "", ...lines] }
}

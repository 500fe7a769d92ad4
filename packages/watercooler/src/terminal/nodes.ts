/** The employees as a table: for the live picture and for `watercooler ps`. */
import type { ChalkInstance } from "chalk"
import type { NodeRow, OfficeView } from "../office/view.ts"
import { cut } from "./cut.ts"
import { type Cell, table } from "./table.ts"
import { shortHash } from "./words.ts"

/** All columns, with kinds and misdeeds of this width. Where there is less, the port stands for the address, and nobody's number is shown. */
const widthOfAll = 110
const kindWidth = 20

export function nodeTable(
  { arePrograms, nodes }: Pick<OfficeView, "arePrograms" | "nodes">,
  width: number,
  chalk: ChalkInstance,
): readonly string[] {
  const wide = width >= widthOfAll
  const kindMax = wide ? Math.max(kindWidth, width - widthOfAll + kindWidth) : kindWidth
  const highest = Math.max(0, ...nodes.map((node) => node.height))
  const rows = nodes.map((node): readonly Cell[] => [
    { text: node.short },
    { text: cut(node.honest ? node.kind : node.misdeeds.join(","), kindMax), paint: node.honest ? chalk.reset : chalk.magenta },
    { text: stateOf(node), paint: paintOf(node, chalk) },
    ...(arePrograms ? [] : chainCells(node, highest, chalk)),
    { text: String(Math.max(0, node.restarts)), align: "right" },
    ...(wide
      ? [
          { text: node.pid === null ? "" : String(node.pid), align: "right" as const, paint: chalk.dim },
          { text: node.url, paint: chalk.dim },
        ]
      : [{ text: new URL(node.url).port, paint: chalk.dim }]),
  ])
  const always = ["node", "kind", "state", ...(arePrograms ? [] : ["height", "head", "peers"]), "restarts"]
  return table([...always, ...(wide ? ["pid", "url"] : ["port"])], rows, width, chalk)
}

function chainCells({ head, height, peers }: NodeRow, highest: number, chalk: ChalkInstance): readonly Cell[] {
  return [
    { text: String(height), align: "right", paint: height === highest ? chalk.reset : chalk.yellow },
    { text: shortHash(head), paint: headPaint(head, chalk) },
    { text: String(peers), align: "right" },
  ]
}

function stateOf(node: NodeRow): string {
  return node.state === "up" && !node.settled ? "catching up" : node.state
}

function paintOf(node: NodeRow, chalk: ChalkInstance): (text: string) => string {
  if (node.state === "down") return chalk.red
  if (node.state === "up") return node.settled ? chalk.green : chalk.yellow
  return chalk.yellow
}

/** Equal heads have equal colours, so that a fork is seen without reading hashes. */
function headPaint(head: string, chalk: ChalkInstance): (text: string) => string {
  const paints = [chalk.cyan, chalk.green, chalk.yellow, chalk.magenta, chalk.blue, chalk.red]
  return paints[Number.parseInt(head.slice(0, 8) || "0", 16) % paints.length] ?? chalk.reset
}

/** A word that is no command: the nearest one is named, and nothing is started. */
import type { Hook } from "@oclif/core"
import { badInputExit, describeComplaint } from "../input/complaint.ts"
import { didYouMean } from "../input/suggest.ts"

export const notFound: Hook.CommandNotFound = async ({ id, config, argv = [] }) => {
  const word = id.split(":")[0] ?? id
  const known = config.commands.filter((command) => !command.hidden).map((command) => command.id)
  const complaint = { saw: word, expected: `one of ${known.join(", ")}.${didYouMean(word, known)}`, instead: `${config.bin} --help` }
  const message = describeComplaint(complaint)
  process.stderr.write(`${message}\n`)
  if (argv.includes("--json")) process.stdout.write(`${JSON.stringify({ error: { message, exitCode: badInputExit } })}\n`)
  process.exitCode = badInputExit
}

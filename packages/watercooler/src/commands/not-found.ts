/** A word that is no command: the nearest one is named, and nothing is started. */
import type { Hook } from "@oclif/core"
import { badInputExit, type Complaint, describeComplaint } from "../input/complaint.ts"
import { didYouMean } from "../input/suggest.ts"

export const notFound: Hook.CommandNotFound = async ({ id, config, argv = [] }) => {
  const [word = id, ...more] = id.split(":")
  const known = config.commands.filter((command) => !command.hidden).map((command) => command.id)
  const complaint = known.includes(word)
    ? tooMuch(word, more.join(" "), config.bin)
    : { saw: word, expected: `one of ${known.join(", ")}.${didYouMean(word, known)}`, instead: `${config.bin} --help` }
  const message = describeComplaint(complaint)
  process.stderr.write(`${message}\n`)
  if (argv.includes("--json")) process.stdout.write(`${JSON.stringify({ error: { message, exitCode: badInputExit } })}\n`)
  process.exitCode = badInputExit
}

/** oclif takes the words behind a command without arguments for a command below it. */
function tooMuch(command: string, words: string, bin: string): Complaint {
  return {
    saw: `${command} ${words}`,
    expected: `${command} without an argument`,
    instead: `${bin} ${command}, or with --run ${words} if that is a run`,
  }
}

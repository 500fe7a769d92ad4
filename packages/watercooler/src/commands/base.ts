/** What every command shares: bad input is explained and ends with 2, a sandbox that failed ends with 4. */
import { Command, Flags } from "@oclif/core"
import { BadInput, badInputExit, describeComplaint } from "../input/complaint.ts"
import { didYouMean } from "../input/suggest.ts"
import { failureExit, ProgramFailure, SandboxFailure, sandboxFailureExit, sayFailure } from "../office/failure.ts"

export const runFlag = Flags.string({ description: "which office, when several are open", helpValue: "RUN" })
export const jsonFlag = Flags.boolean({ description: "print one JSON document on standard output" })

export abstract class OfficeCommand extends Command {
  protected override async catch(error: Error & { exitCode?: number; oclif?: { exit?: number } }): Promise<void> {
    if (error instanceof BadInput) return this.end(error.complaints.map(describeComplaint).join("\n\n"), badInputExit)
    if (error instanceof SandboxFailure || error instanceof ProgramFailure) return this.end(sayFailure(error), failureExit(error))
    const typed = mistyped(error, this.ctor)
    if (typed !== undefined) return this.end(typed, badInputExit)
    if (error.oclif?.exit !== undefined) throw error
    return this.end(sayFailure(error), sandboxFailureExit)
  }

  protected print(value: unknown): void {
    process.stdout.write(`${typeof value === "string" ? value : JSON.stringify(value, undefined, 2)}\n`)
  }

  /** With `--json`, whoever reads standard output finds one document there also when nothing came of the command. */
  private end(words: string, exitCode: number): void {
    process.stderr.write(`${words}\n`)
    if (this.argv.includes("--json")) this.print({ error: { message: words, exitCode } })
    process.exitCode = exitCode
  }
}

/** What oclif's parser refused, in our words. */
function mistyped(error: Error, command: typeof Command): string | undefined {
  const refusal = error.constructor.name
  const name = command.id.replaceAll(":", " ")
  const without = [...error.message.matchAll(/Missing required flag (\S+)/g)].map(([, flag]) => `--${flag}`)
  if (without.length > 0) {
    const needed = Object.entries(command.flags).flatMap(([flag, { required }]) => (required === true ? [`--${flag}`] : []))
    return describeComplaint({
      saw: `${name} without ${without.join(", ")}`,
      expected: needed.join(", "),
      instead: `watercooler ${name} --help`,
    })
  }
  if (refusal === "NonExistentFlagsError") {
    const flags = (error as Error & { flags?: readonly string[] }).flags ?? []
    const known = [...Object.keys(command.flags).map((name) => `--${name}`), "--help", "--version"]
    return flags
      .map((flag) =>
        describeComplaint({ saw: flag, expected: `a flag that there is.${didYouMean(flag, known)}`, instead: "--help lists them all" }),
      )
      .join("\n\n")
  }
  const known = Object.keys(command.args)
  if (refusal === "UnexpectedArgsError") {
    const { args = [] } = error as Error & { args?: readonly string[] }
    const saw = `${name} … ${args.join(" ")}: ${args.length === 1 ? "an argument" : "arguments"} too many`
    const expected = known.length === 0 ? "no argument" : known.map((name) => name.toUpperCase()).join(" ")
    return describeComplaint({
      saw,
      expected,
      instead: "runFlag" in command.flags || "run" in command.flags ? `--run ${args[0]}, if it is a run` : `watercooler ${name} --help`,
    })
  }
  if (refusal === "RequiredArgsError") {
    const { args = [] } = error as Error & { args?: readonly { readonly name: string }[] }
    const names = args.map(({ name }) => name.toUpperCase()).join(" ")
    return describeComplaint({
      saw: `${name} without ${names}`,
      expected: `${name} ${known.map((name) => name.toUpperCase()).join(" ")}`,
      instead: `watercooler ${name} --help`,
    })
  }
  if (!("parse" in error) && refusal !== "CLIError") return undefined
  const instead = `watercooler ${name === "up" ? "" : `${name} `}--help`
  const [, flag, expected, received] = /^Parsing (--\S+)\s+Expected (.+) but received: (\S*)/.exec(error.message) ?? []
  if (expected !== undefined) return describeComplaint({ saw: `${flag} ${received}`, expected, instead })
  const lines = error.message.split("\n").map((line) => line.trim())
  const saw = lines.filter((line) => line !== "" && !/^The following errors? occurred|^See more help/.test(line)).join("; ")
  return describeComplaint({ saw, expected: "flags and arguments as --help lists them", instead })
}

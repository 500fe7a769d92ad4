/** The commands as a page for people: `docs/reference/commands.md` is printed from the commands themselves. */
import { markdownTable } from "./table.ts"

interface Flag {
  readonly hidden?: boolean
  readonly type: string
  readonly char?: string
  readonly description?: string
  readonly helpValue?: string | readonly string[]
  readonly allowNo?: boolean
}

interface Arg {
  readonly description?: string
  readonly required?: boolean
}

type Example = string | { readonly description?: string; readonly command: string }

/** What oclif keeps of a command, as far as this page needs it. */
export interface CommandWords {
  readonly summary?: string
  readonly description?: string
  readonly flags: Readonly<Record<string, Flag>>
  readonly args: Readonly<Record<string, Arg>>
  readonly examples?: readonly Example[]
}

const head = `# Commands

This page is printed from the commands themselves, in \`packages/watercooler/src/commands\`; a test keeps it so.

From a clone, \`npm start --\` stands for \`watercooler\`: \`npm start -- -x 3 --sauron\`, \`npm start -- ps\`.

A node is named in full, \`bigload-2\`, \`shit-1\`, or for short, \`b2\`, \`s1\`. Commands that act on an office find the one that is open on this
machine, from any folder; with several open they take the one opened last, or the one named by \`--run\`.
\`--json\` always prints one JSON document on standard output.
`

const codes = `## Exit codes

| code | means |
|---|---|
| 0 | passed; or a run that nobody asked to judge; or a command that did what it says |
| 1 | violated: the network broke a promise; or a program of yours did not come up |
| 2 | bad input, and nothing was started: a flag, an argument, a port that is taken, a folder that cannot be written to, a fault that was refused |
| 3 | inconclusive: too little happened, or a fault touched nothing |
| 4 | the sandbox itself failed |
| 130 | interrupted before there was a verdict, or before all that was asked for had been tried |
`

/** `up` is what the bare flags mean; nobody types it. */
export function commandsPage(up: CommandWords, others: Readonly<Record<string, CommandWords>>): string {
  const root = chapter("watercooler", up, "## watercooler, with flags only")
  const rest = Object.entries(others).map(([id, command]) => {
    const name = id.replaceAll(":", " ")
    return chapter(`watercooler ${name}`, command, `## ${name}`)
  })
  return [head, root, ...rest, codes].join("\n")
}

function chapter(words: string, { summary, description, flags, args, examples = [] }: CommandWords, title: string): string {
  const usage = [words, ...Object.entries(args).map(([name, { required }]) => (required ? name.toUpperCase() : `[${name.toUpperCase()}]`))]
  const inputs = [
    ...Object.entries(args).map(([name, { description = "" }]) => [`\`${name.toUpperCase()}\``, description]),
    ...Object.entries(flags)
      .filter(([, { hidden }]) => hidden !== true)
      .map(([name, flag]) => [`\`${spelling(name, flag)}\``, flag.description ?? ""]),
  ]
  return [
    title,
    `\`${usage.join(" ")}\``,
    summary,
    description,
    inputs.length > 0 ? markdownTable(["", ""], inputs) : undefined,
    examples.length > 0 ? `\`\`\`\n${examples.map(spelt).join("\n")}\n\`\`\`` : undefined,
    "",
  ]
    .filter((part) => part !== undefined)
    .join("\n\n")
    .replace(/\n\n$/, "\n")
}

function spelling(name: string, { char, type, helpValue, allowNo }: Flag): string {
  const long = `--${allowNo ? "[no-]" : ""}${name}`
  const value = type === "boolean" ? "" : ` ${helpValue ?? "VALUE"}`
  return `${char === undefined ? "" : `-${char}, `}${long}${value}`
}

function spelt(example: Example): string {
  const command = (typeof example === "string" ? example : example.command).replaceAll("<%= config.bin %>", "watercooler")
  return typeof example === "string" || example.description === undefined ? command : `${command.padEnd(76)} # ${example.description}`
}

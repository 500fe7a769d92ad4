/** A node's configuration as a page for people: `docs/reference/configuration.md` is printed from the host's table of keys. */
import { type ConfigKey, flagOf } from "@watercooler/host"
import { markdownTable } from "./table.ts"

const head = `# Configuration of a node

This page is printed from \`packages/host/src/config/keys.ts\`; a test keeps it so.

A node process takes its configuration from four places. Later ones win: defaults, file, environment, flags. The file is a JSON object
whose members are the keys below, and is named by \`--config FILE\`. An empty variable of the environment counts as not set. A value that
does not fit is refused with what was seen and what was expected, and the node does not start.

In an office \`watercooler\` writes this file for every node: it lies in the run's folder as \`nodes/<name>/config.json\`.
In flags and variables, lists are separated by commas, booleans are \`true\` or \`false\`, and JSON is JSON.
`

const foot = `## Of the command itself

| variable | means |
|---|---|
| \`WATERCOOLER_HOME\` | Folder of the registry, in which \`watercooler ps\` finds open offices. By default \`.watercooler\` in the home directory |
| \`NO_COLOR\` | No colours |
| \`CI\` | Plain lines in place of the live picture, also on a terminal |
`

export function configurationPage(keys: readonly ConfigKey[]): string {
  const rows = keys.map((key) => [`\`${key.key}\``, `\`${key.env}\``, `\`--${flagOf(key.key)}\``, takes(key), byDefault(key), key.means])
  return `${head}\n${markdownTable(["key", "environment", "flag", "takes", "default", "means"], rows)}\n\n${foot}`
}

function takes({ type, choices, min, max }: ConfigKey): string {
  if (choices !== undefined) return choices.join(", ")
  return type === "integer" && min !== undefined && max !== undefined ? `${counted(min)} to ${counted(max)}` : type
}

function byDefault({ otherwise }: ConfigKey): string {
  if (typeof otherwise === "number") return counted(otherwise)
  if (typeof otherwise === "string") return otherwise === "" ? "" : `\`${otherwise}\``
  return typeof otherwise === "boolean" ? String(otherwise) : `\`${JSON.stringify(otherwise)}\``
}

/** 20000 → 20,000. */
function counted(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",")
}

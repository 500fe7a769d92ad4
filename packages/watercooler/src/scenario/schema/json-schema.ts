/** The published JSON Schema, for completion in editors and for checks by others: `scenario.schema.json`. */
import { z } from "zod"
import { verbNames } from "./faults.ts"
import { scenario } from "./scenario.ts"

type JsonSchema = { [key: string]: unknown }

const LINE_MAX = 140

export function scenarioSchema(): JsonSchema {
  const schema = z.toJSONSchema(scenario, { target: "draft-2020-12", io: "input", reused: "inline" }) as JsonSchema
  const faults = at(schema, "properties", "faults", "items")
  // What zod cannot say: exactly one fault in an entry.
  faults.oneOf = verbNames.map((verb) => ({ required: [verb] }))
  faults.anyOf = ["at", "every", "when"].map((moment) => ({ required: [moment] }))
  return schema
}

/** As our formatter would write it: a list of plain values on one line, where it fits. */
export function printScenarioSchema(): string {
  const text = JSON.stringify(scenarioSchema(), undefined, 2)
  const lists = /^( *)("[^"\n]*": )?\[\n([^[\]{}]*?)\n *\](,?)$/gm
  const printed = text.replace(lists, (whole: string, indent: string, key = "", values: string, comma: string) => {
    const line = `${indent}${key}[${values.trim().replace(/,\n */g, ", ")}]${comma}`
    return line.length <= LINE_MAX ? line : whole
  })
  return `${printed}\n`
}

function at(schema: JsonSchema, ...keys: readonly string[]): JsonSchema {
  return keys.reduce((inner, key) => inner[key] as JsonSchema, schema)
}

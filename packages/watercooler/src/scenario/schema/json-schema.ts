/** The published JSON Schema, for completion in editors and for checks by others: `scenario.schema.json`. */
import { z } from "zod"
import { programScenario } from "../../programs/schema.ts"
import { momentKeys, verbNames } from "./faults.ts"
import { scenario } from "./scenario.ts"

type JsonSchema = { [key: string]: unknown }

const LINE_MAX = 140

/** Both kinds: what has `programs` is about those, everything else about our own nodes. */
export function publishedSchema(): JsonSchema {
  const { $schema, title, description, ...ours } = scenarioSchema()
  const { $schema: _same, ...programs } = programsSchema()
  const what = "In place of `nodes`: programs of somebody else, by name. docs/your-own-node.md is about them."
  return {
    ...{ $schema, title, description, type: "object" },
    properties: { programs: { description: what } },
    if: { required: ["programs"] },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own word; nobody awaits a schema
    then: programs,
    else: ours,
  }
}

export function programsSchema(): JsonSchema {
  const schema = z.toJSONSchema(programScenario, { target: "draft-2020-12", io: "input", reused: "inline" }) as JsonSchema
  exactlyOne(
    schema,
    Object.keys(programScenario.shape.faults.unwrap().element.shape).filter((key) => !momentKeys.includes(key)),
  )
  return schema
}

export function scenarioSchema(): JsonSchema {
  const schema = z.toJSONSchema(scenario, { target: "draft-2020-12", io: "input", reused: "inline" }) as JsonSchema
  exactlyOne(schema, verbNames)
  return schema
}

/** What zod cannot say: exactly one fault in an entry, and a moment. */
function exactlyOne(schema: JsonSchema, verbs: readonly string[]): void {
  const faults = at(schema, "properties", "faults", "items")
  faults.oneOf = verbs.map((verb) => ({ required: [verb] }))
  faults.anyOf = ["at", "every", "when"].map((moment) => ({ required: [moment] }))
}

/** As our formatter would write it: a list of plain values on one line, where it fits. */
export function printScenarioSchema(): string {
  return `${printed(publishedSchema(), "")}\n`
}

function printed(value: unknown, indent: string, before = 0): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value)
  const deeper = `${indent}  `
  if (!Array.isArray(value)) {
    const entries = Object.entries(value).map(
      ([key, inner]) => `${deeper}${JSON.stringify(key)}: ${printed(inner, deeper, key.length + 4)}`,
    )
    return entries.length === 0 ? "{}" : `{\n${entries.join(",\n")}\n${indent}}`
  }
  const line = `[${value.map((inner) => JSON.stringify(inner)).join(", ")}]`
  const isPlain = value.every((inner) => typeof inner !== "object")
  // A comma may follow.
  if (isPlain && indent.length + before + line.length < LINE_MAX) return line
  return `[\n${value.map((inner) => `${deeper}${printed(inner, deeper)}`).join(",\n")}\n${indent}]`
}

function at(schema: JsonSchema, ...keys: readonly string[]): JsonSchema {
  return keys.reduce((inner, key) => inner[key] as JsonSchema, schema)
}

/** Reads a scenario about programs from a file, and says all that is wrong with it at once. */
import { readFileSync, statSync } from "node:fs"
import { dirname, relative, resolve } from "node:path"
import { z } from "zod"
import { BadInput } from "../input/complaint.ts"
import { didYouMean } from "../input/suggest.ts"
import { Objections } from "../scenario/plan/objections.ts"
import { complain } from "../scenario/read/complain.ts"
import { type Path, valueAt } from "../scenario/read/path.ts"
import { withoutMisspelt } from "../scenario/read/shape.ts"
import type { Source } from "../scenario/read/source.ts"
import { FILE_BYTES_MAX, readYaml } from "../scenario/read/yaml.ts"
import { compilePrograms } from "./compile.ts"
import type { ProgramsPlan } from "./plan.ts"
import { type ProgramScenario, programScenario } from "./schema.ts"

/** Whether a file is about programs that are not ours: then it has that word at its root. What cannot be read is for others to complain about. */
export function isAboutPrograms(file: string): boolean {
  try {
    if (statSync(file).size > FILE_BYTES_MAX) return false
    const read = readYaml(readFileSync(file, "utf8"), file)
    return read.ok && typeof read.value === "object" && read.value !== null && "programs" in read.value
  } catch {
    return false
  }
}

/** `here`: the folder that it means, if it is not its own. Throws `BadInput` with all complaints. */
export function loadPrograms(file: string, seed?: string, here = dirname(resolve(file))): ProgramsPlan {
  return readPrograms(readFileSync(file, "utf8"), relative(process.cwd(), file) || file, here, seed)
}

export function readPrograms(text: string, file: string, here: string, seed?: string): ProgramsPlan {
  const read = readYaml(text, file)
  if (!read.ok) throw new BadInput(...read.complaints)
  return planPrograms(read.value, here, seed, read.source)
}

/** The same for an object. */
export function planPrograms(value: unknown, here: string, seed?: string, source?: Source): ProgramsPlan {
  const objections = new Objections()
  const shape = programScenario.safeParse(value)
  if (!shape.success) {
    for (const issue of withoutMisspelt(shape.error.issues, value, keysAt)) objectTo(issue, [], value, objections)
    throw new BadInput(...complain(objections.list, source))
  }
  const words = value as ProgramScenario
  const plan = compilePrograms(words, seed ?? String(words.seed ?? "1"), here, objections)
  if (objections.list.length > 0) throw new BadInput(...complain(objections.list, source))
  return plan
}

/** Of a choice of shapes, those that fit from the outside are looked into. */
function objectTo(issue: z.core.$ZodIssue, before: Path, value: unknown, objections: Objections): void {
  const path = [...before, ...issue.path] as Path
  if (issue.code === "invalid_union") {
    const meant = issue.errors.find(
      (errors) => errors.length > 0 && errors.every(({ code, path: inner }) => inner.length > 0 || code === "unrecognized_keys"),
    )
    if (meant !== undefined) {
      for (const inner of meant) objectTo(inner, path, value, objections)
      return
    }
  }
  const seen = valueAt(value, path)
  const key = path.findLast((step) => typeof step === "string") ?? "the file"
  if (issue.code === "unrecognized_keys")
    for (const word of issue.keys) {
      const known = keysAt(path)
      const near = didYouMean(word, known)
      objections.add(
        [...path, word],
        `there is no \`${word}\` here`,
        `${known.length > 0 ? `one of ${known.join(", ")}` : "a key that is known here"}.${near}`,
        "docs/reference/programs.md, which has them all",
        "key",
      )
    }
  else if (seen === undefined)
    objections.add(path.slice(0, -1), `\`${key}\` is missing`, issue.message, "docs/your-own-node.md, which has an example", "key")
  else
    objections.add(path, `\`${key}\` is ${JSON.stringify(seen).slice(0, 60)}`, issue.message, "docs/your-own-node.md, which has an example")
}

/** The keys that may stand where a path leads to, whatever the place: read off the schema. */
function keysAt(path: Path): readonly string[] {
  let schemas: readonly Schema[] = [z.toJSONSchema(programScenario, { io: "input", reused: "inline", unrepresentable: "any" }) as Schema]
  for (const step of path) schemas = schemas.flatMap(shapes).flatMap((schema) => below(schema, step))
  return [...new Set(schemas.flatMap(shapes).flatMap(({ properties = {} }) => Object.keys(properties)))]
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema | boolean
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
}

/** A choice as what may be chosen. */
function shapes(schema: Schema): readonly Schema[] {
  const choices = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]
  return choices.length === 0 ? [schema] : choices.flatMap(shapes)
}

function below({ additionalProperties, items, properties = {} }: Schema, step: string | number): readonly Schema[] {
  const next = typeof step === "number" ? items : (properties[step] ?? additionalProperties)
  return typeof next === "object" ? [next] : []
}

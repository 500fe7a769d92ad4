/** Walks the schema along a path, to say what may stand there. */
import { z } from "zod"
import type { Path } from "./path.ts"

/** What describes the value at this path; undefined where nothing does. */
export function schemaAt(schema: z.ZodType, path: Path): z.ZodType | undefined {
  let candidates: readonly z.ZodType[] = [schema]
  for (const step of path) candidates = candidates.flatMap((candidate) => bare(candidate).flatMap((option) => inside(option, step)))
  return candidates[0]
}

/** The keys of the objects that may stand there. */
export function keysAt(schema: z.ZodType, path: Path): readonly string[] {
  const found = schemaAt(schema, path)
  const objects = found === undefined ? [] : bare(found).filter((option) => option instanceof z.ZodObject)
  return [...new Set(objects.flatMap((object) => Object.keys(object.shape)))]
}

/** The value of the first example, as a person would write it. */
export function exampleOf(schema: z.ZodType | undefined): string | undefined {
  let at: z.ZodType | undefined = schema
  while (at !== undefined) {
    const [example] = (at.meta()?.examples as readonly unknown[] | undefined) ?? []
    if (example !== undefined) return String(example)
    at = at instanceof z.ZodOptional ? (at.unwrap() as z.ZodType) : undefined
  }
  return undefined
}

/** Without `optional`, and with a choice taken apart. */
function bare(schema: z.ZodType): readonly z.ZodType[] {
  if (schema instanceof z.ZodOptional) return bare(schema.unwrap() as z.ZodType)
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => bare(option as z.ZodType))
  return [schema]
}

function inside(schema: z.ZodType, step: string | number): readonly z.ZodType[] {
  if (schema instanceof z.ZodObject) return step in schema.shape ? [schema.shape[step] as z.ZodType] : []
  if (schema instanceof z.ZodArray) return typeof step === "number" ? [schema.element as z.ZodType] : []
  return schema instanceof z.ZodRecord ? [schema.valueType as z.ZodType] : []
}

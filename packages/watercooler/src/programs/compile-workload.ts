/** The workload of a scenario: who is asked for what, by whom, and whether that client can be asked for it. */
import { existsSync, statSync } from "node:fs"
import { resolve } from "node:path"
import { CLIENT_NAMES, isModule, notAskedOf } from "../histories/clients/open.ts"
import { wrongTemplates } from "../histories/clients/template.ts"
import { functionsOf } from "../histories/functions.ts"
import type { GeneratorName } from "../histories/generators.ts"
import { didYouMean } from "../input/suggest.ts"
import type { Objections } from "../scenario/plan/objections.ts"
import { microsOf } from "../scenario/words.ts"
import type { PlannedDrive, Program } from "./plan.ts"
import type { ProgramScenario } from "./schema.ts"

type WorkloadWords = NonNullable<ProgramScenario["workload"]>

/** `here`: the folder of the scenario, from which a module is named. */
export function driveOf(words: WorkloadWords, programs: readonly Program[], here: string, objections: Objections): PlannedDrive {
  const program = programs.find(({ name }) => name === (words.of ?? programs[0]?.name))
  if (program === undefined && words.of !== undefined)
    objections.add(
      ["workload", "of"],
      `there is no program ${words.of}`,
      `one of ${programs.map(({ name }) => name).join(", ")}`,
      `of: ${programs[0]?.name}`,
    )
  if (program !== undefined && words.port !== undefined && !program.ports.includes(words.port))
    objections.add(
      ["workload", "port"],
      `${program.name} has no port ${words.port}`,
      `one of ${program.ports.join(", ")}`,
      `port: ${program.ports[0]}`,
    )
  checkClient(words, here, objections)
  return {
    workload: words.name as GeneratorName,
    client: words.client,
    program: program?.name ?? "",
    port: words.port ?? program?.ports[0] ?? "",
    ratePerS: words.rate ?? 50,
    concurrency: words.clients ?? 5,
    keyCount: words.keys ?? 5,
    quietMs: microsOf(words.quiet ?? "1s") / 1_000,
    timeoutMs: microsOf(words.timeout ?? "2s") / 1_000,
    ops: Object.entries(words.ops ?? {}).map(([name, asked]) => `${name}=${asked}`),
    value: words.value,
    serializable: words.serializable ?? false,
    isEventual: words.eventual ?? false,
    sentinel: words.sentinel,
    cluster: words.cluster ?? false,
    replicas: words.replicas ?? 1,
  }
}

function checkClient({ client, name, ops, value }: WorkloadWords, here: string, objections: Objections): void {
  const workload = name as GeneratorName
  if (isModule(client)) {
    const file = resolve(here, client)
    if (!existsSync(file) || !statSync(file).isFile())
      objections.add(["workload", "client"], `there is no ${client}`, "a module, from the folder of the scenario", "client: ./client.mjs")
  } else if (!CLIENT_NAMES.some((known) => known === client))
    objections.add(
      ["workload", "client"],
      `there is no client ${client}`,
      `one of ${CLIENT_NAMES.join(", ")}, or a module.${didYouMean(client, CLIENT_NAMES)}`,
      "client: http, or ./client.mjs",
    )
  const strange = notAskedOf(client, workload)
  if (strange.length > 0)
    objections.add(
      ["workload", "client"],
      `${client} cannot be asked to ${strange.join(" or ")}, which ${workload} needs`,
      "another workload, or another client",
      "client: http, or ./client.mjs",
    )
  if (client === "http" && ops === undefined)
    objections.add(
      ["workload"],
      "`client: http` without `ops`",
      `how each function is asked for: ${Object.keys(functionsOf[workload]).join(", ")}`,
      "ops: {read: 'GET {url}/keys/{key}'}",
      "key",
    )
  for (const key of ["ops", "value"] as const)
    if (client !== "http" && (key === "ops" ? ops : value) !== undefined)
      objections.add(["workload", key], `\`${key}\` beside \`client: ${client}\``, "`client: http`, whose it is", "client: http", "key")
  if (value !== undefined && value !== "" && !value.startsWith("/"))
    objections.add(
      ["workload", "value"],
      `\`value\` is ${value.slice(0, 60)}`,
      "a JSON pointer, which begins with /",
      `value: /${value.slice(0, 60)}`,
    )
  if (client !== "http" || ops === undefined) return
  for (const { expected, f, instead, seen } of wrongTemplates(workload, Object.entries(ops)))
    objections.add(
      f === undefined ? ["workload", "ops"] : ["workload", "ops", f],
      seen,
      expected,
      instead,
      f === undefined ? "key" : undefined,
    )
}

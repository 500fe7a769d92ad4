/** Composes a node's configuration: defaults < file < environment < flags. Errors say which of them was wrong, what was seen, what was expected. */
import { readFileSync } from "node:fs"
import type { NodeConfig } from "../process/contract.ts"
import { CONFIG_KEYS, type ConfigKey } from "./keys.ts"

export class ConfigError extends Error {
  override readonly name = "ConfigError"
}

/** `--config FILE`, `--port 8001`, `--log-level=debug`, in any order. */
export function loadConfig(args: readonly string[], environment: Readonly<Record<string, string | undefined>>): NodeConfig {
  const flags = parseFlags(args)
  const file = flags.get("config")
  const fromFile = file === undefined ? {} : readFile(file)
  const config: Record<string, unknown> = {}
  for (const key of CONFIG_KEYS) {
    const flag = flags.get(flagOf(key.key))
    const env = environment[key.env]
    if (flag !== undefined) config[key.key] = parse(key, flag, `--${flagOf(key.key)}`)
    else if (env !== undefined && env !== "") config[key.key] = parse(key, env, key.env)
    else if (key.key in fromFile) config[key.key] = check(key, fromFile[key.key], `${file}: ${key.key}`)
    else config[key.key] = key.otherwise
  }
  return config as unknown as NodeConfig
}

/** `logLevel` → `log-level`. */
export function flagOf(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

function parseFlags(args: readonly string[]): Map<string, string> {
  const known = new Set(["config", ...CONFIG_KEYS.map(({ key }) => flagOf(key))])
  const flags = new Map<string, string>()
  for (let i = 0; i < args.length; i++) {
    const [name, inline] = split(args[i] as string)
    if (name === undefined || !known.has(name))
      throw new ConfigError(`${args[i]} is not a flag of a node; there are: ${[...known].map((flag) => `--${flag}`).join(" ")}`)
    const value = inline ?? args[++i]
    if (value === undefined) throw new ConfigError(`--${name} needs a value`)
    flags.set(name, value)
  }
  return flags
}

function split(arg: string): readonly [name: string | undefined, value: string | undefined] {
  const match = /^--([a-z-]+)(?:=(.*))?$/s.exec(arg)
  return [match?.[1], match?.[2]]
}

function readFile(file: string): Record<string, unknown> {
  let parsed: unknown
  try {
    parsed = JSON.parse(readFileSync(file, "utf8"))
  } catch (error) {
    throw new ConfigError(`the configuration ${file} cannot be read: ${(error as Error).message}`)
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    throw new ConfigError(`the configuration ${file} is not a JSON object`)
  return parsed as Record<string, unknown>
}

function parse(key: ConfigKey, text: string, where: string): unknown {
  if (key.type === "integer") return check(key, /^-?[0-9]+$/.test(text) ? Number(text) : text, where)
  if (key.type === "boolean")
    return check(key, text === "true" || text === "1" ? true : text === "false" || text === "0" ? false : text, where)
  if (key.type === "list") return text.split(",").filter((item) => item !== "")
  if (key.type === "json") {
    try {
      return JSON.parse(text)
    } catch (error) {
      throw new ConfigError(`${where} is not JSON: ${(error as Error).message}`)
    }
  }
  return check(key, text, where)
}

function check(key: ConfigKey, value: unknown, where: string): unknown {
  const problem = problemOf(key, value)
  if (problem !== undefined) throw new ConfigError(`${where} is ${JSON.stringify(value)}, expected ${problem}`)
  return value
}

function problemOf(
  { type, choices, min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER }: ConfigKey,
  value: unknown,
): string | undefined {
  if (type === "integer")
    return Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max
      ? undefined
      : `an integer from ${min} to ${max}`
  if (type === "boolean") return typeof value === "boolean" ? undefined : "true or false"
  if (type === "list") return Array.isArray(value) && value.every((item) => typeof item === "string") ? undefined : "a list of texts"
  if (type === "json") return undefined
  if (typeof value !== "string") return "a text"
  return choices === undefined || choices.includes(value) ? undefined : `one of ${choices.join(", ")}`
}

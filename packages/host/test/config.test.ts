/** Configuration: defaults < file < environment < flags, and errors that say where the mistake is. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { CONFIG_KEYS } from "../src/config/keys.ts"
import { loadConfig } from "../src/config/load.ts"
import { folder } from "./fixtures/start.ts"

describe("configuration", () => {
  test("takes flags over environment over file over defaults", () => {
    const file = join(folder(), "node.json")
    writeFileSync(file, JSON.stringify({ port: 1_111, name: "from-file", logLevel: "error" }))
    const config = loadConfig(["--config", file, "--port=3333"], { PORT: "2222", LOG_LEVEL: "debug" })
    expect(config).toMatchObject({ port: 3_333, name: "from-file", logLevel: "debug", host: "127.0.0.1" })
  })

  test.each([
    [["--port", "many"], {}, '--port is "many", expected an integer from 0 to 65535'],
    [[], { PORT: "-1" }, "PORT is -1, expected an integer from 0 to 65535"],
    [["--store", "cloud"], {}, '--store is "cloud", expected one of sqlite, memory'],
    [["--prot", "1"], {}, "--prot is not a flag of a node"],
    [["--port"], {}, "--port needs a value"],
    [["--settings", "{"], {}, "--settings is not JSON"],
    [["--config", "/nowhere.json"], {}, "/nowhere.json cannot be read"],
  ])("%j with %j is refused in words", (args, environment, words) => {
    expect(() => loadConfig(args as string[], environment as Record<string, string>)).toThrow(words as string)
  })

  test("every key says what it means, and its default is valid", () => {
    const all = CONFIG_KEYS.map(({ key }) => key)
    expect(new Set(all).size).toBe(all.length)
    for (const { means, env } of CONFIG_KEYS) {
      expect(means.length).toBeGreaterThan(10)
      expect(env).toMatch(/^[A-Z_]+$/)
    }
    expect(Object.keys(loadConfig([], {})).sort()).toEqual([...all].sort())
  })
})

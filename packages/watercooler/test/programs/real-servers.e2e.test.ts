/** The servers that are installed here, each in the storms that ship for it. One after the other: each of them is a cluster that wants to keep its time. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { knownServers, missingOf, packageOf } from "../../src/programs/known.ts"
import { openDesk } from "../fixtures/cli.ts"

const root = fileURLToPath(new URL("../../../../", import.meta.url))

describe("real servers", () => {
  for (const file of readdirSync(join(root, "scenarios/real"))) {
    const server = knownServers.find(({ name }) => file.startsWith(name))
    const missing = server === undefined ? ["a server that is known"] : missingOf(server)
    const because =
      missing.length === 0 ? "" : ` (not installed: ${missing.join(", ")}; apt-get install ${missing.map(packageOf).join(" ")})`
    const text = readFileSync(join(root, "scenarios/real", file), "utf8")

    test(`${file} has at most thirty lines`, () => {
      expect(text.trimEnd().split("\n").length).toBeLessThanOrEqual(30)
    })

    test.skipIf(missing.length > 0)(`${file} goes as it expects${because}`, async () => {
      await using desk = openDesk({ stub: false })
      mkdirSync(join(desk.cwd, "real"))
      copyFileSync(join(root, "scenarios/real", file), join(desk.cwd, "real", file))
      // Inconclusive is no answer of the server's: a connection was gone before anybody could say whose it was. It is asked again then.
      let { code, out } = await desk.run("run", `real/${file}`)
      for (let again = 0; code === 3 && again < 2; again++) ({ code, out } = await desk.run("run", `real/${file}`))
      expect(code, out).toBe(0)
      if (file.startsWith("redis")) expect(out).toMatch(/✗ history {2}\d+ lost/)
      if (file.includes("serializable")) expect(out).toMatch(/✗ history {2}not linearizable/)
      expect(out).not.toContain("nobody's")
    })
  }
})

/** Bundles the command and the processes apart: a node process never loads oclif, and every process starts from few files. */
import { existsSync } from "node:fs"
import { defineConfig } from "rolldown"

const processes = Object.fromEntries(
  ["node", "work", "sauron", "boss"]
    .map((name) => [`processes/${name}`, `src/processes/${name}.ts`] as const)
    .filter(([, file]) => existsSync(file)),
)

export default defineConfig([
  {
    input: { cli: "src/cli.ts", commands: "src/commands/index.ts" },
    platform: "node",
    output: { dir: "dist", format: "esm", chunkFileNames: "chunks/[name]-[hash].js", minify: "dce-only" },
  },
  {
    input: processes,
    platform: "node",
    output: { dir: "dist", format: "esm", chunkFileNames: "processes/chunks/[name]-[hash].js", minify: "dce-only" },
  },
])

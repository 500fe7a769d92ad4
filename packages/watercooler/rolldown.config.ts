/** Bundles the command and the processes apart: a node process never loads oclif, and every process starts from few files. */
import { defineConfig } from "rolldown"

/** Built beside `dist` and moved there when it is whole: see scripts/build.mjs. */
const dir = process.env.WATERCOOLER_DIST ?? "dist-new"

const processes = Object.fromEntries(
  ["node", "work", "sauron", "boss", "switchboard"].map((name) => [`processes/${name}`, `src/processes/${name}.ts`]),
)

/** Our rooms do nothing by being imported, so what is not used of them is left out, with all that it would bring along. */
const treeshake = { moduleSideEffects: [{ test: /\/packages\/(?!watercooler\/)[a-z-]+\/src\//, sideEffects: false }] }

export default defineConfig([
  {
    input: {
      cli: "src/cli.ts",
      commands: "src/commands/index.ts",
      "simulate-thread": "src/simulation/thread.ts",
      "once-thread": "src/simulation/once-thread.ts",
      "shrink-thread": "src/shrink/thread.ts",
      index: "src/api/index.ts",
      vitest: "src/api/vitest.ts",
    },
    external: ["vitest"],
    platform: "node",
    treeshake,
    output: { dir, format: "esm", chunkFileNames: "chunks/[name]-[hash].js", minify: "dce-only" },
  },
  {
    input: processes,
    platform: "node",
    treeshake,
    output: { dir, format: "esm", chunkFileNames: "processes/chunks/[name]-[hash].js", minify: "dce-only" },
  },
])

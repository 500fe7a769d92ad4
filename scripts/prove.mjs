// `npm run prove [-- files]`: the long proofs, whole. Sets up, builds, runs every *.proof.test.ts, and writes what was shown into proof.json.
import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, relative } from "node:path"
import { build, environment, install, node, root } from "./setup.mjs"

install()
build()
const folder = mkdtempSync(join(tmpdir(), "watercooler-prove-"))
const told = join(folder, "told.json")
// Ctrl-C is the tests' to hear: when they have ended, what they and we left is removed.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => {})
try {
  const files = process.argv.slice(2)
  const proving = spawn(
    node(),
    [
      join(root, "node_modules", "vitest", "vitest.mjs"),
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${told}`,
      ...(files.length > 0 ? files : [".proof.test.ts", ".proof.e2e.test.ts"]),
    ],
    { cwd: root, env: { ...environment, WATERCOOLER_PROVE: "whole", TMPDIR: folder }, stdio: "inherit" },
  )
  const [status, signal] = await once(proving, "exit")
  if (!existsSync(told)) {
    process.stderr.write("Interrupted: nothing was proved.\n")
    process.exitCode = signal === null ? status || 130 : 130
  } else {
    writeFileSync(join(root, "proof.json"), `${JSON.stringify(proof(JSON.parse(readFileSync(told, "utf8"))), undefined, 2)}\n`)
    process.stderr.write("Written: proof.json\n")
    process.exitCode = status ?? 1
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** What was shown, by which code and on which Node; a proof that nobody can date is none. */
function proof({ success, startTime, testResults }) {
  const shown = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, status, duration, failureMessages }) => ({
      file: relative(root, name).replaceAll("\\", "/"),
      claim: fullName,
      result: status,
      seconds: Math.round(duration ?? 0) / 1_000,
      ...(failureMessages.length > 0 ? { failures: failureMessages.map((message) => message.slice(0, 4_000)) } : {}),
    })),
  )
  const git = spawnSync("git", ["describe", "--always", "--dirty", "--abbrev=12"], { cwd: root, encoding: "utf8" })
  const version = spawnSync(node(), ["--version"], { encoding: "utf8" }).stdout.trim()
  return { proved: success, at: new Date(startTime).toISOString(), code: git.stdout?.trim() || null, node: version, shown }
}

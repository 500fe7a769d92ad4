/** What is done once when all programs are there, and before anybody asks anything of them: the command that makes a cluster of servers. */
import { join } from "node:path"
import { ProgramFailure } from "../office/failure.ts"
import { lastWords } from "../office/last-words.ts"
import type { Office } from "../office/office.ts"
import { startProgram } from "../office/spawn.ts"
import { CLIENTS } from "../office/wiring.ts"
import { ownEnvironment } from "./environment.ts"
import { gapsOutside, type Places } from "./places.ts"
import type { ProgramsPlan } from "./plan.ts"
import { fill } from "./template.ts"

const COMMAND_MS_MAX = 60_000

/** `guests`: who else may dial the programs. A command is one of the clients while it runs. Throws `ProgramFailure` with its last words. */
export async function setUp(office: Office, { here, programs }: ProgramsPlan, places: Places, guests: Map<number, string>): Promise<void> {
  const { folder, warden } = office.parts
  for (const program of programs) {
    const gaps = gapsOutside(program, places, here)
    for (const [at, words] of program.setup.entries()) {
      const [file = "", ...args] = words.map((word) => fill(word, gaps))
      const outputFile = join(folder.processes, `setup-${program.name}-${at + 1}.log`)
      const running = startProgram({ file, args, cwd: process.cwd(), env: ownEnvironment(), outputFile }, warden)
      guests.set(running.id.pid, CLIENTS)
      let isLate = false
      const patience = setTimeout(() => {
        isLate = true
        running.signal("SIGKILL")
      }, COMMAND_MS_MAX)
      const { exitCode, signal } = await running.ended
      clearTimeout(patience)
      guests.delete(running.id.pid)
      if (exitCode === 0) continue
      const how = isLate ? `had not ended after ${COMMAND_MS_MAX / 1_000} s` : `ended with ${signal ?? `exit code ${exitCode}`}`
      throw new ProgramFailure(`the setup of ${program.name}, ${[file, ...args].join(" ").slice(0, 200)}, ${how}${lastWords(outputFile)}`)
    }
  }
}

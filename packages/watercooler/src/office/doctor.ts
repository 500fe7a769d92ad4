/** What an office needs of a machine, looked at one by one. */

import { spawnSync } from "node:child_process"
import { accessSync, constants, existsSync } from "node:fs"
import { availableParallelism, freemem } from "node:os"
import { canTellDiallers } from "../programs/dialler.ts"
import { findProgram, knownServers, missingOf, packageOf } from "../programs/known.ts"
import { processEntry } from "./package-root.ts"
import { ephemeralFloor, isPortFree, nodePortDefault, sauronPortDefault } from "./ports.ts"
import { watercoolerHome } from "./registry.ts"

export interface Diagnosis {
  readonly what: string
  /** worse: an office runs, with less. bad: it does not run. */
  readonly is: "good" | "worse" | "bad"
  readonly detail: string
}

const mebibyte = 1024 * 1024
/** What a node takes, its share of what all nodes share included. */
const nodeMebibytes = 70

export async function examine(): Promise<readonly Diagnosis[]> {
  return [node(), programs(), shell(), deathSignal(), home(), memory(), await ports(), diallers(), ...servers()]
}

function node(): Diagnosis {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number)
  const enough = major > 22 || (major === 22 && minor >= 18)
  return {
    what: "node",
    is: enough ? "good" : "bad",
    detail: `${process.version} at ${process.execPath}${enough ? "" : "; 22.18 or newer is needed"}`,
  }
}

function programs(): Diagnosis {
  const missing = (["node", "sauron", "boss"] as const).filter((kind) => !existsSync(processEntry(kind)))
  if (missing.length === 0) return { what: "programs", is: "good", detail: "node, sauron and boss are built" }
  return { what: "programs", is: "bad", detail: `not built: ${missing.join(", ")}; run npm run build` }
}

/** One port for everybody in front of a program needs to know who has dialled it. */
function diallers(): Diagnosis {
  return canTellDiallers
    ? { what: "diallers", is: "good", detail: "who dials a program is found out: reach: per-node works" }
    : { what: "diallers", is: "worse", detail: "only Linux tells who dials a program: reach: per-dialler works, per-node does not" }
}

/** Programs of others that our scenarios and examples are about. An office runs without them. */
function servers(): readonly Diagnosis[] {
  return knownServers.map((server) => {
    const { name: what, needs, runs } = server
    const missing = missingOf(server)
    if (missing.length === 0) return { what, is: "good", detail: `${needs.map(findProgram).join(", ")}: watercooler run ${runs}` }
    const packages = [...new Set(missing.map(packageOf))].join(" ")
    const detail = `${missing.join(", ")}: not there, so ${runs} cannot be run; on Debian: apt-get install ${packages}`
    return { what, is: "worse", detail }
  })
}

function shell(): Diagnosis {
  const works = spawnSync("sh", ["-c", "exit 0"], { stdio: "ignore" }).status === 0
  return {
    what: "warden",
    is: works ? "good" : "bad",
    detail: works ? "sh is there to guard the office" : "there is no sh, and without it paused nodes would survive a crash",
  }
}

function deathSignal(): Diagnosis {
  const works = spawnSync("setpriv", ["--pdeathsig", "KILL", "true"], { stdio: "ignore" }).status === 0
  return {
    what: "setpriv",
    is: works ? "good" : "worse",
    detail: works ? "the kernel ends nodes with their supervisor" : "not there: the warden alone ends nodes whose supervisor crashed",
  }
}

function home(): Diagnosis {
  try {
    const folder = watercoolerHome()
    accessSync(folder, constants.W_OK)
    return { what: "registry", is: "good", detail: folder }
  } catch (error) {
    return { what: "registry", is: "bad", detail: `${(error as Error).message}; name a folder in WATERCOOLER_HOME` }
  }
}

function memory(): Diagnosis {
  const nodes = Math.floor(freemem() / mebibyte / nodeMebibytes)
  return {
    what: "machine",
    is: nodes >= 10 ? "good" : "worse",
    detail: `${availableParallelism()} processors, memory for about ${nodes} nodes`,
  }
}

async function ports(): Promise<Diagnosis> {
  const free = (await isPortFree(nodePortDefault)) && (await isPortFree(sauronPortDefault))
  const detail = free
    ? `${nodePortDefault} and ${sauronPortDefault} are free`
    : `${nodePortDefault} or ${sauronPortDefault} is in use: the next free range is taken`
  return { what: "ports", is: free ? "good" : "worse", detail: `${detail}; the system's own begin at ${ephemeralFloor()}` }
}

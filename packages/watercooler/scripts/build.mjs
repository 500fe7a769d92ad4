// Builds dist/: the bundles, and the files of Sauron's view. An office that is open goes on with the build it began with.
import { execFileSync, spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { minifySync } from "rolldown/utils"
import { buildWeb } from "../../sauron/web/build.mjs"
import { frugality } from "../src/office/frugality.ts"

const root = join(dirname(fileURLToPath(import.meta.url)), "..")
// By number, so that two builds at once do not write into each other.
const fresh = join(root, `dist-new-${process.pid}`)
const dist = join(root, "dist")
/** What no build of this long has made is removed: no office is expected to be open for longer. */
const keepMs = 24 * 3_600_000

try {
  await bundle()
  slim(join(fresh, "processes"))
  nameByContent(join(fresh, "processes"))
  publish()
  forgetOld()
} finally {
  rmSync(fresh, { recursive: true, force: true })
}
warmUp()

async function bundle() {
  const rolldown = join(dirname(createRequire(import.meta.url).resolve("rolldown/package.json")), "bin/cli.mjs")
  const quiet = { cwd: root, stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, WATERCOOLER_DIST: fresh } }
  execFileSync(process.execPath, [rolldown, "--config", "rolldown.config.ts"], quiet)
  await buildWeb(join(fresh, "web"))
}

/**
 * Every process keeps the text of what it runs in memory, and of a text with a single character beyond Latin-1 two bytes for each. So all of it
 * becomes ASCII, and libraries go without their blanks and comments; our own code keeps its lines, for those who read a stack trace.
 */
function slim(folder) {
  for (const file of filesIn(folder).filter((name) => name.endsWith(".js"))) {
    const path = join(folder, file)
    const text = readFileSync(path, "utf8")
    const isOfLibraries = text.length > 100_000
    const { code } = isOfLibraries
      ? minifySync(file, text, { module: true, compress: false, mangle: false, codegen: true })
      : { code: text }
    if (/String\.raw/.test(code)) throw new Error(`${file} holds String.raw, in which escapes would change what is said`)
    writeFileSync(
      path,
      code.replace(/[^\0-\x7f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`),
    )
  }
}

/** The programs of the processes go into a folder that is called like what is in it; `current` says which one is new. */
function nameByContent(folder) {
  const hash = createHash("sha256")
  for (const file of filesIn(folder)) hash.update(`${file}\0`).update(readFileSync(join(folder, file)))
  const name = hash.digest("hex").slice(0, 12)
  const aside = `${folder}-aside`
  renameSync(folder, aside)
  mkdirSync(folder)
  renameSync(aside, join(folder, name))
  writeFileSync(join(folder, "current"), `${name}\n`)
}

/** Each file takes its place at once, and what refers to others comes after them: whoever starts meanwhile finds one whole build. */
function publish() {
  const entries = ["simulate-thread.js", "commands.js", "cli.js", join("processes", "current")]
  const files = filesIn(fresh)
  const now = new Date()
  for (const file of [...files.filter((name) => !entries.includes(name)), ...entries]) {
    const target = join(dist, file)
    mkdirSync(dirname(target), { recursive: true })
    copyFileSync(join(fresh, file), `${target}.${process.pid}`)
    utimesSync(`${target}.${process.pid}`, now, now)
    renameSync(`${target}.${process.pid}`, target)
  }
}

function forgetOld() {
  const own = new Set(filesIn(fresh))
  for (const file of filesIn(dist)) {
    const path = join(dist, file)
    if (!own.has(file) && Date.now() - statSync(path).mtimeMs > keepMs) rmSync(path, { force: true })
  }
  for (const folder of foldersIn(dist).reverse()) if (readdirSync(folder).length === 0) rmdirSync(folder)
}

/** The first start of every program fills its compile cache; so the first start of a user is as quick as every other. */
function warmUp() {
  const programs = join("dist", "processes", readFileSync(join(dist, "processes", "current"), "utf8").trim())
  const starts = [
    ["bin/run.js", "faults"],
    // Code compiled under other flags is another cache entry.
    [...frugality.flags, join(programs, "node.js")],
    [join(programs, "sauron.js")],
    [join(programs, "boss.js")],
  ]
  for (const args of starts) {
    const env = { ...process.env, NODE_COMPILE_CACHE: join(dist, "compile-cache") }
    spawnSync(process.execPath, args, { cwd: root, env, stdio: "ignore", timeout: 20_000 })
  }
}

/** Relative to the folder, sorted. */
function filesIn(folder) {
  return entriesIn(folder)
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}

/** Parents before children. */
function foldersIn(folder) {
  return entriesIn(folder)
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

function entriesIn(folder) {
  return existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : []
}

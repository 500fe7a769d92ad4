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

const root = join(dirname(fileURLToPath(import.meta.url)), "..")
// By number, so that two builds at once do not write into each other.
const fresh = join(root, `dist-new-${process.pid}`)
const dist = join(root, "dist")
/** What no build of this long has made is removed: no office is expected to be open for longer. */
const keepMs = 24 * 3_600_000

try {
  bundle()
  nameByContent(join(fresh, "processes"))
  publish()
  forgetOld()
} finally {
  rmSync(fresh, { recursive: true, force: true })
}
warmUp()

function bundle() {
  const rolldown = join(dirname(createRequire(import.meta.url).resolve("rolldown/package.json")), "bin/cli.mjs")
  const quiet = { cwd: root, stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, WATERCOOLER_DIST: fresh } }
  execFileSync(process.execPath, [rolldown, "--config", "rolldown.config.ts"], quiet)
  const writeWeb = `import("@watercooler/sauron").then(({ writeWeb }) => writeWeb(process.env.WATERCOOLER_DIST + "/web"))`
  execFileSync(process.execPath, ["--disable-warning=ExperimentalWarning", "-e", writeWeb], quiet)
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
  const entries = ["commands.js", "cli.js", join("processes", "current")]
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
  for (const [entry, ...args] of [["bin/run.js", "faults"], ...["node", "sauron", "boss"].map((name) => [join(programs, `${name}.js`)])]) {
    const env = { ...process.env, NODE_COMPILE_CACHE: join(dist, "compile-cache") }
    spawnSync(process.execPath, [entry, ...args], { cwd: root, env, stdio: "ignore", timeout: 20_000 })
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

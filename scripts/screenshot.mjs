// `node scripts/screenshot.mjs [seed]`: opens an office of real processes, cuts its wires for a while, photographs Sauron's page while its chain
// is forked, and afterwards records the run from `watercooler watch`, for the README. Needs Node 24 and a build (`npm run build`).
import { spawn } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { openBrowser } from "../packages/sauron/test/browser.ts"
import { animation } from "./animation.mjs"
import { root } from "./setup.mjs"

const picture = join(root, "docs/images/sauron.png")
const recording = join(root, "docs/images/sauron-replay.png")
const [seed = "office"] = process.argv.slice(2)
const waitMsMax = 60_000

const cwd = mkdtempSync(join(tmpdir(), "watercooler-screenshot-"))
const children = new Set()
mkdirSync(join(root, "docs/images"), { recursive: true })
const browser = await openBrowser()
try {
  const flags = [
    "-x",
    "6",
    "-y",
    "1",
    "--misdeeds",
    "forged-signature",
    "--sauron",
    "--auto",
    "--seed",
    seed,
    "--duration",
    "18s",
    "--dir",
    join(cwd, "run"),
  ]
  const office = command(...flags)
  await office.says("storm begins")
  const { page, url } = await liveView(/http:\S+/.exec(office.out())[0])
  await page.getByText("Banned").waitFor({ timeout: waitMsMax })
  // It answers when the wires are whole again; that is too late for a picture.
  const cut = command("cut", "b1,b2", "--for", "5s").ended
  await page.getByText("The chain is forked.", { exact: false }).waitFor({ timeout: waitMsMax })
  await page.waitForFunction(() => document.querySelectorAll('.nodes .mark[data-chain="1"]').length >= 2, undefined, { timeout: waitMsMax })
  await page.waitForTimeout(900)
  await page.screenshot({ path: picture })
  say(picture, url)
  await page.context().close()
  await cut
  const { code } = await office.ended
  if (code !== 0) process.stderr.write(`The office ended with ${code}:\n${office.out()}\n`)

  const watch = command("watch", join(cwd, "run"))
  await watch.says("until Ctrl-C")
  await record(/http:\S+/.exec(watch.out())[0])
  watch.child.kill("SIGINT")
  await watch.ended
} finally {
  await browser.close()
  for (const child of children) child.kill("SIGINT")
  rmSync(cwd, { recursive: true, force: true })
}

async function liveView(url) {
  const context = await browser.newContext({ locale: "en-US", viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  await page.goto(url)
  await page.getByText("live", { exact: true }).waitFor()
  return { page, url }
}

/** The whole page, a little smaller, a picture for each third of a second of the run: slowly while the wires are cut. */
async function record(url) {
  const context = await browser.newContext({ locale: "en-US", viewport: { width: 1280, height: 800 }, deviceScaleFactor: 0.6 })
  const page = await context.newPage()
  await page.goto(url)
  await page.getByText("recorded", { exact: true }).waitFor()
  const end = Number(await page.getByRole("slider").getAttribute("aria-valuemax"))
  const pictures = []
  for (let ms = 1_500; ms < end; ms += Math.max(350, Math.round(end / 28))) {
    await page.evaluate((t) => {
      location.hash = `t=${t}ms`
    }, ms)
    await page.waitForFunction((t) => Math.abs(Number(document.querySelector("[role=slider]").getAttribute("aria-valuenow")) - t) < 2, ms)
    await page.waitForTimeout(160)
    pictures.push(await page.screenshot({ timeout: waitMsMax }))
  }
  const pauses = pictures.map((_, at) => (at === pictures.length - 1 ? 2_500 : 160))
  writeFileSync(recording, animation(pictures, pauses))
  say(recording, `${pictures.length} pictures`)
}

function command(...args) {
  const child = spawn(process.execPath, [join(root, "packages/watercooler/bin/run.js"), ...args], {
    cwd,
    env: { ...process.env, WATERCOOLER_HOME: join(cwd, "home") },
    stdio: ["ignore", "pipe", "pipe"],
  })
  children.add(child)
  let said = ""
  const listeners = new Set()
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => {
      said += text
      for (const listener of listeners) listener()
    })
  const ended = new Promise((resolve) =>
    child.on("exit", (code) => {
      children.delete(child)
      resolve({ code })
    }),
  )
  const says = (words) =>
    new Promise((resolve, reject) => {
      const look = () => said.includes(words) && resolve()
      listeners.add(look)
      look()
      ended.then(() => reject(new Error(`it ended without saying "${words}":\n${said}`)))
    })
  return { child, ended, says, out: () => said }
}

function say(file, what) {
  process.stderr.write(`${file}: ${Math.ceil(statSync(file).size / 1024)} KiB, ${what}\n`)
}

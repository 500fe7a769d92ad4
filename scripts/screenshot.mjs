// `node scripts/screenshot.mjs [seed]`: opens an office, waits until there is something to see, and photographs Sauron's view
// for the README. Needs Node 24 and a build (`npm run build`).
import { spawn } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { openBrowser, openPage } from "../packages/sauron/test/browser.ts"
import { root } from "./setup.mjs"

const picture = join(root, "docs/images/sauron.png")
const [seed = "office"] = process.argv.slice(2)
const secondsMax = 60

const cwd = mkdtempSync(join(tmpdir(), "watercooler-screenshot-"))
const flags = ["-x", "6", "-y", "2", "--sauron", "--boss", "--auto", "--seed", seed]
const office = spawn(process.execPath, [join(root, "packages/watercooler/bin/run.js"), ...flags], {
  cwd,
  env: { ...process.env, WATERCOOLER_HOME: join(cwd, "home") },
  stdio: ["ignore", "pipe", "inherit"],
})
const ended = new Promise((resolve) => office.on("exit", resolve))
const browser = await openBrowser()
try {
  const url = await sauronUrl()
  const { page } = await openPage(browser, { width: 1280, height: 1000 })
  await page.goto(url)
  await page.getByText("live", { exact: true }).waitFor()
  if (!(await isWorthSeeing(url)))
    process.stderr.write(`After ${secondsMax} s there is still no ban and nobody away; photographed all the same.\n`)
  mkdirSync(join(root, "docs/images"), { recursive: true })
  await page.screenshot({ path: picture })
  process.stderr.write(`${picture}: ${Math.ceil(statSync(picture).size / 1024)} KiB\n`)
} finally {
  await browser.close()
  office.kill("SIGINT")
  await ended
  rmSync(cwd, { recursive: true, force: true })
}

/** Where this office's Sauron is, once the storm has begun. */
function sauronUrl() {
  return new Promise((resolve, reject) => {
    let said = ""
    office.stdout.setEncoding("utf8").on("data", (text) => {
      said += text
      if (said.includes("storm begins")) resolve(/http:\S+/.exec(said)?.[0])
    })
    office.on("exit", () => reject(new Error(`the office ended before its storm:\n${said}`)))
  })
}

/** Somebody has been banned, a few blocks are there, and the Boss has somebody away right now. */
async function isWorthSeeing(url) {
  for (let tries = 0; tries < secondsMax * 5; tries++) {
    const { totals, nodes } = await (await fetch(`${url}/api/summary`)).json()
    if (totals.bans > 3 && totals.blocks > 12 && totals.faults > 6 && nodes.down > 0) return true
    await sleep(200)
  }
  return false
}

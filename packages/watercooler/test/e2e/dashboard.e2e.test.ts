/** The dashboard as its users have it: on a real office, on a recorded run, and out of a file. In a real browser. */
import { existsSync, mkdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import type { Browser, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest"
import { accessibilityFindings, openBrowser, openPage } from "../../../sauron/test/browser.ts"
import { type Desk, openDesk } from "../fixtures/cli.ts"

const root = fileURLToPath(new URL("../../../../", import.meta.url))
const pictures = join(root, "artifacts")
const wide = { width: 1280, height: 800 }
const scenario = (name: string) => join(root, "scenarios", `${name}.yaml`)

let browser: Browser
let desk: Desk
beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  browser = await openBrowser()
})
afterAll(() => browser.close())
beforeEach(() => {
  desk = openDesk({ stub: false })
})
afterEach(() => desk[Symbol.asyncDispose]())

const photograph = (page: Page, name: string) => page.screenshot({ path: join(pictures, `dashboard-${name}.png`) })
const addressIn = (words: string) => /http:\S+/.exec(words)?.[0] ?? ""
const row = (page: Page, name: string) => page.locator(".nodes li", { hasText: name })
const did = (page: Page, words: string) => page.locator(".desk-log li", { hasText: words }).first().waitFor()

/** Which chains the nodes that are up follow, as the list beside every view shows them. */
async function chainsOf(page: Page): Promise<readonly string[]> {
  const chains = await page
    .locator(".nodes .mark:not(.down)")
    .evaluateAll((marks) => marks.map((mark) => (mark as SVGElement).dataset.chain ?? ""))
  return [...new Set(chains)].sort()
}

async function seek(page: Page, seconds: number): Promise<void> {
  await page.evaluate((t) => {
    location.hash = `t=${t}s`
  }, seconds)
  await page.locator(".now", { hasText: new RegExp(`^(${seconds.toFixed(1)} s|\\d+:\\d+\\.\\d) of`) }).waitFor()
  await page.waitForFunction(
    (t) => Math.abs(Number(document.querySelector("[role=slider]")?.getAttribute("aria-valuenow")) - t * 1_000) < 2,
    seconds,
  )
}

test("a real office: nodes appear, are fired and hired by button, paid, filtered, and what was done is saved as a scenario", async () => {
  const office = desk.start("-x", "4", "-y", "1", "--misdeeds", "forged-signature", "--sauron", "--auto", "--difficulty", "10")
  await office.says("storm begins")
  const { page, complaints } = await openPage(browser, wide)
  await page.goto(addressIn(office.out()))
  await page.locator(".nodes .mark.alive").nth(4).waitFor()
  await page.getByText("live", { exact: true }).waitFor()

  await page.getByRole("tab", { name: "Boss's desk" }).click()
  await page.getByLabel("Token").fill("not the token")
  await page.getByRole("button", { name: "Sit down" }).click()
  await page.getByText("That is not this run's token.").waitFor()
  const [dir = ""] = desk.runDirs()
  const token = readFileSync(join(dir, "token"), "utf8").trim()
  await page.getByLabel("Token").fill(token)
  await page.getByRole("button", { name: "Sit down" }).click()
  await page.getByRole("button", { name: "Fire bigload-2" }).click()
  await did(page, "fire b2: touched 1 process")
  await row(page, "bigload-2").getByText("down").waitFor()
  await page.getByRole("button", { name: "Pause bigload-3" }).click()
  await row(page, "bigload-3").getByText("paused").waitFor()
  await photograph(page, "desk")
  expect(await accessibilityFindings(page)).toEqual([])
  await page.getByRole("button", { name: "Hire bigload-2" }).click()
  await did(page, "hire b2: touched 1 process")
  await page.getByRole("button", { name: "Resume bigload-3" }).click()
  await did(page, "resume b3: touched 1 process")
  await page.getByRole("button", { name: "Pay" }).click()
  await did(page, "pays b2 5")
  await page.getByRole("button", { name: "furious" }).click()
  await did(page, "no Boss is at work here")
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save as scenario" }).click()])
  const saved = readFileSync(await download.path(), "utf8")
  expect(saved).toMatch(/fire: bigload-2/)
  expect(saved).toMatch(/pause: bigload-3/)

  await page.getByRole("tab", { name: "Requests" }).click()
  await page.locator(".rows li").nth(5).waitFor()
  await page.locator("select[name=node]").selectOption("bigload-4")
  await page.locator("input[name=text]").fill("/block")
  await page.waitForFunction(() => {
    const nodes = [...document.querySelectorAll(".rows .node")].map((node) => node.textContent)
    return nodes.length > 0 && nodes.every((name) => name === "b4")
  })
  await photograph(page, "requests")
  await page.getByRole("tab", { name: "Numbers" }).click()
  await page.getByRole("heading", { name: /^Processor/ }).waitFor()
  await photograph(page, "numbers")

  // An office in which nobody misbehaved has shown nothing about liars: it is not closed before somebody has.
  const banned = () =>
    [1, 4].some((each) => readFileSync(join(dir, "nodes", `bigload-${each}`, "journal.ndjson"), "utf8").includes('"note":"banned"'))
  await expect.poll(banned, { timeout: 30_000 }).toBe(true)
  office.signal("SIGINT")
  await page.getByRole("tab", { name: "Verdict" }).click()
  await page.getByRole("heading", { name: /passed|violated|inconclusive/ }).waitFor()
  expect((await office.ended).code, office.err()).toBe(0)
  await page.getByText("Sauron is away.", { exact: false }).waitFor()
  // The token was in this page's memory, and is in nothing that it left.
  expect(page.url()).not.toContain(token)
  expect(await page.content()).not.toContain(token)
  // What Sauron's going away does to a socket is said on the console, and so is every refusal; neither is a mistake of the page.
  expect(complaints.filter((words) => !/ERR_CONNECTION|WebSocket|status of 40[19]/.test(words))).toEqual([])
  await page.context().close()
})

test("a real office: wires are cut by hand and there are two colours; they are healed, and there is one", async () => {
  const office = desk.start("-x", "4", "--sauron", "--auto", "--difficulty", "11")
  await office.says("storm begins")
  const { page, complaints } = await openPage(browser, wide)
  await page.goto(`${addressIn(office.out())}#view=desk`)
  await page.locator(".nodes .mark.alive").nth(3).waitFor()
  const [dir = ""] = desk.runDirs()
  await page.getByLabel("Token").fill(readFileSync(join(dir, "token"), "utf8").trim())
  await page.getByRole("button", { name: "Sit down" }).click()
  await page.getByRole("checkbox", { name: "b1" }).check()
  await page.getByRole("checkbox", { name: "b2" }).check()
  await page.getByLabel("For seconds, or empty").fill("")
  await page.getByRole("button", { name: "Cut", exact: true }).click()
  await page.getByRole("heading", { name: "Under way" }).waitFor()
  await page.getByRole("tab", { name: "Network" }).click()
  await page.getByText("The chain is forked.", { exact: false }).waitFor()
  await page.waitForFunction(() => {
    const chains = [...document.querySelectorAll<SVGElement>(".nodes .mark")].map((mark) => mark.dataset.chain)
    return chains[0] === chains[1] && chains[2] === chains[3] && chains[0] !== chains[2]
  })
  await photograph(page, "cut-by-hand")
  await page.getByRole("tab", { name: "Boss's desk" }).click()
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save as scenario" }).click()])
  expect(readFileSync(await download.path(), "utf8")).toMatch(/cut:/)
  await page.getByRole("button", { name: "Heal everything" }).click()
  await page.getByText("No wire is cut or slow.").waitFor()
  await page.getByRole("tab", { name: "Network" }).click()
  await page.getByText("Everybody follows one chain.", { exact: false }).waitFor()
  // Work goes on, so the next fork may come at any moment, and go as soon.
  await expect.poll(async () => (await chainsOf(page)).filter((chain) => chain !== "none").length).toBe(1)
  expect(complaints).toEqual([])
  await page.context().close()
  office.signal("SIGINT")
  expect((await office.ended).code, office.out() + office.err()).toBe(0)
})

test("`watch`: the scrubber moves the whole page: a cut shows two colours, healed it shows one, and back again", async () => {
  expect((await desk.run("simulate", scenario("fork-and-heal"), "--dir", "run")).code).toBe(0)
  const watching = desk.start("watch", "run", "--at", "40s")
  await watching.says("until Ctrl-C")
  const { page, complaints } = await openPage(browser, wide)
  await page.goto(addressIn(watching.out()))
  await page.getByText("recorded", { exact: true }).waitFor()
  await seek(page, 40)
  expect(await chainsOf(page)).toEqual(["0", "1"])
  await page.getByText("cut b1 b2 | b3 b4 b5", { exact: false }).waitFor()
  await photograph(page, "cut")
  // In this run b1 and b2 win. Their chain keeps its colour, and the others join it.
  const winner = await row(page, "bigload-1").locator(".mark").getAttribute("data-chain")
  await seek(page, 70)
  expect(await chainsOf(page)).toEqual([winner])
  await page.getByText("Everybody follows one chain.", { exact: false }).waitFor()
  await seek(page, 40)
  expect(await chainsOf(page)).toHaveLength(2)

  // By keyboard, and by the pointer.
  const slider = page.getByRole("slider", { name: "Moment of the run" })
  const valueNow = async () => Number(await slider.getAttribute("aria-valuenow"))
  await slider.focus()
  await page.keyboard.press("Home")
  await page.waitForFunction(() => document.querySelector("[role=slider]")?.getAttribute("aria-valuenow") === "0")
  const box = await slider.boundingBox()
  await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + 20)
  await page.waitForFunction(() => Number(document.querySelector("[role=slider]")?.getAttribute("aria-valuenow")) > 40_000)
  const before = await valueNow()
  await page.getByRole("button", { name: "Faster" }).click()
  await page.getByRole("button", { name: "Play" }).click()
  await page.waitForFunction((t) => Number(document.querySelector("[role=slider]")?.getAttribute("aria-valuenow")) > t + 1_000, before)
  await page.getByRole("button", { name: "Pause" }).click()

  await page.goto(`${addressIn(watching.out()).split("#")[0]}#t=17s&view=space-time&node=b2`)
  await page.getByRole("region", { name: "Node bigload-2" }).waitFor()
  await page.getByText(/\d+ messages in 2.0 s/).waitFor()
  await photograph(page, "space-time")
  await page.getByRole("tab", { name: "Requests" }).click()
  await page.locator(".rows li").first().waitFor()
  const newest = Number.parseFloat((await page.locator(".rows .t").first().textContent()) ?? "99")
  expect(newest).toBeLessThanOrEqual(17)
  await page.getByRole("tab", { name: "Verdict" }).click()
  await page.getByRole("button", { name: "Go to the end" }).click()
  await page.getByRole("heading", { name: /passed/ }).waitFor()
  await page.getByText("watercooler replay run").waitFor()
  await photograph(page, "verdict")
  expect(await accessibilityFindings(page)).toEqual([])
  expect(complaints).toEqual([])
  await page.context().close()
  watching.signal("SIGINT")
  expect((await watching.ended).code).toBe(0)
})

test("`report`: one file that works from a disk, asks nobody for anything, and says what it leaves out", async () => {
  expect((await desk.run("simulate", scenario("fork-and-heal"), "--dir", "run")).code).toBe(0)
  const written = await desk.run("report", "run", "--out", "run.html", "--json")
  expect(written.code).toBe(0)
  expect(JSON.parse(written.out)).toMatchObject({ file: "run.html", oneIn: 1 })
  const { page, complaints } = await openPage(browser, wide)
  const asked: string[] = []
  page.on("request", (request) => asked.push(request.url()))
  const url = pathToFileURL(join(desk.cwd, "run.html")).href
  await page.goto(`${url}#t=40s`)
  await page.getByText("report", { exact: true }).waitFor()
  await seek(page, 40)
  expect(await chainsOf(page)).toEqual(["0", "1"])
  await seek(page, 80)
  expect(await chainsOf(page)).toHaveLength(1)
  await page.getByRole("tab", { name: "Requests" }).click()
  await page.locator(".rows li").first().getByRole("button").click()
  await page.getByText("A report holds no bodies", { exact: false }).waitFor()
  await photograph(page, "report")
  expect(await accessibilityFindings(page)).toEqual([])
  expect(asked.filter((each) => !each.startsWith("data:"))).toEqual([expect.stringContaining("run.html")])
  expect(complaints).toEqual([])
  await page.context().close()
  expect(await desk.run("report", "run", "--out", "run.html")).toMatchObject({
    code: 2,
    err: expect.stringContaining("there is such a file"),
  })
})

test("what cannot be watched or reported is refused, with what to do instead", async () => {
  expect(await desk.run("watch", "nowhere")).toMatchObject({ code: 2, err: expect.stringContaining("no such folder") })
  expect(await desk.run("watch", ".")).toMatchObject({ code: 2, err: expect.stringContaining("no manifest.json") })
  expect(await desk.run("watch", ".", "--at", "soon")).toMatchObject({ code: 2, err: expect.stringContaining("--at soon") })
  expect(await desk.run("watch", ".", "--port", "x")).toMatchObject({ code: 2, err: expect.stringContaining("--port x") })
  expect(await desk.run("report", "nowhere")).toMatchObject({ code: 2, err: expect.stringContaining("no such folder") })
  expect(existsSync(join(desk.cwd, "report.html"))).toBe(false)
})

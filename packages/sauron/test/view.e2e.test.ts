/** The page, as a person sees it: in a real browser, on a real Sauron that is told of a storm. */
import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { openSauron, type Sauron } from "../src/index.ts"
import { accessibilityFindings, builtWeb, openBrowser, openPage } from "./browser.ts"
import { hashOf, partyOf, reportOf, Storyteller, stormyOffice, TOKEN } from "./story.ts"

const pictures = fileURLToPath(new URL("../../../artifacts/", import.meta.url))
const wide = { width: 1280, height: 800 }
const views = ["network", "chain", "propagation", "requests", "timeline", "space-time", "numbers", "verdict"] as const

let browser: Browser
let webDir: string
let sauron: Sauron

const photograph = (page: Page, name: string) => page.screenshot({ path: `${pictures}sauron-${name}.png` })
const open = () => openSauron({ port: 0, token: TOKEN, webDir })

async function report(reports: unknown): Promise<void> {
  const body = JSON.stringify(reports)
  const answer = await fetch(`${sauron.url}/sauron/requests`, { method: "POST", headers: { "content-type": "application/json" }, body })
  expect(answer.status).toBe(202)
}

const someRequests = [
  reportOf("bigload-1", "/ping"),
  reportOf("bigload-1", "/block", 201, { method: "POST", content: '{"seen":false}' }),
  reportOf("bigload-2", "/block", 200, { method: "POST", content: '{"seen":true}' }),
  reportOf("bigload-2", "/blockchain?from=38&limit=100", 200, { content: '{"blocks":[]}' }),
  reportOf("bigload-4", "/block", 400, { method: "POST", content: '{"error":"overspent","balance":3,"amount":90}' }),
  reportOf("shit-1", "/peers?limit=3", 200),
  reportOf("shit-2", "/status", 500),
]

const nodes = (page: Page) => page.locator(".nodes li")
const isInSight = (page: Page, view: string) =>
  page.locator(`#tab-${view}`).evaluate((tab) => {
    const [at, bar] = [tab.getBoundingClientRect(), tab.parentElement?.getBoundingClientRect()]
    return bar !== undefined && at.left >= bar.left && at.right <= bar.right
  })
const rows = (page: Page) => page.locator(".rows li")
const goTo = (page: Page, view: string) => page.getByRole("tab", { name: new RegExp(`^${view}`, "i") }).click()
const listed = (page: Page) => page.locator(".rows .node").allTextContents()

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  webDir = await builtWeb()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  rmSync(webDir, { recursive: true, force: true })
})

test("all that a browser loads comes to less than 250,000 bytes", () => {
  const served = readdirSync(webDir).filter((name) => name !== "report.js")
  expect(served.sort()).toEqual(["eye.svg", "index.html", "page.css", "page.js"])
  expect(served.reduce((sum, name) => sum + statSync(join(webDir, name)).size, 0)).toBeLessThan(250_000)
})

describe("the page", () => {
  test("says so when nothing was seen yet, then shows nodes, a fork, bans and faults as they happen", async () => {
    sauron = await open()
    const { page, complaints } = await openPage(browser, wide)
    await page.goto(sauron.url)
    await page.getByText("Nobody has been seen by the eye.").waitFor()
    await page.getByText("live", { exact: true }).waitFor()
    await photograph(page, "empty")

    sauron.tell(stormyOffice())
    await report(someRequests)
    await nodes(page).nth(6).waitFor()
    await page.getByText("The chain is forked.", { exact: false }).waitFor()
    for (const words of ["forked after 40", "1 block behind", "shit-1"])
      await page.locator(".side").getByText(words, { exact: false }).first().waitFor()
    await expect.poll(() => page.locator(".nodes .mark.bad-one").count()).toBe(2)
    await expect.poll(() => page.locator(".nodes .mark.down").count()).toBe(1)
    // Those on one chain, those on the other, and whoever is down and follows none.
    const chains = () => page.locator(".nodes .mark").evaluateAll((marks) => marks.map((mark) => (mark as SVGElement).dataset.chain))
    await expect.poll(async () => [...new Set(await chains())].sort()).toEqual(["0", "1", "none"])
    await photograph(page, "storm-light")
    await goTo(page, "Timeline")
    await page.getByText("touched nothing").waitFor()
    await photograph(page, "timeline-light")
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test.each([false, true])("has nothing against it that an accessibility check finds, on any view (dark: %s)", async (dark) => {
    const { page, complaints } = await openPage(browser, { ...wide, dark })
    await page.goto(sauron.url)
    await nodes(page).nth(6).waitFor()
    for (const view of views) {
      await page.evaluate((name) => {
        location.hash = `view=${name}`
      }, view)
      await page.locator(`#tab-${view}[aria-selected=true]`).waitFor()
      expect(await accessibilityFindings(page), view).toEqual([])
      await photograph(page, `${view}-${dark ? "dark" : "plain"}`)
    }
    await page.getByRole("button", { name: /^bigload-1/ }).click()
    await page.getByRole("button", { name: "Its head" }).click()
    expect(await accessibilityFindings(page)).toEqual([])
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test("can be used by keyboard alone: skip, tabs, a node, a block, and back", async () => {
    const { page } = await openPage(browser, wide)
    await page.goto(sauron.url)
    await nodes(page).nth(6).waitFor()
    await page.keyboard.press("Tab")
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("Skip")
    await page.keyboard.press("2")
    await page.locator("#tab-chain[aria-selected=true]").focus()
    await page.keyboard.press("ArrowLeft")
    await page.locator("#tab-network[aria-selected=true]:focus").waitFor()
    await page.locator("canvas.top").focus()
    await page.keyboard.press("ArrowRight")
    await page.getByRole("region", { name: "Node bigload-1" }).waitFor()
    await page.keyboard.press("Escape")
    await page.getByRole("heading", { name: "Chains" }).waitFor()
    await page.keyboard.press("2")
    await page.locator(".block").last().focus()
    await page.keyboard.press("Enter")
    await page.getByRole("region", { name: /^Block/ }).waitFor()
    await page.waitForURL(/view=chain/)
    await page.context().close()
  })

  test("a digit opens the tab that stands there, and nothing that has no tab; on a small screen the tab is in sight", async () => {
    const office = await openSauron({ port: 0, token: TOKEN, webDir })
    const story = new Storyteller()
    office.tell([story.header([1, 2, 3].map((at) => ({ ...partyOf(`redis-${at}`, at), kind: "redis", key: "" })))])
    const { page, complaints } = await openPage(browser, { width: 360, height: 740 })
    await page.goto(office.url)
    await nodes(page).nth(2).waitFor()
    const tabs = ["network", "requests", "timeline", "space-time", "numbers", "verdict"]
    const shown = () => page.locator("[role=tab]").evaluateAll((all) => all.map(({ id }) => id.replace("tab-", "")))
    await expect.poll(shown).toEqual(tabs)
    for (const [at, view] of [...tabs.entries()].reverse()) {
      await page.keyboard.press(String(at + 1))
      await page.locator(`#tab-${view}[aria-selected=true]`).waitFor()
      expect(await isInSight(page, view), view).toBe(true)
    }
    for (const digit of ["7", "8", "9"]) await page.keyboard.press(digit)
    expect(await shown()).toEqual(tabs)
    expect(await page.locator("[aria-selected=true]").getAttribute("id")).toBe("tab-network")
    await page.goto(`${office.url}#view=verdict`)
    await page.reload()
    await expect.poll(() => isInSight(page, "verdict")).toBe(true)
    office.tell([{ t: 9_000_000, node: "watercooler", seq: 99, type: "verdict", verdict: "passed", detail: "" }])
    await page.locator("#tab-verdict .count").waitFor()
    expect(await isInSight(page, "verdict")).toBe(true)
    expect(complaints).toEqual([])
    await page.context().close()
    await office.close()
  })

  test("an address that somebody enters while the page is about to write its own is gone to", async () => {
    const office = await openSauron({ port: 0, token: TOKEN, webDir })
    office.tell(stormyOffice())
    const { page } = await openPage(browser, wide)
    // A browser that has much to do says late that the address has changed.
    await page.addInitScript(() => {
      const listen = window.addEventListener.bind(window)
      window.addEventListener = (type: string, heard: EventListenerOrEventListenerObject, options?: AddEventListenerOptions | boolean) =>
        listen(type, type === "hashchange" ? () => setTimeout(heard as () => void, 600) : heard, options)
    })
    await page.goto(office.url)
    await nodes(page).nth(6).waitFor()
    await page.evaluate(() => {
      document.querySelector<HTMLElement>("#tab-chain")?.click()
      location.hash = "view=numbers"
    })
    await page.locator("#tab-chain[aria-selected=true]").waitFor()
    await page.locator("#tab-numbers[aria-selected=true]").waitFor({ timeout: 5_000 })
    expect(page.url()).toContain("view=numbers")
    await page.context().close()
    await office.close()
  })

  test("shows the tree of blocks, and a block's journey when it is chosen", async () => {
    const { page, complaints } = await openPage(browser, wide)
    await page.goto(`${sauron.url}#view=chain&block=${hashOf("c", 41)}`)
    await page.getByRole("region", { name: /^Block/ }).waitFor()
    await page.locator(".side").getByText("Journey", { exact: false }).first().waitFor()
    await page.locator(".block").nth(8).waitFor()
    await photograph(page, "chain-block")
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test("filters requests by node, status, and text, opens one, and holds still while somebody reads", async () => {
    const { page, complaints } = await openPage(browser, wide)
    await page.goto(`${sauron.url}#view=requests`)
    await rows(page).nth(6).waitFor()
    await page.locator("select[name=status]").selectOption("4xx")
    await page.waitForFunction(() => document.querySelectorAll(".rows li").length === 1)
    expect(await listed(page)).toEqual(["b4"])
    await report([reportOf("bigload-1", "/ping"), reportOf("bigload-5", "/transfer", 409, { method: "POST" })])
    await page.waitForFunction(() => document.querySelectorAll(".rows li").length === 2)
    expect(await listed(page)).toEqual(["b5", "b4"])
    await rows(page).nth(1).getByRole("button").click()
    await page.getByText('"error": "overspent"').waitFor()
    await photograph(page, "request-open")

    await page.locator("input[name=text]").fill("no such thing")
    await page.getByText("No request fits this filter.").waitFor()
    await page.getByRole("button", { name: "Clear" }).click()
    await report(Array.from({ length: 300 }, (_, at) => reportOf("bigload-2", `/block/${at}`)))
    await page.getByText("/block/299", { exact: false }).waitFor()
    await page.locator(".rows-scroll").evaluate((box) => {
      box.scrollTop = 2_000
    })
    await page.getByRole("button", { name: /Held still/ }).waitFor()
    await report(reportOf("bigload-1", "/later"))
    await page.getByRole("button", { name: /1 new/ }).click()
    await page.getByText("/later", { exact: false }).waitFor()
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test("draws what a node says as text, however much it looks like markup", async () => {
    const { page, complaints } = await openPage(browser, wide)
    await page.goto(sauron.url)
    await report(reportOf("<img src=x onerror=alert(1)>", "/<script>document.title='owned'</script>", 200))
    const story = new Storyteller()
    story.t = 30_000_000
    sauron.tell([story.note("<b>bold</b>", { note: "head-moved", height: 3, head: '"><script>1</script>', previous: "", reorgDepth: 0 })])
    await page.getByRole("button", { name: /<img src=x/ }).waitFor()
    await page.getByRole("button", { name: /^<b>bold/ }).click()
    for (const view of views) await goTo(page, view.replace("-", "."))
    expect(await page.title()).toBe("Sauron")
    expect(await page.locator("img, b:text-is('bold')").count()).toBe(0)
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test.each([
    ["network", 360],
    ["requests", 360],
    ["verdict", 360],
    ["timeline", 820],
  ])("fits a small screen: %s at %i pixels scrolls nothing sideways", async (view, width) => {
    const { page, complaints } = await openPage(browser, { width, height: 740 })
    await page.goto(`${sauron.url}#view=${view}`)
    await nodes(page).nth(6).waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0)
    await photograph(page, `small-${view}`)
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test("once everybody has gone, shows the chains as they were left, and claims nothing of who follows what", async () => {
    const office = await openSauron({ port: 0, token: TOKEN, webDir })
    const story = new Storyteller()
    story.t = 20_000_000
    office.tell([
      ...stormyOffice(),
      ...["bigload-1", "bigload-2", "bigload-3", "bigload-4", "shit-1", "shit-2"].map((name) => story.process(name, "fired")),
    ])
    const { page, complaints } = await openPage(browser, wide)
    await page.goto(office.url)
    await page.getByText("Nobody is up any more.", { exact: false }).waitFor()
    await page.getByRole("heading", { name: "Chains, as everybody left them" }).waitFor()
    await goTo(page, "Chain")
    // Only blocks in sight are drawn, and the tree opens at its newest end. Waiting for a locator that fits two blocks fails.
    await page.locator(".block[data-chain='1']").waitFor()
    // The longest chain is in sight, whatever lies above it.
    const isSeen = () =>
      page
        .locator(".block[data-chain='0']")
        .last()
        .evaluate((block) => {
          const [at, box] = [block.getBoundingClientRect(), block.closest(".chain-scroll")?.getBoundingClientRect()]
          return box !== undefined && at.top >= box.top && at.bottom <= box.bottom
        })
    await expect.poll(isSeen).toBe(true)
    expect(complaints).toEqual([])
    await page.context().close()
    await office.close()
  })

  test.each([1280, 820, 390])("the desk shows every name in full, however long, at %i pixels", async (width) => {
    const office = await openSauron({ port: 0, token: TOKEN, webDir, desk: { controlUrl: () => undefined } })
    const story = new Storyteller()
    const parties = ["bigload-1", "bigload-12", "BigLoadsOfShit-2", "a-node-of-somebody-else"].map((name, at) => ({
      ...partyOf(name, at),
      name,
    }))
    office.tell([
      story.header(parties),
      ...parties.map(({ name }) => story.process(name, "ready")),
      story.process("BigLoadsOfShit-2", "fired"),
    ])
    const { page, complaints } = await openPage(browser, { width, height: 900 })
    await page.goto(`${office.url}#view=desk`)
    await page.getByLabel("Token").fill(TOKEN)
    await page.getByRole("button", { name: "Sit down" }).click()
    await page.getByLabel("From").selectOption("a-node-of-somebody-else")
    const cut = await page.locator(".desk select").evaluateAll((selects) => {
      const pen = document.createElement("canvas").getContext("2d") as CanvasRenderingContext2D
      const arrow = 18
      return (selects as HTMLSelectElement[]).flatMap((select) => {
        const { font, paddingLeft, paddingRight } = getComputedStyle(select)
        pen.font = font
        const room = select.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight) - arrow
        return [...select.options].map(({ text }) => text).filter((text) => pen.measureText(text).width > room)
      })
    })
    expect(cut).toEqual([])
    expect(await page.locator(".desk").evaluate((desk) => desk.scrollWidth - desk.clientWidth)).toBe(0)
    await photograph(page, `desk-${width}`)
    expect(await accessibilityFindings(page)).toEqual([])
    expect(complaints).toEqual([])
    await page.context().close()
    await office.close()
  })

  test("a browser that takes nothing holds nobody up, and is told of all it missed in one step", async () => {
    const { page } = await openPage(browser, wide)
    await page.goto(sauron.url)
    await nodes(page).nth(6).waitFor()
    // The page's thread stands still while a thousand things happen.
    const frozen = page.evaluate(() => {
      const until = performance.now() + 1_500
      while (performance.now() < until);
      return document.querySelector(".side")?.textContent ?? ""
    })
    const began = performance.now()
    const story = new Storyteller()
    story.t = 40_000_000
    for (let n = 0; n < 500; n++)
      sauron.tell([story.note("bigload-1", { note: "transfer-accepted", transaction: `late${n}`, from: "x", to: "y", amount: 1 })])
    sauron.tell([story.head("bigload-1", 77, hashOf("a", 77))])
    expect(performance.now() - began).toBeLessThan(1_000)
    await frozen
    await page.locator(".nodes").getByText("77").first().waitFor()
    await page.context().close()
  })

  test("says when Sauron is away, keeps what was last seen, and comes back by itself", async () => {
    const { page } = await openPage(browser, wide)
    await page.goto(sauron.url)
    await nodes(page).nth(6).waitFor()
    const { port } = sauron
    await sauron.close()
    await page.getByText("Sauron is away.", { exact: false }).waitFor()
    expect(await nodes(page).count()).toBeGreaterThanOrEqual(7)
    await photograph(page, "away")
    sauron = await openSauron({ port, token: TOKEN, webDir })
    await page.getByText("live", { exact: true }).waitFor()
    await page.getByText("Nobody has been seen by the eye.").waitFor()
    await page.context().close()
    await sauron.close()
  })
})

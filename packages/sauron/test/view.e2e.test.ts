/** The view, as a person sees it: in a real browser, on a real Sauron. */
import { mkdirSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { openSauron, type Sauron } from "../src/index.ts"
import { openBrowser, openPage } from "./browser.ts"
import { reportOf, stormyOffice, TOKEN } from "./story.ts"

const pictures = fileURLToPath(new URL("../../../artifacts/", import.meta.url))
const wide = { width: 1280, height: 900 }

let browser: Browser
let sauron: Sauron

const photograph = (page: Page, name: string) => page.screenshot({ path: `${pictures}sauron-${name}.png`, fullPage: true })
const text = (page: Page, selector: string) => page.locator(selector)

async function report(reports: unknown): Promise<void> {
  const body = JSON.stringify(reports)
  const answer = await fetch(`${sauron.url}/sauron/requests`, { method: "POST", headers: { "content-type": "application/json" }, body })
  expect(answer.status).toBe(202)
}

async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
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

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  browser = await openBrowser()
})
afterAll(() => browser.close())

describe("the view", () => {
  test("says so when nothing was seen yet, then shows nodes, a fork, faults, bans and requests as they happen", async () => {
    sauron = await openSauron({ port: 0, token: TOKEN })
    const { page, complaints } = await openPage(browser, wide)
    await page.goto(sauron.url)
    await page.getByText("No requests have been seen by the eye!").waitFor()
    await page.getByText("live", { exact: true }).waitFor()
    await photograph(page, "empty")

    sauron.tell(stormyOffice())
    await report(someRequests)
    await page.locator("#nodes li").nth(6).waitFor()
    await page.locator("#rows li").nth(6).waitFor()
    expect(await text(page, "#forks-note").textContent()).toBe("forked into 2 chains")
    expect(await page.locator("#forks li").first().textContent()).toContain("bigload-1")
    expect(await text(page, "#forks").textContent()).toContain("forked after block 40")
    expect(await text(page, "#forks").textContent()).toContain("1 block behind")
    expect(await text(page, "#bans").textContent()).toContain("shit-1")
    expect(await text(page, "#faults").textContent()).toContain("touched nothing")
    expect(await page.locator("#map g.node .shape.shit").count()).toBe(2)
    expect(await page.locator("#map g.node .shape.down").count()).toBe(1)
    await photograph(page, "storm-light")

    await page.locator("#rows li summary").nth(2).click()
    expect(await page.locator("#rows dl").first().textContent()).toContain("overspent")
    await photograph(page, "request-open")
    expect(complaints).toEqual([])
    await page.context().close()

    const dark = await openPage(browser, { ...wide, dark: true })
    await dark.page.goto(sauron.url)
    await dark.page.locator("#rows li").nth(6).waitFor()
    await dark.page.locator("#nodes li").nth(6).waitFor()
    await photograph(dark.page, "storm-dark")
    expect(dark.complaints).toEqual([])
    await dark.page.context().close()
  })

  test("filters by node, status, route and text, also for requests that come later, by keyboard alone", async () => {
    const { page, complaints } = await openPage(browser, wide)
    await page.goto(sauron.url)
    await page.locator("#rows li").nth(6).waitFor()
    const shown = () => page.locator("#rows .node").allTextContents()

    await page.getByRole("button", { name: /shit-2/ }).focus()
    await page.keyboard.press("Enter")
    await page.waitForFunction(() => document.querySelectorAll("#rows li").length === 1)
    expect(await shown()).toEqual(["shit-2"])
    await page.keyboard.press("Enter")
    await page.waitForFunction(() => document.querySelectorAll("#rows li").length === 7)

    await page.locator("select[name=status]").selectOption("4xx")
    await page.waitForFunction(() => document.querySelectorAll("#rows li").length === 1)
    expect(await shown()).toEqual(["bigload-4"])
    await report([reportOf("bigload-1", "/ping"), reportOf("bigload-5", "/transfer", 409, { method: "POST" })])
    await page.waitForFunction(() => document.querySelectorAll("#rows li").length === 2)
    expect(await shown()).toEqual(["bigload-5", "bigload-4"])

    await page.locator("input[name=text]").fill("no such thing")
    await page.getByText("No request fits this filter.").waitFor()
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test("holds still while paused, and catches up when resumed", async () => {
    const { page } = await openPage(browser, wide)
    await page.goto(sauron.url)
    await page.locator("#rows li").nth(8).waitFor()
    await page.getByRole("button", { name: "Pause", exact: true }).click()
    await report(reportOf("bigload-1", "/later"))
    await page.getByRole("button", { name: "Resume (1 new)" }).click()
    await page.locator("#rows li").nth(9).waitFor()
    expect(await page.locator("#rows .what").first().textContent()).toBe("GET /later")
    await page.context().close()
  })

  test("draws what a node says as text, however much it looks like markup", async () => {
    const { page, complaints } = await openPage(browser, wide)
    await page.goto(sauron.url)
    await report(reportOf("<img src=x onerror=alert(1)>", "/<script>document.title='owned'</script>", 200))
    await page.getByRole("button", { name: /<img src=x/ }).waitFor()
    expect(await page.title()).toBe("Sauron")
    expect(await page.locator("img").count()).toBe(0)
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test("fits a phone: nothing scrolls sideways, everything is there", async () => {
    const { page, complaints } = await openPage(browser, { width: 360, height: 740 })
    await page.goto(sauron.url)
    await page.locator("#rows li").nth(8).waitFor()
    await page.locator("#nodes li").nth(6).waitFor()
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    await photograph(page, "phone")
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test("says when Sauron is away, keeps what was last seen, and comes back by itself", async () => {
    const { page } = await openPage(browser, wide)
    await page.goto(sauron.url)
    await page.locator("#rows li").nth(8).waitFor()
    const { port } = sauron
    await sauron.close()
    await page.getByText("Sauron is away.", { exact: false }).waitFor()
    expect(await page.locator("#nodes li").count()).toBeGreaterThanOrEqual(7)
    await photograph(page, "away")
    sauron = await openSauron({ port, token: TOKEN })
    await page.getByText("live", { exact: true }).waitFor()
    await page.getByText("No requests have been seen by the eye!").waitFor()
    await page.context().close()
    await sauron.close()
  })
})

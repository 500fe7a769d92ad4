/** A real browser for the tests: the machine's own by CHROMIUM_PATH, else the one that an npm package carries. */
import { existsSync, mkdtempSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Browser, chromium, type Page } from "playwright-core"
import { buildWeb } from "../web/build.mjs"

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await executable(),
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
  })
}

async function executable(): Promise<string> {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH
  // Unless it believes to be in AWS, the package leaves out the libraries that a bare machine lacks.
  const nss = ["/usr/lib/x86_64-linux-gnu/libnss3.so", "/usr/lib/aarch64-linux-gnu/libnss3.so", "/usr/lib64/libnss3.so"]
  if (!nss.some((file) => existsSync(file))) process.env.AWS_EXECUTION_ENV ??= "AWS_Lambda_nodejs22.x"
  const { default: packed } = await import("@sparticuz/chromium")
  return packed.executablePath()
}

export interface PageOptions {
  readonly width: number
  readonly height: number
  readonly dark?: boolean
}

/** A page, and all that its console complained about. */
export async function openPage(
  browser: Browser,
  { width, height, dark = false }: PageOptions,
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    locale: "en-US",
    viewport: { width, height },
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text())
  })
  page.on("pageerror", (error) => complaints.push(String(error)))
  return { page, complaints }
}

/** The built page in a folder of its own, made once for each test file. */
export async function builtWeb(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "sauron-web-"))
  await buildWeb(folder)
  return folder
}

/** What an automated check of accessibility has against the page as it stands: rule, and where. */
export async function accessibilityFindings(page: Page): Promise<readonly string[]> {
  const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")
  await page.evaluate(source)
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { target: string[]; failureSummary: string }[] }[] }> }
    }
    const { violations } = await axe.run()
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`))
  })
}

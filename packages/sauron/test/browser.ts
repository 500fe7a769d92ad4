/** A real browser for the tests: the machine's own by CHROMIUM_PATH, else the one that an npm package carries. */
import { existsSync } from "node:fs"
import { type Browser, chromium, type Page } from "playwright-core"

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

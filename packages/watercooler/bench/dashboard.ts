/**
 * (l) The dashboard under load: a page with five hundred nodes while Sauron is told of ten thousand things a second; then the same once more with a
 * browser that hardly takes anything, beside which neither Sauron nor those who tell him may become slower.
 */
import { type ChildProcess, fork, spawn } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Page } from "playwright-core"
import { openBrowser } from "../../sauron/test/browser.ts"
import type { CrowdOrder, CrowdSays } from "./crowd.ts"
import { withFolder } from "./processes.ts"
import type { Row } from "./report.ts"

const NODES = 500
const PEERS = 4
const PER_SECOND = 10_000
/** `WATERCOOLER_BENCH_SECONDS` for whoever has less time. */
const SECONDS = Number(process.env.WATERCOOLER_BENCH_SECONDS ?? 60)
/** An interval between two drawn frames that somebody sees as a halt. */
const HALT_MS = 100
/** A second after a page has opened, Chromium takes down the compositor of the empty one before it, and for that second nothing else is drawn. */
const SETTLED_MS = 3_000
const TOKEN = "bench"

interface Watched {
  readonly framesPerSecond: number
  readonly halts: number
  readonly slowestFrameMs: number
  readonly heapMiBBefore: number
  readonly heapMiBAfter: number
  /** When which height was on the screen, by the clock of this machine. */
  readonly seen: readonly (readonly [height: number, atMs: number])[]
}

export async function benchDashboard(): Promise<Row[]> {
  return withFolder(async (folder) => {
    const quick = await underLoad(folder, SECONDS, watch)
    const slow = await underLoad(folder, Math.min(SECONDS, 20), stall)
    const delays = quick.markers.flatMap(({ height, atMs }) => {
      // A page that was late may show a later height first; then this one was on the screen no later.
      const shown = quick.watched.seen.find(([seen]) => seen >= height)
      return shown === undefined ? [] : [shown[1] - atMs]
    })
    delays.sort((a, b) => a - b)
    const { watched } = quick
    const row = (what: string, value: number, unit: string, goal?: Row["goal"]): Row => ({
      bench: "l",
      what,
      value,
      unit,
      ...(goal === undefined ? {} : { goal }),
    })
    return [
      row(`told of, with ${NODES} nodes and ${NODES * PEERS} wires, for ${SECONDS} s`, quick.gone.confirmed / SECONDS, "/s", {
        atLeast: PER_SECOND * 0.95,
      }),
      row("frames a second in which the network was drawn", watched.framesPerSecond, "/s", { atLeast: 30 }),
      row(`frames later than ${HALT_MS} ms`, watched.halts, ""),
      row("the slowest frame", watched.slowestFrameMs, "ms"),
      row("from an event to the screen, median", delays[Math.floor(delays.length / 2)] ?? Number.NaN, "ms"),
      row("from an event to the screen, 99th percentile", delays[Math.floor(delays.length * 0.99)] ?? Number.NaN, "ms", { atMost: 500 }),
      row("events that never came to the screen", quick.markers.length - delays.length, "", { atMost: 0 }),
      row("memory of the page after ten seconds", watched.heapMiBBefore, "MiB"),
      row("memory of the page at the end", watched.heapMiBAfter, "MiB", { atMost: 200 }),
      row("memory of Sauron after ten seconds", quick.rssMiBBefore, "MiB"),
      row("memory of Sauron at the end", quick.rssMiBAfter, "MiB", { atMost: 700 }),
      row("processor time of Sauron, of one core", quick.cpuShare * 100, "%"),
      row("slowest confirmation to a node", quick.gone.slowestMs, "ms"),
      row("lost, beside a browser that stands still", slow.gone.sent - slow.gone.confirmed, "", { atMost: 0 }),
      row("slowest confirmation to a node, beside a browser that stands still", slow.gone.slowestMs, "ms"),
      row("memory of Sauron, beside a browser that stands still", slow.rssMiBAfter, "MiB", { atMost: 700 }),
    ]
  })
}

interface Marker {
  readonly height: number
  readonly atMs: number
}

async function underLoad<T>(folder: string, seconds: number, look: (page: Page, seconds: number) => Promise<T>) {
  const sauron = await startSauron(folder)
  const browser = await openBrowser()
  try {
    const page = await (await browser.newContext({ locale: "en-US", viewport: { width: 1280, height: 800 } })).newPage()
    await page.goto(sauron.url)
    await page.getByText("live", { exact: true }).waitFor()
    await new Promise((resolve) => setTimeout(resolve, SETTLED_MS))
    const markers: Marker[] = []
    const crowd = fork(join(import.meta.dirname, "crowd.ts"))
    const gone = new Promise<Extract<CrowdSays, { say: "gone" }>>((resolve, reject) => {
      crowd.on("exit", (code) => reject(new Error(`the crowd left early, with ${code}`)))
      crowd.on("message", (said: CrowdSays) => {
        if (said.say === "marker") markers.push(said)
        else resolve(said)
      })
    })
    const order: CrowdOrder = { url: sauron.url, token: TOKEN, nodes: NODES, peers: PEERS, seconds, perSecond: PER_SECOND }
    crowd.send(order)
    const cpuBefore = cpuSeconds(sauron.child)
    let rssMiBBefore = 0
    setTimeout(() => {
      rssMiBBefore = rssMiB(sauron.child)
    }, 10_000).unref()
    const watched = await look(page, seconds)
    const told = await gone
    return {
      watched,
      markers,
      gone: told,
      rssMiBBefore,
      rssMiBAfter: rssMiB(sauron.child),
      cpuShare: (cpuSeconds(sauron.child) - cpuBefore) / seconds,
    }
  } finally {
    await browser.close()
    sauron.child.kill("SIGKILL")
  }
}

/** Counts frames in which the network was drawn anew, and notes when which height stood in the head of the page. */
async function watch(page: Page, seconds: number): Promise<Watched> {
  const devtools = await page.context().newCDPSession(page)
  // What the page itself can ask for is rounded, and old; here the rubbish is taken out first.
  const heapMiB = async () => {
    await devtools.send("HeapProfiler.collectGarbage")
    return (await devtools.send("Runtime.getHeapUsage")).usedSize / 1_048_576
  }
  const before = new Promise<number>((resolve, reject) => setTimeout(() => heapMiB().then(resolve, reject), 10_000))
  const watched = await frames(page, seconds)
  return { ...watched, heapMiBBefore: await before, heapMiBAfter: await heapMiB() }
}

async function frames(page: Page, seconds: number): Promise<Omit<Watched, "heapMiBBefore" | "heapMiBAfter">> {
  return page.evaluate(
    async ({ forMs, haltMs }) => {
      const seen: [number, number][] = []
      const until = performance.now() + forMs
      const began = performance.now()
      const drawn = () => (globalThis as unknown as { sauronNetwork: { drawn: number } }).sauronNetwork.drawn
      const drawnBefore = drawn()
      let [last, halts, slowest, height] = [began, 0, 0, 0]
      await new Promise<void>((resolve) => {
        const step = (now: number) => {
          const passed = now - last
          last = now
          if (passed > haltMs) halts++
          slowest = Math.max(slowest, passed)
          const shown = Number(
            [...document.querySelectorAll(".totals div")].find((item) => item.textContent?.includes("height"))?.querySelector("dd")
              ?.textContent ?? 0,
          )
          if (shown > height) {
            height = shown
            seen.push([shown, Date.now()])
          }
          if (now < until) requestAnimationFrame(step)
          else resolve()
        }
        requestAnimationFrame(step)
      })
      return {
        framesPerSecond: ((drawn() - drawnBefore) * 1_000) / forMs,
        halts,
        slowestFrameMs: slowest,
        seen,
      }
    },
    // A moment longer than the crowd, for what is still on its way.
    { forMs: seconds * 1_000 + 1_500, haltMs: HALT_MS },
  )
}

/** The page's only thread is busy with something else nearly all the time. */
async function stall(page: Page, seconds: number): Promise<undefined> {
  await page.evaluate(async (forMs) => {
    const until = performance.now() + forMs
    while (performance.now() < until) {
      const pause = performance.now() + 1_900
      while (performance.now() < pause);
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }, seconds * 1_000)
  return undefined
}

async function startSauron(folder: string): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  const dist = join(import.meta.dirname, "..", "dist")
  const entry = join(dist, "processes", readFileSync(join(dist, "processes", "current"), "utf8").trim(), "sauron.js")
  const config = join(folder, "sauron.json")
  const tokenFile = join(folder, "token")
  writeFileSync(tokenFile, TOKEN)
  writeFileSync(config, JSON.stringify({ host: "127.0.0.1", port: 0, tokenFile, webDir: join(dist, "web") }))
  const child = spawn(process.execPath, [entry, "--config", config], { stdio: ["ignore", "inherit", "inherit", "ipc"] })
  const url = await new Promise<string>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`Sauron ended with ${code}`)))
    child.on("message", (message: { say: string; url?: string }) => message.say === "ready" && resolve(message.url ?? ""))
  })
  return { url, child }
}

function rssMiB({ pid }: ChildProcess): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1_024
}

/** Of all threads; a clock tick is a hundredth of a second on every Linux that Node runs on. */
function cpuSeconds({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}

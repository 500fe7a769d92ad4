/** What a node has said, it has stored: killed at random moments, a counter never forgets a sum it has answered. */
import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import { describe, expect, test } from "vitest"
import { ask, configIn, folder } from "./fixtures/start.ts"

const entry = new URL("./fixtures/counter-process.ts", import.meta.url)

interface Life {
  readonly child: ChildProcess
  readonly url: string
}

async function live(dir: string, late: boolean): Promise<Life> {
  const config = configIn(dir, { inputsFile: "", journalFile: "" })
  const child = fork(entry, [JSON.stringify(config), ...(late ? ["--late"] : [])], { execArgv: ["--disable-warning=ExperimentalWarning"] })
  const [url] = (await once(child, "message")) as [string]
  return { child, url }
}

/** Adds until the process is killed after `adds` answers, at once; returns the highest sum that was answered. */
async function addUntilKilled({ child, url }: Life, adds: number): Promise<number> {
  let highest = 0
  let answers = 0
  const gone = once(child, "exit")
  const client = async (): Promise<void> => {
    for (;;) {
      const answer = await ask(url, { kind: "add", n: 1 }).catch(() => undefined)
      if (answer === undefined) return
      highest = Math.max(highest, Number(answer.sum))
      if (++answers === adds) child.kill("SIGKILL")
    }
  }
  await Promise.all([...Array.from({ length: 8 }, client), gone])
  return highest
}

async function losesAnswers(late: boolean, rounds: number): Promise<number> {
  const dir = folder()
  let lost = 0
  for (let round = 0; round < rounds; round++) {
    const highest = await addUntilKilled(await live(dir, late), 20 + round * 37)
    const next = await live(dir, false)
    const { sum } = await ask(next.url, { kind: "sum" })
    next.child.kill("SIGKILL")
    await once(next.child, "exit")
    if (Number(sum) < highest) lost++
  }
  return lost
}

describe("the persist barrier", () => {
  test("keeps every answered sum through SIGKILL", async () => {
    expect(await losesAnswers(false, 4)).toBe(0)
  })

  test("is what keeps it: a store that commits late is caught", async () => {
    expect(await losesAnswers(true, 4)).toBeGreaterThan(0)
  })
})

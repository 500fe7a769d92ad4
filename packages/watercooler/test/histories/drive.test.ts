/** Who does which operation, and when: the driver by itself. */
import { expect, test } from "vitest"
import type { Client } from "../../src/histories/client.ts"
import { Driver, type Due, Recorder } from "../../src/histories/drive.ts"
import { drive, tooSlow } from "../../src/histories/workload.ts"

/** Worker 0 answers when it is told to, everybody else at once. */
function openDriver() {
  let answer = (): void => undefined
  const stuck = new Promise<void>((resolve) => {
    answer = resolve
  })
  const recorder = new Recorder(performance.now())
  const open = async (worker: number): Promise<Client> => ({
    async invoke() {
      if (worker === 0) await stuck
      return { type: "ok" }
    },
    async close() {},
  })
  return { driver: new Driver(open, recorder, 3), recorder, answer }
}

const due = (number: number, worker?: number): Due => ({
  number,
  atMs: number,
  asked: { f: "write", value: number },
  ...(worker === undefined ? {} : { worker }),
})

const run = async (dues: readonly Due[]) => {
  const { driver, answer } = openDriver()
  const over = driver.run(dues, performance.now(), 10_000, new AbortController().signal)
  while (driver.done.length < dues.length) await new Promise((resolve) => setImmediate(resolve))
  answer()
  await over
  return driver.done.map(({ number, worker }) => [number, worker])
}

test("an operation is done by the worker that it names", async () => {
  expect(await run([due(0, 2), due(1, 1), due(2, 2), due(3, 0)])).toEqual([
    [0, 2],
    [1, 1],
    [2, 2],
    [3, 0],
  ])
})

test("a worker that waits for an answer holds up nothing, not even what names it", async () => {
  const done = await run([due(0, 0), due(1, 0), due(2, 1), due(3, 0), due(4)])
  expect(done[0]).toEqual([0, 0])
  expect(done.slice(1).map(([number]) => number)).toEqual([1, 2, 3, 4])
  expect(done.slice(1).every(([, worker]) => worker !== 0)).toBe(true)
})

test("a rate that clients cannot keep up with is remarked upon", async () => {
  const slow = async (): Promise<Client> => ({
    invoke: async () => {
      await new Promise((resolve) => setTimeout(resolve, 100))
      return { type: "ok" }
    },
    close: async () => undefined,
  })
  const options = { workload: "unique-ids", seed: "slow", ratePerS: 200, limitMs: 500, quietMs: 0, concurrency: 2, keyCount: 1 } as const
  const { remarks } = await drive(slow, options, new AbortController().signal)
  expect(remarks).toEqual([expect.stringMatching(/^\d+ of \d+ operations that were due were asked for: .*all 2 clients waited/)])
  expect(tooSlow(95, 100, 5)).toEqual([])
})

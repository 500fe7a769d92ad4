/** A simulated run writes the same lines as a real one. */
import type { JournalEvent } from "@watercooler/kernel"
import { expect, test } from "vitest"
import { asker, listener, MS, ring, SECOND, simulate } from "./stage.ts"

test("every writer numbers its lines from one, without gaps, and time never goes back", () => {
  const events: JournalEvent[] = []
  const faults = [{ id: "f", atUs: SECOND, forUs: SECOND, fault: { kind: "fire", node: "g1" } }] as const
  const heading = { run: "r1", parties: [], rules: {} }
  simulate({ parties: ring(6), faults, heading, sink: (event) => events.push(event) }).run(3 * SECOND)
  const seqs = new Map<string, number>()
  let t = 0
  for (const event of events) {
    expect(event.seq).toBe((seqs.get(event.node) ?? 0) + 1)
    seqs.set(event.node, event.seq)
    expect(event.t).toBeGreaterThanOrEqual(t)
    t = event.t
  }
  expect(events[0]).toMatchObject({ type: "header", world: "simulated", seed: "stage", run: "r1", node: "watercooler" })
  expect(new Set(events.map(({ type }) => type))).toEqual(new Set(["header", "process", "fault", "note", "request", "answer"]))
})

test("a fault is planned, begins and ends with its receipt; a process is fired, hired and ready", () => {
  const events: JournalEvent[] = []
  const faults = [{ id: "f", atUs: SECOND, forUs: SECOND, fault: { kind: "fire", node: "b1" } }] as const
  simulate({ parties: [listener("b1")], faults, sink: (event) => events.push(event) }).run(3 * SECOND)
  const lines = events.map((event) =>
    event.type === "fault" || event.type === "process" ? `${event.t / SECOND} ${event.type} ${event.what}` : event.type,
  )
  expect(lines).toEqual([
    "0 fault planned",
    "0 process hired",
    "0 process ready",
    "1 fault began",
    "1 process fired",
    "2 process hired",
    "2 process ready",
    "2 fault ended",
  ])
  expect(events.at(-1)).toMatchObject({ by: "scenario", id: "f", receipt: { processes: 1, connections: 0, messages: 0, bytes: 0 } })
})

test("a request and its answer are two lines with one trace", () => {
  const events: JournalEvent[] = []
  simulate({
    links: { otherwise: { latencyUs: 5 * MS } },
    parties: [asker("b1", "b2", SECOND, [], 1), listener("b2")],
    sink: (event) => events.push(event),
  }).run(SECOND / 2)
  const [request, answer] = events.filter(({ type }) => type === "request" || type === "answer")
  expect(request).toMatchObject({
    type: "request",
    node: "b2",
    method: "POST",
    route: "/ask",
    status: 200,
    link: "link b1",
    from: "b1",
    bytesOut: 11,
    durationUs: 5 * MS,
  })
  expect(answer).toMatchObject({ type: "answer", node: "b1", to: "http://b2:80", status: 200, durationUs: 10 * MS })
  expect(request).toMatchObject({ trace: expect.stringMatching(/^[0-9a-f]{32}$/) })
  expect((answer as { trace: string }).trace).toBe((request as { trace: string }).trace)
})

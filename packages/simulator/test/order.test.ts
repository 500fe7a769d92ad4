/** The order of events is a property of the events: whoever puts them in, in whatever order, into whichever queue. */
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { compare, createQueue, queueKinds, SimEvent } from "../src/index.ts"
import { Deadlines } from "../src/queue/deadlines.ts"

const event = fc
  .tuple(fc.nat(20), fc.nat(7), fc.nat(3), fc.nat(5), fc.nat())
  .map(([at, rank, receiver, a, b]) => new SimEvent(at, rank as 0, receiver, a, b, 0, undefined, undefined, 0))

describe.each(queueKinds)("a %s queue", (kind) => {
  test("gives events in their order, however they were put in", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 200 }), fc.infiniteStream(fc.nat()), (events, luck) => {
        const queue = createQueue(kind)
        const shuffled = events.map((each) => ({ each, key: luck.next().value as number })).sort((a, b) => a.key - b.key)
        for (const { each } of shuffled) queue.push(each)
        const popped: SimEvent[] = []
        for (let next = queue.pop(); next !== undefined; next = queue.pop()) popped.push(next)
        expect(popped).toHaveLength(events.length)
        expect(queue.size).toBe(0)
        for (let i = 1; i < popped.length; i++) expect(compare(popped[i - 1] as SimEvent, popped[i] as SimEvent)).toBeLessThanOrEqual(0)
      }),
    )
  })

  test("agrees with a sorted list under any mixture of putting in and taking out", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(event, fc.constant(undefined)), { maxLength: 300 }), (deeds) => {
        const queue = createQueue(kind)
        let list: SimEvent[] = []
        for (const deed of deeds) {
          if (deed !== undefined) {
            queue.push(deed)
            list = [...list, deed].sort(compare)
          } else {
            const [first, ...rest] = list
            const popped = queue.pop()
            expect(popped === undefined ? undefined : keyOf(popped)).toEqual(first === undefined ? undefined : keyOf(first))
            list = rest
          }
          expect(queue.size).toBe(list.length)
        }
      }),
    )
  })
})

test("deadlines of a few waits come due in order, and those that are over never do", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ wait: fc.constantFrom(10, 20, 50), gap: fc.nat(9), isOver: fc.boolean() }), { maxLength: 100 }),
      (asks) => {
        const deadlines = new Deadlines<{ dueAt: number; isOver: boolean }>()
        let now = 0
        const expected: number[] = []
        for (const { wait, gap, isOver } of asks) {
          now += gap
          expect(deadlines.add(wait, { dueAt: now + wait, isOver })).toBe(true)
          if (!isOver) expected.push(now + wait)
        }
        const due: number[] = []
        while (deadlines.earliest < Number.POSITIVE_INFINITY) {
          const until = deadlines.earliest
          deadlines.take(until, ({ dueAt }) => due.push(dueAt))
        }
        expect(due).toEqual(expected.sort((a, b) => a - b))
      },
    ),
  )
})

function keyOf({ at, place, identity, rest }: SimEvent): readonly number[] {
  return [at, place, identity, rest]
}

/** Which ports an office takes: what was asked for or a complaint; otherwise the next free range, below the system's own. */
import { expect, test } from "vitest"
import { BadInput } from "../../src/input/complaint.ts"
import { dialRanges } from "../../src/office/node-config.ts"
import { choosePorts, type PortWish } from "../../src/office/ports.ts"

const wish: PortWish = { nodes: 3, nodesFrom: undefined, sauron: true, sauronAt: undefined }
const choose = (change: Partial<PortWish>, taken: readonly number[] = []) =>
  choosePorts({ ...wish, ...change }, async (port) => !taken.includes(port), undefined, 32_768)

test("nobody in the way: the ports that the documentation names", async () => {
  expect(await choose({})).toEqual({ nodes: [8000, 8001, 8002], spare: Array.from({ length: 32 }, (_, at) => 8003 + at), sauron: 8999 })
})

test("a port in use moves the whole range, unless the range was asked for", async () => {
  expect((await choose({}, [8001])).nodes).toEqual([8100, 8101, 8102])
  await expect(choose({ nodesFrom: 8000 }, [8001])).rejects.toThrow(BadInput)
  await expect(choose({ nodesFrom: 8000 }, [8001])).rejects.toThrow("port 8001 is in use")
  expect((await choose({ nodesFrom: 9000 }, [8001])).nodes).toEqual([9000, 9001, 9002])
})

test("Sauron and the nodes never get the same port", async () => {
  const { nodes, sauron } = await choose({ nodesFrom: 8998 })
  expect(nodes).not.toContain(sauron)
  await expect(choose({ nodesFrom: 8000, sauronAt: 8002 })).rejects.toThrow("port 8002 is a node's then")
  const many = await choose({ nodes: 120 }, [8005, 8205, 8405, 8605])
  expect(many.nodes).not.toContain(many.sauron)
})

test("Sauron's port in use: another, unless it was asked for", async () => {
  expect((await choose({}, [8999])).sauron).toBe(9099)
  await expect(choose({ sauronAt: 8999 }, [8999])).rejects.toThrow("--sauron-port 8999")
  expect((await choose({ sauron: false }, [8999])).sauron).toBeUndefined()
})

test("no range left below the system's own is said, not looped over", async () => {
  await expect(choosePorts(wish, async () => false, undefined, 32_768)).rejects.toThrow("no 3 free ports in a row")
})

test("spare ports are nobody else's: not Sauron's, not another office's, not the system's", async () => {
  const spareOf = async (change: Partial<PortWish>, reserved: readonly number[], floor = 32_768) =>
    (
      await choosePorts(
        { ...wish, ...change },
        async () => true,
        (port) => reserved.includes(port),
        floor,
      )
    ).spare
  expect(await spareOf({}, [8003, 8005])).not.toContain(8003)
  expect(await spareOf({ nodesFrom: 8990 }, [])).not.toContain(8999)
  expect(await spareOf({ sauron: false }, [], 8005)).toEqual([8003, 8004])
  expect((await spareOf({ nodesFrom: 65_000 }, [])).length).toBe(32)
  expect(await spareOf({ nodesFrom: 65_533 }, [])).toEqual([])
})

test("nodes dial the ports of the run, and no port between them", () => {
  expect(dialRanges([8002, 8000, 8001, 8010])).toEqual(["127.0.0.1:8000-8002", "127.0.0.1:8010-8010"])
})

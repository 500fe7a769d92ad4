/** The tracker, told as a story: what it is asked, whom it dials, whom it believes. */
import { type Effect, type ExchangeAnswer, type Happening, type Hello, type Salt, saltOf, signHello, takeTurn } from "@watercooler/kernel"
import { describe, expect, test } from "vitest"
import { nodeCrypto } from "../src/aggregator/crypto.ts"
import { createTracker, type TrackerConfig, type TrackerRequest } from "../src/tracker/index.ts"

const SELF = "http://127.0.0.1:8999"
const config: TrackerConfig = { network: "crapcoin", version: 1, self: SELF, key: nodeCrypto.publicKeyOf("00".repeat(32)), name: "sauron" }
const seedOf = (name: string) => nodeCrypto.hash(name)
const keyOf = (name: string) => nodeCrypto.publicKeyOf(seedOf(name))
const at = (port: number) => `http://127.0.0.1:${port}`

function helloOf(name: string, port: number, changes: Partial<Hello> = {}): Hello {
  const plain = {
    network: "crapcoin",
    version: 1,
    capabilities: [],
    role: "node",
    name,
    endpoint: at(port),
    key: keyOf(name),
    to: SELF,
    ...changes,
  }
  return { ...signHello(nodeCrypto, seedOf(name), plain), ...changes }
}

/** A driver that writes down what the tracker asks for, and lets the test play everybody else. */
class Stage {
  readonly #tracker
  #requests = 0
  #turns = 0
  now = 0

  constructor(changes: Partial<TrackerConfig> = {}) {
    this.#tracker = createTracker({ ...config, ...changes }, nodeCrypto)
    this.turn({ kind: "boot", snapshot: undefined, records: [], recordsFrom: 0, recordCount: 0, damaged: false })
  }

  turn(happening: Happening<TrackerRequest, ExchangeAnswer>): string[] {
    const salt: Salt = saltOf("stage", ++this.#turns)
    const store = { next: 0, append: () => 0, replaceAll: () => {}, read: () => undefined }
    const effects = takeTurn(this.#tracker, { now: this.now, wall: 0, salt, ...happening }, store, salt)
    return effects.map(describeEffect).filter((line) => line !== "")
  }

  asked(request: TrackerRequest): string[] {
    return this.turn({ kind: "request", id: ++this.#requests, link: "l", proof: undefined, request })
  }

  says(ask: string, port: number, name: string, network = "crapcoin"): string[] {
    return this.turn({ kind: "answer", ask, peer: at(port), answer: { kind: "pubkey", key: keyOf(name), name, network }, more: false })
  }

  silent(ask: string, port: number): string[] {
    return this.turn({ kind: "unreachable", ask, peer: at(port), delivery: "maybe-delivered", because: "timeout" })
  }

  joined(name: string, port: number): void {
    this.asked({ kind: "announce", hello: helloOf(name, port) })
    expect(this.says(`dial ${at(port)}`, port, name)).toContain(`notes peer-added ${at(port)}`)
  }

  peers(limit: number, except = ""): string[] {
    return this.asked({ kind: "peers", limit, except })
  }
}

function describeEffect(effect: Effect<TrackerRequest, ExchangeAnswer>): string {
  switch (effect.effect) {
    case "reply": {
      const { answer, request } = effect
      if (answer.kind === "refused") return `answers ${request}: refused ${answer.status} ${answer.code}`
      if (answer.kind === "peers")
        return `answers ${request}: peers ${
          answer.peers
            .map(({ name }) => name)
            .sort()
            .join(" ") || "nobody"
        }`
      return `answers ${request}: ${answer.kind}`
    }
    case "ask":
      return `asks ${effect.id}`
    case "note":
      return `notes ${effect.note.note} ${String(effect.note.endpoint ?? effect.note.code)}`
    default:
      return ""
  }
}

describe("a newcomer", () => {
  test("is believed after it was dialled back and showed its key", () => {
    const stage = new Stage()
    expect(stage.asked({ kind: "announce", hello: helloOf("b1", 8001) })).toEqual([`asks dial ${at(8001)}`])
    expect(stage.peers(3)).toEqual(["answers 2: peers nobody"])
    expect(stage.says(`dial ${at(8001)}`, 8001, "b1")).toEqual([`notes peer-added ${at(8001)}`, "answers 1: welcome"])
    expect(stage.peers(3)).toEqual(["answers 3: peers b1"])
    expect(stage.asked({ kind: "announce", hello: helloOf("b1", 8001) })).toEqual(["answers 4: welcome"])
  })

  test.each([
    ["of another network", { network: "othercoin" }, "400 wrong-network"],
    ["of another version", { version: 2 }, "400 wrong-version"],
    ["meant for somebody else", { to: at(8002) }, "400 not-for-me"],
    ["with a forged signature", { signature: "ab".repeat(64) }, "403 forged-hello"],
    ["that names no address", { endpoint: "" }, "400 no-endpoint"],
    ["that names the tracker's own address", { endpoint: SELF }, "400 no-endpoint"],
  ])("with a hello %s is refused, and nobody is dialled", (_which, changes, refusal) => {
    const stage = new Stage()
    const lines = stage.asked({ kind: "announce", hello: helloOf("b1", 8001, changes) })
    expect(lines.at(-1)).toBe(`answers 1: refused ${refusal}`)
    expect(lines.some((line) => line.startsWith("asks"))).toBe(false)
  })

  test("that lies about its address is refused: another key answers there", () => {
    const stage = new Stage()
    stage.joined("b2", 8002)
    stage.asked({ kind: "announce", hello: helloOf("liar", 8002) })
    expect(stage.says(`dial ${at(8002)}`, 8002, "b2")).toEqual(["answers 2: refused 403 key-mismatch"])
    expect(stage.peers(3)).toEqual(["answers 3: peers b2"])
  })

  test("that cannot be dialled back, or answers for another network, is refused", () => {
    const stage = new Stage()
    stage.asked({ kind: "announce", hello: helloOf("b1", 8001) })
    expect(stage.silent(`dial ${at(8001)}`, 8001)).toEqual(["answers 1: refused 400 not-dialled-back"])
    stage.asked({ kind: "announce", hello: helloOf("b1", 8001) })
    expect(stage.says(`dial ${at(8001)}`, 8001, "b1", "othercoin")).toEqual(["answers 2: refused 400 not-dialled-back"])
  })

  test("that announces itself twice at once is dialled once and answered twice", () => {
    const stage = new Stage()
    stage.asked({ kind: "announce", hello: helloOf("b1", 8001) })
    expect(stage.asked({ kind: "announce", hello: helloOf("b1", 8001) })).toEqual([])
    expect(stage.says(`dial ${at(8001)}`, 8001, "b1").slice(1)).toEqual(["answers 1: welcome", "answers 2: welcome"])
  })

  test("is told to come again while too many are being dialled", () => {
    const stage = new Stage({ dialsMax: 1 })
    stage.asked({ kind: "announce", hello: helloOf("b1", 8001) })
    expect(stage.asked({ kind: "announce", hello: helloOf("b2", 8002) })).toEqual(["answers 2: refused 503 busy"])
  })

  test("with a known key at a new address has moved; it is not told of twice", () => {
    const stage = new Stage()
    stage.joined("b1", 8001)
    stage.joined("b1", 8011)
    expect(stage.peers(9)).toEqual(["answers 3: peers b1"])
    expect(stage.peers(9, at(8011))).toEqual(["answers 4: peers nobody"])
  })
})

describe("a sample", () => {
  test("is bounded, leaves out the asker, and is different each time", () => {
    const stage = new Stage({ sampleMax: 4 })
    for (let n = 1; n <= 12; n++) stage.joined(`b${n}`, 8000 + n)
    const seen = new Set<string>()
    for (let i = 0; i < 20; i++) {
      const names = stage.peers(99, at(8001))[0]?.split("peers ")[1]?.split(" ") ?? []
      expect(names).toHaveLength(4)
      expect(names).not.toContain("b1")
      seen.add(names.join(" "))
    }
    expect(seen.size).toBeGreaterThan(5)
  })

  test("of a full table: those who answer stay, one that was silent makes place", () => {
    const stage = new Stage({ peersMax: 1 })
    stage.joined("b1", 8001)
    stage.asked({ kind: "announce", hello: helloOf("b2", 8002) })
    expect(stage.says(`dial ${at(8002)}`, 8002, "b2")).toEqual(["answers 2: refused 503 full"])
    stage.now += 10_000_000
    stage.turn({ kind: "timer", name: "probe" })
    stage.silent(`probe ${at(8001)}`, 8001)
    stage.joined("b2", 8002)
    expect(stage.peers(3).at(-1)).toMatch(/peers b2$/)
  })
})

describe("the rest", () => {
  test("a node that stays silent three times is forgotten; one that answers in between is not", () => {
    const stage = new Stage()
    stage.joined("b1", 8001)
    const probe = (answer: () => string[]) => {
      stage.now += 10_000_000
      expect(stage.turn({ kind: "timer", name: "probe" })).toEqual([`asks probe ${at(8001)}`])
      return answer()
    }
    const silence = () => stage.silent(`probe ${at(8001)}`, 8001)
    probe(silence)
    probe(silence)
    probe(() => stage.says(`probe ${at(8001)}`, 8001, "b1"))
    probe(silence)
    expect(probe(silence)).toEqual([])
    expect(probe(silence)).toEqual([`notes peer-dropped ${at(8001)}`])
    expect(stage.peers(3).at(-1)).toMatch(/nobody$/)
  })

  test("a probe that is still open is not asked again", () => {
    const stage = new Stage()
    stage.joined("b1", 8001)
    stage.now += 10_000_000
    stage.turn({ kind: "timer", name: "probe" })
    stage.now += 1_000_000
    expect(stage.turn({ kind: "timer", name: "probe" })).toEqual([])
  })

  test("a node that was only seen at work is asked who it is; a silent address is not asked again at once", () => {
    const stage = new Stage()
    expect(stage.asked({ kind: "sighted", endpoint: at(8001) })).toEqual([`asks dial ${at(8001)}`, "answers 1: welcome"])
    expect(stage.asked({ kind: "sighted", endpoint: at(8001) })).toEqual(["answers 2: welcome"])
    stage.silent(`dial ${at(8001)}`, 8001)
    expect(stage.asked({ kind: "sighted", endpoint: at(8001) })).toEqual(["answers 3: welcome"])
    stage.now += 11_000_000
    stage.asked({ kind: "sighted", endpoint: at(8001) })
    stage.says(`dial ${at(8001)}`, 8001, "b1")
    expect(stage.peers(3).at(-1)).toMatch(/peers b1$/)
  })

  test("somebody else at a known address is noticed by the key", () => {
    const stage = new Stage()
    stage.joined("b1", 8001)
    stage.now += 10_000_000
    stage.turn({ kind: "timer", name: "probe" })
    expect(stage.says(`probe ${at(8001)}`, 8001, "b2")).toEqual([`notes peer-dropped ${at(8001)}`, `asks dial ${at(8001)}`])
  })
})

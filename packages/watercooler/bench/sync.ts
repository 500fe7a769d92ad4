/** (c) First sync and full validation of a long chain from a peer, HTTP and storage included, against bare Ed25519 verification on one core. */
import { createPublicKey, verify } from "node:crypto"
import { join } from "node:path"
import { genesisText, type PlannedParty, transferText } from "@watercooler/bigload"
import { NodeCrypto } from "@watercooler/host"
import { bigloadsAt, type LongChain, longChain, writeChain } from "./chain.ts"
import { freePorts, get, startNode, withFolder } from "./processes.ts"
import type { Row } from "./report.ts"

const HEIGHT = 20_000
const ACCOUNTS = 100
const PING_EVERY_MS = 10

export async function benchSync(): Promise<Row[]> {
  return withFolder(async (folder) => {
    const ports = await freePorts(2)
    const parties = bigloadsAt(ports)
    const [source, newcomer] = parties as [PlannedParty, PlannedParty]
    const chain = longChain(parties, HEIGHT, ACCOUNTS, [source.endpoint])
    writeChain(join(folder, source.name, "storage"), chain.blocks)
    const first = await startNode(folder, { name: source.name, port: ports[0] as number, settings: chain.plan.settingsOf(source) })
    const before = bareRate(chain)
    const inputsFile = join(folder, "inputs.ndjson")
    const journalFile = join(folder, "journal.ndjson")
    const second = await startNode(folder, {
      name: newcomer.name,
      port: ports[1] as number,
      settings: chain.plan.settingsOf(newcomer),
      inputsFile,
      journalFile,
    })
    const startedAt = performance.now()
    const slowestPing = await pingUntil(second.url, HEIGHT)
    const seconds = (performance.now() - startedAt) / 1_000
    const metrics = await (await fetch(`${second.url}/metrics`)).text()
    const stepMs = Number(/^host_step_seconds_max (.+)$/m.exec(metrics)?.[1]) * 1_000
    await Promise.all([first.stop(), second.stop()])
    const bare = (before + bareRate(chain)) / 2
    const rate = HEIGHT / seconds
    return [
      { bench: "c", what: "bare Ed25519 verification, one core", value: bare, unit: "/s" },
      { bench: "c", what: `first sync of ${HEIGHT} blocks, ${ACCOUNTS} accounts`, value: rate, unit: "blocks/s" },
      { bench: "c", what: "sync against bare verification", value: rate / bare, unit: "×", goal: { atLeast: 0.7 } },
      { bench: "c", what: "longest step", value: stepMs, unit: "ms", goal: { atMost: 20 } },
      { bench: "c", what: "slowest /ping meanwhile", value: slowestPing, unit: "ms" },
    ]
  })
}

function bareRate({ plan, blocks }: LongChain): number {
  const genesisHash = new NodeCrypto().hash(genesisText(plan.genesis))
  const keys = new Map(
    plan.parties.map(({ key }) => [
      key,
      createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: Buffer.from(key, "hex").toString("base64url") }, format: "jwk" }),
    ]),
  )
  const claims = blocks.slice(0, 8_000).map(({ transaction }) => ({
    key: keys.get(transaction.from),
    text: Buffer.from(transferText(genesisHash, transaction)),
    signature: Buffer.from(transaction.signature, "hex"),
  }))
  const startedAt = performance.now()
  for (const { key, text, signature } of claims)
    if (key === undefined || !verify(null, text, key, signature)) throw new Error("a signature of the bench is bad")
  return claims.length / ((performance.now() - startedAt) / 1_000)
}

/** Pings all the while; returns the slowest answer in milliseconds. */
async function pingUntil(url: string, height: number): Promise<number> {
  let slowest = 0
  for (let next = performance.now(); ; next += PING_EVERY_MS) {
    const at = performance.now()
    const { height: reached } = await get<{ height: number }>(`${url}/status`)
    slowest = Math.max(slowest, performance.now() - at)
    if (reached >= height) return slowest
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, next - performance.now())))
  }
}

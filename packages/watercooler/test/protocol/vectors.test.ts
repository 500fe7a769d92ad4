/**
 * The test vectors beside the protocol page: made by the node's code, checked against the page's words by nothing but hashing and signing, and accepted by
 * the judge's own verifier. `WATERCOOLER_UPDATE=1 npm test -- vectors` writes them anew.
 */
import { createHash, createPublicKey, verify } from "node:crypto"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { blockTextBeforeNonce, draftBlock, genesisText, search, transferId, transferText, workOf } from "@watercooler/bigload"
import { NodeCrypto } from "@watercooler/host"
import { verifyChain } from "@watercooler/judge/crapcoin"
import { type Hello, helloText, signHello } from "@watercooler/kernel"
import { describe, expect, test } from "vitest"

const file = join(import.meta.dirname, "../../../../docs/protocol/crapcoin-vectors.json")
const crypto = new NodeCrypto()

function makeVectors() {
  const people = ["alice", "bob", "carol"].map((name) => {
    const privateKey = crypto.hash(`vector ${name}`)
    return { name, privateKey, address: crypto.publicKeyOf(privateKey) }
  })
  const [alice, bob, carol] = people as [(typeof people)[0], (typeof people)[0], (typeof people)[0]]
  const genesis = {
    name: "vectors",
    difficulty: 10,
    subsidy: 2,
    timestamp: 1_767_225_600_000,
    allocations: [
      { address: bob.address, amount: 50 },
      { address: alice.address, amount: 1_000 },
    ],
  }
  const text = genesisText(genesis)
  const genesisHash = crypto.hash(text)
  const rules = { genesis, genesisHash }
  const payments = [
    { payer: alice, payee: bob, amount: 5, nonce: 0, miner: alice },
    { payer: alice, payee: carol, amount: 7, nonce: 1, miner: carol },
    { payer: bob, payee: bob, amount: 1, nonce: 0, miner: bob },
  ]
  let parent = { hash: genesisHash, height: 0, timestamp: genesis.timestamp }
  const blocks = payments.map(({ payer, payee, amount, nonce, miner }) => {
    const unsigned = { from: payer.address, to: payee.address, amount, nonce }
    const signedText = transferText(genesisHash, unsigned)
    const transaction = { ...unsigned, signature: crypto.sign(payer.privateKey, signedText) }
    const id = transferId(crypto, genesisHash, transaction)
    const draft = draftBlock(rules, parent, transaction, miner.address, parent.timestamp + 1_234)
    const block = search(crypto, draft, id, 0, 1_000_000)
    if (block === undefined) throw new Error("no nonce found")
    parent = { hash: block.hash, height: block.number, timestamp: block.timestamp }
    return { signedText, transferId: id, text: blockTextBeforeNonce(draft, id) + block.nonce, work: workOf(block.hash), block }
  })
  const hello = signHello(crypto, alice.privateKey, {
    network: genesisHash,
    version: 1,
    capabilities: ["blocks"],
    role: "full",
    name: "bigload-1",
    endpoint: "http://127.0.0.1:8001",
    key: alice.address,
    to: "http://127.0.0.1:8002",
  })
  const balances = { [alice.address]: 1_000 - 5 - 7 + 2, [bob.address]: 50 + 5 + 2, [carol.address]: 7 + 2 }
  return { people, genesis: { genesis, text, hash: genesisHash }, blocks, balances, hello: { text: helloText(hello), hello } }
}

const made = makeVectors()
if (process.env.WATERCOOLER_UPDATE === "1") writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`)
const vectors = JSON.parse(readFileSync(file, "utf8")) as typeof made

const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex")
const isSigned = (key: string, text: string, signature: string): boolean => {
  const jwk = { kty: "OKP", crv: "Ed25519", x: Buffer.from(key, "hex").toString("base64url") }
  return verify(null, Buffer.from(text), createPublicKey({ key: jwk, format: "jwk" }), Buffer.from(signature, "hex"))
}

describe("the test vectors", () => {
  test("are what the node makes", () => expect(made).toEqual(vectors))

  test("follow from the page's words", () => {
    const { genesis, blocks, hello } = vectors
    const allocations = [...genesis.genesis.allocations].sort((a, b) => (a.address < b.address ? -1 : 1))
    const lines = [
      "crapcoin genesis 1",
      "vectors",
      "10",
      "2",
      "1767225600000",
      "2",
      ...allocations.map(({ address, amount }) => `${address} ${amount}`),
    ]
    expect(genesis.text).toBe(lines.join("\n"))
    expect(genesis.hash).toBe(sha256(genesis.text))
    let previous = genesis.hash
    for (const { block, signedText, transferId: id, text, work } of blocks) {
      const { from, to, amount, nonce, signature } = block.transaction
      expect(signedText).toBe(["crapcoin transfer 1", genesis.hash, from, to, amount, nonce].join("\n"))
      expect(isSigned(from, signedText, signature)).toBe(true)
      expect(id).toBe(sha256(`${signedText}\n${signature}`))
      expect(text).toBe(["crapcoin block 1", block.number, previous, id, block.miner, block.timestamp, 10, block.nonce].join("\n"))
      expect(block.hash).toBe(sha256(text))
      expect(BigInt(`0x${block.hash}`) >> BigInt(256 - work)).toBe(0n)
      expect(work).toBeGreaterThanOrEqual(10)
      previous = block.hash
    }
    expect(isSigned(hello.hello.key, hello.text, (hello.hello as Hello).signature)).toBe(true)
  })

  test("make a chain that the judge, who never met the node, accepts", () => {
    const verified = verifyChain(
      vectors.genesis.genesis,
      vectors.blocks.map(({ block }) => block),
      crypto,
    )
    expect(verified).toMatchObject({ ok: true })
  })
})

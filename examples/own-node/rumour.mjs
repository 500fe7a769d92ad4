/** A set that nodes keep together by gossip over UDP: `POST /add/5`, `GET /all`. With `--once` it tells each rumour once and hopes for the best. */
import { createSocket } from "node:dgram"
import { createServer } from "node:http"

const [port, gossipPort, peers, once] = process.argv.slice(2)
const known = new Set()
const gossip = createSocket("udp4")

const tell = (numbers) => {
  for (const peer of peers.split(",")) gossip.send(JSON.stringify(numbers), Number(peer.split(":")[1]), "127.0.0.1")
}
gossip.on("message", (bytes) => {
  for (const number of JSON.parse(bytes.toString())) known.add(number)
})
gossip.on("error", () => {}) // A peer that is away: it is told again.

createServer((request, response) => {
  const [, what, number] = request.url.split("/")
  if (what === "add") {
    known.add(Number(number))
    tell([Number(number)])
  }
  response.setHeader("content-type", "application/json")
  response.end(JSON.stringify([...known]))
}).listen(Number(port), "127.0.0.1")
gossip.bind(Number(gossipPort), "127.0.0.1", () => {
  if (once !== "--once") setInterval(() => tell([...known]), 100)
})

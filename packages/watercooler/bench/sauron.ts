/** (d) What the Eye costs a route, and (e) what Sauron takes in. */
import { benchEye, compare } from "../../sauron/bench/eye.ts"
import { benchIntake } from "../../sauron/bench/intake.ts"
import { bigloadsAt, longChain } from "./chain.ts"
import { freePorts, startNodes, startSauron, withFolder } from "./processes.ts"
import type { Row } from "./report.ts"

export async function benchTheEye(): Promise<Row[]> {
  const hosted = await onHostedNodes()
  const bare = await benchEye()
  return [
    { bench: "d", what: "GET /status of a BigLoad without the Eye", value: hosted.plainPerSecond, unit: "req/s" },
    { bench: "d", what: "part of its requests a second that the Eye costs", value: hosted.cost * 100, unit: "%", goal: { atMost: 10 } },
    { bench: "d", what: "an empty Fastify route without the Eye", value: bare.plainPerSecond, unit: "req/s" },
    { bench: "d", what: "part of its requests a second that the plugin costs", value: bare.cost * 100, unit: "%", goal: { atMost: 10 } },
  ]
}

/** Two BigLoads, of which Sauron watches one. */
function onHostedNodes() {
  return withFolder(async (folder) => {
    const ports = await freePorts(2)
    const parties = bigloadsAt(ports)
    const { plan } = longChain(parties, 0, 2, [])
    const sauron = await startSauron()
    const nodes = await startNodes(folder, plan, parties, (_party, at) => ({
      requestsPerSecondPerLink: 1_000_000,
      sauronUrl: at === 1 ? sauron.url : "",
    }))
    const [plain, watched] = nodes.map(({ url }) => `${url}/status`) as [string, string]
    const cost = await compare(plain, watched)
    await Promise.all([...nodes.map((node) => node.stop()), sauron.stop()])
    return cost
  })
}

export async function benchSauron(): Promise<Row[]> {
  const { perSecond, lost, reports } = await benchIntake()
  return [
    { bench: "e", what: `reports that Sauron takes in and keeps, of ${reports}`, value: perSecond, unit: "/s", goal: { atLeast: 50_000 } },
    { bench: "e", what: "reports lost", value: lost, unit: "", goal: { atMost: 0 } },
  ]
}

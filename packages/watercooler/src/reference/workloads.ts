/** How a workload is written: the part of `docs/reference/programs.md` that says what is asked for, and what is made of the answers. */
import { functionsOf, GAPS_EVERYWHERE } from "../histories/functions.ts"
import { type GeneratorName, generatorDefaults, generatorNames } from "../histories/generators.ts"
import { markdownTable } from "./table.ts"

/** What has to be seen. */
const SEEN: Readonly<Record<GeneratorName, string>> = {
  register: "`read`: what the key holds, or null",
  "cas-register": "`read`: what the key holds, or null. `cas` writes `{to}` if the key holds `{from}`, and is refused otherwise",
  set: "`read`: a list of all elements",
  counter: "`read`: a number",
  "pn-counter": "`read`: a number",
  queue: "`dequeue`: one element. `drain`, at the end: a list of all that are left",
  bank: "`read`: a map, account to balance",
  append: "`txn`: the same list, each read with what it saw: `[[r, 1, [5]], [append, 1, 6]]`",
  "rw-register": "`txn`: the same list, each read with what it saw: `[[r, 1, 5], [w, 1, 6]]`",
  "unique-ids": "`generate`: an id",
}

export function workloadsPart(): string {
  const rows = generatorNames.map((name) => [`\`${name}\``, asked(name), SEEN[name]])
  return `${markdownTable(["workload", "asks for", "and sees"], rows)}

**With \`client: http\`** each function has a line in \`ops\`: a method, an address that begins with \`{url}\`, and a body if there is one.

\`\`\`yaml
workload:
  name: register
  client: http
  value: /value
  ops:
    read: "GET {url}/keys/{run}-{key}"
    write: 'PUT {url}/keys/{run}-{key} {"value": {value}}'
\`\`\`

Gaps are those of the table, and everywhere ${GAPS_EVERYWHERE.map((gap) => `\`{${gap}}\``).join(" and ")}: where a node is reached, and another word for each run. In a body those of the table are JSON. \`value\` is a JSON pointer (RFC 6901) into the answer; left out, all of it is the value.

| answer | means |
|---|---|
| 2xx | it happened. A read whose \`value\` leads nowhere has failed |
| 204, 404 to \`read\` | there is nothing: null |
| 409, 412, 422, other 4xx | it did not happen |
| 408, 3xx, 5xx, none in time | a \`read\` failed; of anything else nobody knows whether it happened |
| nobody listens | it did not happen |

Redirects are not followed: the address that a node knows of its leader is not the one by which clients reach it. Where only the leader answers, and others say 307, let them pass requests on, or write a module that asks the next of its \`urls\`.

**A module** has a default export that is given \`{worker, urls, run}\` and returns, or promises, a client: \`invoke({f, key, value, isFinal})\` and \`close()\`. \`worker\` counts clients from 0; \`urls\` are \`127.0.0.1:port\`, one for each node. \`invoke\` returns
\`{type: "ok", value}\` with what was seen, \`{type: "fail", error}\` for what certainly did not happen and never will, \`{type: "info", error}\` where nobody knows; to throw, or to take longer than \`timeout\`, is \`info\`. [\`client.mjs\`](../../examples/own-node/client.mjs) is one.

A client of HTTP keeps to one node. After about ${2 * generatorDefaults.writesPerKeyMax} operations a key of a register is used no more, and a new one takes its place, so that every history can be judged. Where nothing succeeded, or nobody read anything that was written, a run is inconclusive.
\`calm\`, \`links\` and \`groups\` are of scenarios with \`nodes\`; with \`programs\` there are none.
`
}

function asked(name: GeneratorName): string {
  return Object.entries(functionsOf[name])
    .map(([f, gaps]) => `\`${f}\`${gaps.length === 0 ? "" : `: ${gaps.map((gap) => `\`{${gap}}\``).join(" ")}`}`)
    .join("; ")
}

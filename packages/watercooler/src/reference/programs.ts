/** Scenarios about programs that are not ours, as a page for people: `docs/reference/programs.md` is printed from the schema. */
import { z } from "zod"
import { programScenario, role } from "../programs/schema.ts"
import { markdownTable } from "./table.ts"
import { workloadsPart } from "./workloads.ts"

type Schema = { readonly [key: string]: unknown }

const head = `# Programs

This page is printed from \`packages/watercooler/src/programs/schema.ts\`; a test keeps it so. [Your own node](../your-own-node.md) is the story of one.

A scenario with \`programs\` in place of \`nodes\` is about programs of somebody else. \`watercooler run\` runs it; virtual time has no place for them.
\`watercooler -x 3 --node COMMAND\` opens an office of one program without a scenario.

## Gaps

In \`command\`, \`env\` and \`files\`. A port of a name other than the first has it behind a dot: \`{port.peer}\`, \`{peers.peer}\`, \`{node-2.peer}\`.

| gap | filled with |
|---|---|
| \`{port}\` | the port on which this node is to listen |
| \`{advertised}\` | the port at which everybody else reaches it, if it is to tell them |
| \`{peers}\` | all other nodes of the same program, as this one reaches them, with commas between |
| \`{all}\` | the same with itself |
| \`{advertised-host}\` | the host by which others are told of it: 127.0.0.1, or with \`reach: proxy\` one that only the proxies know |
| \`{proxy}\` | with \`reach: proxy\`, the port of its proxy; \`http_proxy\`, \`https_proxy\` and \`NODE_USE_ENV_PROXY\` are set already |
| \`{redis-1}\` | the port at which this node reaches that one, of whatever program |
| \`{name}\`, \`{number}\`, \`{count}\` | \`redis-1\`, \`1\`, and how many there are |
| \`{data}\` | its folder: kept, wiped (\`disk: wiped\`), or without the end of the file that was written last (\`disk: torn\`) |
| \`{here}\`, \`{host}\` | the folder of the scenario; 127.0.0.1 |

## How they reach each other

| reach | |
|---|---|
| \`per-dialler\` | Each node is told another port for each of its peers, so it is known who speaks. For programs that are given a list of peers and do not tell each other their addresses. |
| \`per-node\` | Each node has one port that everybody is told. Who has dialled is found out from the system, in a few milliseconds a connection; Linux only. For programs that tell each other where they are: Redis, etcd, NATS. |
| \`proxy\` | Each node has a forward proxy, for requests of HTTP to whole addresses, \`CONNECT\` and SOCKS 5 without a password. Peers are told as 192.0.2.1 and so on, which lead nowhere but through it. Whoever is no node of the run is refused, and named at the end. |
| \`none\` | They reach each other directly. Processes can be harmed, links cannot. |

What passes is cut into HTTP messages where it is HTTP; bytes of anything else are held while a link is cut, as TCP would send them again, and go on when it heals; so does the rest of a message that was under way when the cut came. With \`bytes: true\` nothing is taken for HTTP:
right for streams inside of HTTP, such as those between members of etcd. A connection of which nobody can say who dialled is let through, and makes a run with cuts inconclusive.

## Ports

\`ports: [client, gossip/udp, swim/tcp+udp]\`: a name each, with what is spoken there behind a slash, if it is not TCP. The first is meant where none is named. A port of UDP is ready when somebody has bound it (Linux); elsewhere \`ready\` needs
a line of the log. Datagrams go through the switchboard one by one: late, lost, doubled, changed, held or overtaken, as the faults of their link say. Whoever hears one sees the address by which it knows the sender. Whoever sends from
a port on which it does not listen has a flow, until a minute of silence; 1,024 at once, and 16 MiB of late datagrams. What is lost for want of room is in the summary, as \`overflowed\`.

## Environment

\`PATH\`, \`HOME\`, \`LANG\` and \`TMPDIR\` as you have them, and what \`env\` says; nothing else of your shell. With Sauron also where to tell notes, spans and logs: [Sauron](../sauron.md#programs-of-somebody-else) has the variables.

## Checks

\`history\`: what the clients were told is what the workload's model allows; the history is in the run's folder, and \`watercooler check\` judges it again. \`faults-touched\`, as for other scenarios.
\`nobody-falls-over\`: no program ended unless it was asked to. Left out, all that can say anything are made.
`

export function programsPage(): string {
  const schema = z.toJSONSchema(programScenario, { io: "input", reused: "inline", unrepresentable: "any" }) as Schema
  const programs = inside(schema, "programs").additionalProperties as Schema
  const faults = inside(schema, "faults").items as Schema
  const roles = z.toJSONSchema(role, { io: "input", unrepresentable: "any" }) as Schema
  return `${[
    head,
    "## A program\n",
    keysOf(programs),
    "\n## The workload\n",
    keysOf(inside(schema, "workload")),
    "\n## What a workload asks for\n",
    workloadsPart().trimEnd(),
    "\n## Faults\n",
    "As in [other scenarios](scenario.md), and:\n",
    keysOf({ properties: { isolate: (faults.properties as Schema).isolate, upgrade: (faults.properties as Schema).upgrade } }),
    "\nOf `upgrade`:\n",
    keysOf(inside(faults, "upgrade")),
    "\nOf `when`, in place of a time:\n",
    keysOf(inside(faults, "when")),
    "\nIn place of a name, `isolate`, `fire`, `layoff`, `pause`, `slow` and `upgrade` take `{who: …}`: whoever has a role when the moment has come. Nodes are asked until one has it, for ten seconds at most.\n",
    "## A role\n",
    keysOf(roles),
    "\n## The Boss\n",
    "`boss: true`, or a budget as in [other scenarios](scenario.md), but for newcomers and shits, of which there are none. Disks are kept unless `disks` says otherwise. And:\n",
    keysOf({ properties: { likes: { description: "Whom it harms rather than others, three times out of four: whoever has this role." } } }),
  ].join("\n")}\n`
}

function inside(schema: Schema, key: string): Schema {
  return (schema.properties as Record<string, Schema>)[key] as Schema
}

function keysOf({ properties }: Schema): string {
  const rows = Object.entries(properties as Record<string, Schema>).map(([key, { description = "" }]) => [
    `\`${key}\``,
    String(description),
  ])
  return markdownTable(["key", "what it says"], rows)
}

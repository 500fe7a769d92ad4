/** Histories as a page for people: models, anomalies, and the consistency that each rules out, printed from the judge. */
import { anomalyMeanings, consistencyModels, historyModels, ruledOut } from "@watercooler/judge/histories"
import { markdownTable } from "./table.ts"

const head = `# Histories

What \`watercooler check\` knows, printed from the judge; a test keeps it so. [A story](../10-histories.md) shows how it is used.

## What is read

Events in the order in which they happened, each with \`:type\` (\`:invoke\`, \`:ok\`, \`:fail\`, \`:info\`), \`:process\`, \`:f\`, \`:value\`, and perhaps \`:key\`, \`:time\`, \`:error\`, \`:final?\`; other fields are passed over.

- **EDN**: maps one after the other or in one vector, records such as \`#jepsen.history.Op{…}\`, a stored test with its \`:history\`. Keywords and strings are the same in names.
- **JSON**: one list, an object with \`history\`, or an object a line.
- **Jepsen's log**: \`INFO  jepsen.util - 3 :invoke :write 4\`, with tabs or blanks; other lines are passed over.

Processes are numbers, or names with a number in them; all others, such as \`:nemesis\`, do no operations. What was never completed may happen at any later time. A completion without an invocation is left out, and said.
Of a history without any invocation nobody knows what came before what. Many objects in one history are told apart by \`:key\`, or by values \`[key value]\`, as Jepsen's independent tests have them: then reads are invoked with such a pair.

A compare-and-set that failed is an observation in Jepsen's logs, where nothing else ends so, and is left out elsewhere, because it may have failed for any reason: \`--failed-cas\` says otherwise.

A file is at most 512 MiB, 10 million events, and values are nested at most 64 deep.
`

const afterModels = `
For \`set\`, an element is *lost* if it was known, because its addition was acknowledged or a read had shown it, and the last read that began later lacks it; *stale* if a later one shows it again, which \`--eventual\` allows.
A \`queue\` has lost something only if it was seen empty afterwards, and more is missing than dequeues of unknown outcome can have taken.
`

const answers = `
## Answers

| answer | exit code | means |
|---|---|---|
| passed | 0 | the claim holds for this history |
| violated | 1 | it does not, and this is why |
| inconclusive | 3 | nothing succeeded, nothing was read, or nothing of what was written was ever seen |
| undecided | 3 | there was not enough time (\`--time\`) or memory (\`--memory\`) to know |
`

export function historiesPage(): string {
  const models = Object.entries(historyModels).map(([name, claim]) => [`\`${name}\``, claim])
  const anomalies = Object.entries(anomalyMeanings).map(([name, meaning]) => {
    const weakest = consistencyModels.find((model) => ruledOut([name]).has(model))
    return [`\`${name}\``, meaning, `\`${weakest ?? ""}\``]
  })
  return [
    head,
    "## Models\n",
    markdownTable(["model", "claim"], models),
    afterModels,
    "## Anomalies of transactions\n",
    `Each is forbidden by the model named and by all that are stronger. \`--consistency-model\` is one of ${consistencyModels.map((name) => `\`${name}\``).join(", ")}. The same with \`-process\` needs the order within a process to be seen, and with \`-realtime\` that of the clock.\n`,
    markdownTable(["anomaly", "means", "forbidden from"], anomalies),
    answers,
  ].join("\n")
}

/** Questions to whoever shows the run, from anywhere in the page. */
import type { Questions } from "../../src/recording/protocol.ts"
import type { Source, Topic } from "./source.ts"

let source: Source | undefined

export function setSource(from: Source): void {
  source = from
}

export async function ask<K extends Topic>(topic: K, question: Questions[K]["question"]): Promise<Questions[K]["answer"] | undefined> {
  return source?.ask(topic, question)
}

/** Work that takes long, in a thread of its own: meanwhile Ctrl-C is heard, and an end that is asked for comes at once. */
import { parentPort, Worker, workerData } from "node:worker_threads"
import { BadInput, type Complaint } from "../input/complaint.ts"

/** What the thread tells. */
type FromAside<Told, Done> =
  | { readonly told: Told }
  | { readonly done: Done }
  | { readonly complaints: readonly Complaint[] }
  | { readonly failed: string }

export interface Aside<Done> {
  readonly done: Promise<Done>
  /** Ends the thread, wherever it is. */
  end(): Promise<void>
}

/** `facts` are copied, and so is what comes back. */
export function workAside<Told, Done>(entry: URL, facts: object, told: (words: Told) => void): Aside<Done> {
  const worker = new Worker(entry, { workerData: facts })
  const done = new Promise<Done>((resolve, reject) => {
    worker.on("error", reject)
    worker.on("exit", () => reject(new Error("the thread ended before its work was done")))
    worker.on("message", (message: FromAside<Told, Done>) => {
      if ("told" in message) return told(message.told)
      if ("done" in message) resolve(message.done)
      else reject("complaints" in message ? new BadInput(...message.complaints) : new Error(message.failed))
      void worker.terminate()
    })
  })
  return { done, end: async () => void (await worker.terminate()) }
}

/** The thread's side of it. */
export function answerAside<Facts, Told, Done>(work: (facts: Facts, tell: (words: Told) => void) => Done): void {
  const say = (message: FromAside<Told, Done>) => parentPort?.postMessage(message)
  try {
    say({ done: work(workerData as Facts, (told) => say({ told })) })
  } catch (error) {
    if (error instanceof BadInput) say({ complaints: error.complaints })
    else say({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
}

/** Beside the bundle of the command, or beside the sources. */
export function threadEntry(name: string, source: string): URL {
  return new URL(import.meta.url.endsWith(".ts") ? source : `../${name}.js`, import.meta.url)
}

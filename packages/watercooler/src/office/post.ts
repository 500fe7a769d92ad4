/** What it is to work here: how a process is started that fills a position. For our own nodes below; `programs/` has those of others. */
import type { Disk } from "@watercooler/boss/faults"
import type { FromNode, NodeConfig } from "@watercooler/host"
import type { Surroundings } from "./employee.ts"
import { type NodeFolder, writeSecret } from "./folder.ts"
import { processEntry } from "./package-root.ts"
import { type Running, start } from "./spawn.ts"

export interface FirstDay {
  readonly disk: Disk
  /** What it suffers from its first moment. */
  readonly torments: NodeConfig["torments"]
  /** Hears `ready`, and whatever else a process says. */
  readonly heard: (message: FromNode) => void
}

export interface Post {
  readonly port: number
  /** It has nothing to catch up with. */
  readonly settlesAtOnce: boolean
  /** Whether its clock and its disk are in our hands. */
  readonly suffers: boolean
  /** What it hears when it is laid off. */
  readonly goodbye: NodeJS.Signals
  /** What whoever is started is waited for to do, while it has not: `nobody listens on 127.0.0.1:8000 yet`. Without it, it says so itself. */
  unready?(sinceWhen: string): string
  /** `damage`: bytes that its disk has lost by how it was left. */
  start(day: FirstDay, around: Surroundings): { readonly running: Running; readonly damage: number }
}

/** A position gets another program, which is no fault of the vocabulary: only programs that are not ours have one. */
export interface Upgrade {
  readonly kind: "upgrade"
  readonly node: string
  /** The command, as it was filled in. */
  readonly to: string
  /** To what it was before. */
  readonly back?: true
}

/** What a node of ours is told whenever it is hired; the rest is as things are then. */
export type Config = Omit<NodeConfig, "disk" | "switchboard" | "torments">

export function nodePost(config: Config, folder: NodeFolder): Post {
  return {
    port: config.port,
    settlesAtOnce: config.program === "wall",
    suffers: true,
    goodbye: "SIGTERM",
    start({ disk, torments, heard }, { board, warden }) {
      const now: NodeConfig = { ...config, disk: disk === "wiped" ? "kept" : disk, switchboard: board(), torments }
      writeSecret(folder.config, JSON.stringify(now))
      const args = ["--config", folder.config]
      const order = { entry: processEntry("node"), args, frugal: true, outputFile: folder.output }
      return { running: start({ ...order, heard: (message) => heard(message as FromNode) }, warden), damage: 0 }
    },
  }
}

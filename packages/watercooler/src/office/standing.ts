/** How an employee stands, as far as the supervisor has heard: at work or not, which head, how many peers. */
import type { Disk } from "@watercooler/boss/faults"
import type { Note } from "@watercooler/kernel"

export class Standing {
  state: "up" | "starting" | "paused" | "down" = "down"
  disk: Disk = "kept"
  /** Whether it has caught up with the others since it was hired. */
  settled = false
  height = 0
  head = ""
  /** How often it was hired again. */
  restarts = -1
  /** How often it ended without being asked to. */
  falls = 0
  /** What it found missing on its disk when it was last hired. */
  damage = { records: 0, bytes: 0 }
  readonly peers = new Set<string>()
  /** Who has asked it past the switchboard. */
  readonly bypassedBy = new Set<string>()
  readonly #settlesAtOnce: boolean

  constructor(settlesAtOnce: boolean) {
    this.#settlesAtOnce = settlesAtOnce
  }

  hired(disk: Disk): void {
    this.state = "starting"
    this.disk = disk
    this.settled = false
    this.damage = { records: 0, bytes: 0 }
    this.restarts++
    this.peers.clear()
    if (disk === "wiped") this.height = 0
    if (disk === "wiped") this.head = ""
  }

  ready(): void {
    this.state = "up"
    if (this.#settlesAtOnce) this.settled = true
  }

  paused(): void {
    this.state = "paused"
  }

  ended(asked: boolean): void {
    this.state = "down"
    this.peers.clear()
    if (!asked) this.falls++
  }

  /** The notes that the supervisor follows; all others pass by. */
  noted(fact: Note): void {
    switch (fact.note) {
      case "head-moved":
        this.height = Number(fact.height)
        this.head = String(fact.head)
        break
      case "peer-added":
        this.peers.add(String(fact.endpoint))
        break
      case "peer-dropped":
        this.peers.delete(String(fact.endpoint))
        break
      case "disk-damaged":
        this.damage = { records: Number(fact.dropped), bytes: Number(fact.bytes) }
        break
      case "bypassed":
        this.bypassedBy.add(String(fact.from))
        break
      case "synced":
        this.settled = true
        break
    }
  }

  /** What the node itself says about its chain. */
  told(height: number, head: string): void {
    this.height = height
    this.head = head
  }
}

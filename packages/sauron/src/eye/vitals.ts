/** How the node's process is doing, told along with its reports: at most once a second, and nothing where there is nothing else to tell. */

/** Processor time in per cent of one core, memory in MiB, longest wait of the event loop in ms: since the last time. */
export type VitalSigns = readonly [cpuPercent: number, memoryMiB: number, lagMs: number]

const EVERY_MS = 1_000
const MIB = 1_048_576

export class VitalsTaker {
  #atMs = performance.now()
  #cpu = process.cpuUsage()
  #lagMs = 0

  /** A timer of ours has fired so much later than it was set for: so long nobody in this process was answered. */
  late(ms: number): void {
    if (ms > this.#lagMs) this.#lagMs = ms
  }

  /** Undefined while the last ones are not a second old. */
  take(): VitalSigns | undefined {
    const nowMs = performance.now()
    const passedMs = nowMs - this.#atMs
    if (passedMs < EVERY_MS) return undefined
    const cpu = process.cpuUsage(this.#cpu)
    const percent = (cpu.user + cpu.system) / (passedMs * 10)
    const signs = [rounded(percent), Math.round(process.memoryUsage.rss() / MIB), rounded(this.#lagMs)] as const
    this.#atMs = nowMs
    this.#cpu = process.cpuUsage()
    this.#lagMs = 0
    return signs
  }
}

const rounded = (value: number): number => Math.round(Math.max(0, value) * 10) / 10

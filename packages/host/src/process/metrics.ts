/** What the host itself has to say at `/metrics`, in Prometheus' text format. */

import type { Driver } from "../driver/driver.ts"
import type { Client } from "../http/client.ts"

export function hostMetrics(driver: Driver<never, never>, client: Client): string {
  const { rss, heapUsed } = process.memoryUsage()
  const { user, system } = process.cpuUsage()
  const rows: readonly (readonly [string, string, string, number])[] = [
    ["host_inputs_total", "Inputs stepped since boot", "counter", driver.inputs],
    ["host_step_seconds_max", "Longest step since boot", "gauge", driver.stepUsMax / 1e6],
    ["host_asks_under_way", "Requests to peers under way", "gauge", client.underWay],
    ["host_asks_waiting", "Requests to peers waiting", "gauge", client.waiting],
    ["process_resident_memory_bytes", "Resident memory", "gauge", rss],
    ["process_heap_bytes", "JavaScript heap in use", "gauge", heapUsed],
    ["process_cpu_seconds_total", "CPU time", "counter", (user + system) / 1e6],
  ]
  return rows.map(([name, help, type, value]) => `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${name} ${value}\n`).join("")
}

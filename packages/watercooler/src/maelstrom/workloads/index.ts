/** Every workload, by the name that Maelstrom has for it. */
import { kafka } from "./kafka.ts"
import { broadcast, echo, gCounter, gSet, linKv, pnCounter, txnListAppend, txnRwRegister, uniqueIds } from "./simple.ts"
import type { Workload } from "./workload.ts"

export const workloads: Readonly<Record<string, Workload>> = Object.fromEntries(
  [echo, uniqueIds, broadcast, gSet, gCounter, pnCounter, linKv, txnListAppend, txnRwRegister, kafka].map((workload) => [
    workload.name,
    workload,
  ]),
)

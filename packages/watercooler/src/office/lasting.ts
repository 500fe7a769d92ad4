/** Faults that last: of links, of a node's clock, disk or processor. What begins each, and what ends it and says what it has touched. */
import { type AnyFault, isLinkFault, type LinkFault, type NodeFault } from "@watercooler/boss/faults"
import type { Receipt } from "@watercooler/kernel"
import type { Employee } from "./employee.ts"
import { beginSlowness } from "./slowness.ts"
import type { Wiring } from "./wiring.ts"

export type LastingFault = LinkFault | NodeFault

/** A fault under way. */
export interface UnderWay {
  /** Ends it. */
  end(): void
  /** What it has touched, once it is over, whatever ended it. */
  readonly over: Promise<Receipt>
}

export type Begun = { readonly done: true; readonly underWay: UnderWay } | { readonly done: false; readonly because: string }

export interface Hands {
  readonly wiring: Wiring
  readonly find: (name: string) => Employee | undefined
}

export function isLasting(fault: AnyFault): fault is LastingFault {
  return isLinkFault(fault) || !("disk" in fault || ["fire", "layoff", "hire", "pause", "resume"].includes(fault.kind))
}

/** Faults that are over as soon as they have begun. */
export function isMomentary({ kind }: LastingFault): boolean {
  return kind === "heal" || kind === "reset"
}

export async function beginLasting(hands: Hands, id: string, fault: LastingFault, lasts: boolean): Promise<Begun> {
  if (isLinkFault(fault)) {
    const { over } = await hands.wiring.begin(id, fault, lasts)
    return { done: true, underWay: { over, end: () => hands.wiring.end(id) } }
  }
  const employee = hands.find(fault.node)
  if (employee === undefined) return { done: false, because: `nobody here is named ${fault.node}` }
  if (fault.kind === "slow") return beginSlowness(employee, fault.factor)
  const { node: _node, ...what } = fault
  return employee.suffer(id, what)
}

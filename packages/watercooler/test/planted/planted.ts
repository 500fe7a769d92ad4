/** What a planted bug is: a small change to an honest BigLoad, which the scenarios that we ship must find. */
import type { Answer, BigLoad, Request } from "@watercooler/bigload"
import type { Input, NodeProgram, Out, Outlet } from "@watercooler/kernel"

export type Program = NodeProgram<Request, Answer>
export type Node = BigLoad["node"]
export type Turn = Parameters<Node["tick"]>[0]
export type Acceptance = ReturnType<Node["take"]>
export type Told = Input<Request, Answer>
export type Asks = Out<Request, Answer>

export interface PlantedBug {
  readonly name: string
  /** What such a node does, in one sentence. */
  readonly does: string
  /** Who has it: every honest node, or the one with this name. */
  readonly who: string
  /** The shipped scenario that finds it, without its ending. */
  readonly scenario: string
  /** The checks that it breaks in the first seed that finds it. */
  readonly foundBy: readonly string[]
  /** The first seed that finds it: of 1, 2, 3, … */
  readonly seed: number
  /** Called at every boot. */
  readonly plant: (honest: BigLoad) => Program
}

export const EVERYBODY = "everybody"

/** The bug as a simulation takes it. Bad actors stay as they are. */
export function standOf({ who, plant }: Pick<PlantedBug, "plant" | "who">): (name: string, program: Program) => Program {
  return (name, program) => ("node" in program && (who === EVERYBODY || who === name) ? plant(program as BigLoad) : program)
}

/** A change inside: of one method of one part. */
export const patched =
  (patch: (node: Node) => void) =>
  (honest: BigLoad): Program => {
    patch(honest.node)
    return honest
  }

/** A change of what the node asks for: in each turn through an outlet of its own, with a memory that lasts as long as the process. */
export const through =
  <Memory>(remember: () => Memory, Leaky: new (out: Asks, memory: Memory, input: Told) => Outlet<Request, Answer>) =>
  (honest: BigLoad): Program => {
    const memory = remember()
    return { step: (input, out) => honest.step(input, new Leaky(out, memory, input)) }
  }

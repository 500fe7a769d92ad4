/** A tester must be tested: nodes that are called honest and are not what they should be are found out by the judge, by name. */
import type { Answer, Request } from "@watercooler/bigload"
import { type Note, type Out, Outlet, type RequestId } from "@watercooler/kernel"
import { findMisdeed, type Misdeed } from "@watercooler/shit-node"
import { expect, test } from "vitest"
import { type Program, runOffice } from "./misdeeds/office.ts"

/** Says that it has seen every block, and looks at none. */
const deaf = (program: Program): Program => ({
  step(input, out) {
    if (input.kind === "request" && input.request.kind === "submit") {
      out.reply(input.id, { kind: "received", outcome: "seen", height: 0 })
    } else program.step(input, out)
  },
})

/** Tells nobody whom it refuses and bans. */
class Lenient extends Outlet<Request, Answer> {
  override note(note: Note): void {
    if (!["rejected", "offence", "banned"].includes(note.note)) super.note(note)
  }
}

/** Says that its head went back seven blocks, once it has some. */
class Fickle extends Outlet<Request, Answer> {
  override note(note: Note): void {
    super.note(note.note === "head-moved" && note.height === 10 ? { ...note, reorgDepth: 7 } : note)
  }
}

/** Shows a first block that has another hash than it says. */
class Retouching extends Outlet<Request, Answer> {
  override reply(request: RequestId, answer: Answer, options?: { readonly more?: boolean }): void {
    const [first, ...rest] = answer.kind === "range" ? answer.blocks : []
    const isRange = answer.kind === "range" && first !== undefined
    super.reply(request, isRange ? { ...answer, blocks: [{ ...first, timestamp: first.timestamp + 1 }, ...rest] } : answer, options)
  }
}

type Outlets = new (out: Out<Request, Answer>) => Outlet<Request, Answer>

const through =
  (Outlet: Outlets) =>
  (program: Program): Program => ({ step: (input, out) => program.step(input, new Outlet(out)) })

function violated(instead: (program: Program) => Program): readonly string[] {
  const { verdict } = runOffice({ seed: "found out", shits: [[findMisdeed("overspend") as Misdeed]], instead })
  return verdict.checks.filter(({ result }) => result === "violated").map(({ name }) => name)
}

test("who is what it should be is not found guilty", () => expect(violated((program) => program)).toEqual([]))

test("who does not listen does not agree", () => expect(violated(deaf)).toEqual(expect.arrayContaining(["agreement", "propagation"])))

test("who refuses nothing lets liars go", () => expect(violated(through(Lenient))).toEqual(["liars-refused", "liars-banned"]))

test("who goes back too far has kept nothing", () => expect(violated(through(Fickle))).toEqual(["no-deep-reorg"]))

test("who shows another chain than it should has no valid one", () => expect(violated(through(Retouching))).toContain("chain-valid"))

/** What the commands that act on one node of the running office share: find it, ask for it, say what came of it. */
import { Args } from "@oclif/core"
import type { Receipt } from "@watercooler/kernel"
import { BadInput } from "../input/complaint.ts"
import { jsonFlag, OfficeCommand, runFlag } from "./base.ts"

export const nodeArg = Args.string({ description: "whom: bigload-2, or b2 for short", required: true })
export const actFlags = { run: runFlag, json: jsonFlag }

interface Wish {
  readonly run: string | undefined
  readonly json: boolean
  readonly node: string
  readonly words?: object
}

export abstract class ActCommand extends OfficeCommand {
  /** Asks the office for a fault of the vocabulary. Refused: exit code 2, because something else has to be asked. */
  protected async act(kind: string, { run, json, node, words = {} }: Wish): Promise<void> {
    const { connect, findOffice, whom } = await import("../client/office-client.ts")
    const office = connect(findOffice(run))
    const name = whom(node, await office.view())
    const { status, body } = await office.post(`/${kind}`, { ...words, node: name })
    if (status !== 200) {
      throw new BadInput({
        saw: `${kind} ${node}: ${String(body.because)}`,
        expected: "somebody to whom it can be done now",
        instead: "watercooler ps",
      })
    }
    const receipt = body.receipt as Receipt
    const { describeReceipt } = await import("@watercooler/boss/faults")
    this.print(json ? { node: name, kind, receipt } : `${kind} ${name}: touched ${describeReceipt(kind, receipt)}`)
  }
}

/** Faults in words: whom they hit, and what became of them. */
import type { FaultPicture } from "../../src/picture/index.ts"
import { touched } from "../state/touched.ts"
import { clock, names, nick } from "../state/words.ts"

export function FaultList({ faults }: { readonly faults: readonly FaultPicture[] }) {
  return (
    <ul class="faults">
      {[...faults].reverse().map((fault) => (
        <li key={fault.id}>
          <span class="bar">
            <b>{fault.kind}</b> <span>{sides(fault)}</span>
            <time>{clock(fault.beganAt ?? fault.plannedAt ?? fault.endedAt ?? 0)}</time>
          </span>
          <span class={`soft ${isHollow(fault) ? "warm" : ""}`}>
            {fault.by === "" ? "" : `${fault.by}: `}
            {becameOf(fault)}
          </span>
        </li>
      ))}
    </ul>
  )
}

export function sides({ from, to, both, nodes: hit }: FaultPicture): string {
  if (from.length === 0 || to.length === 0) return names(hit.map(nick), 4)
  return `${names(from.map(nick), 4)} ${both ? "⇹" : "⇸"} ${names(to.map(nick), 4)}`
}

export function isHollow({ state, receipt }: FaultPicture): boolean {
  return state === "ended" && receipt !== undefined && receipt.processes + receipt.connections + receipt.messages + receipt.bytes === 0
}

export function becameOf(fault: FaultPicture): string {
  const { state, receipt, because, beganAt, endedAt } = fault
  if (state === "planned") return "planned"
  if (state === "began") return "lasts"
  if (state === "refused") return `refused${because === undefined ? "" : `, because ${because}`}`
  if (isHollow(fault)) return "touched nothing"
  const parts = receipt === undefined ? [] : touched(receipt)
  const lasted = beganAt !== undefined && endedAt !== undefined && endedAt - beganAt > 50_000 ? ` in ${clock(endedAt - beganAt)}` : ""
  return parts.length === 0 ? "ended" : `touched ${parts.join(", ")}${lasted}`
}

/**
 * The opening of a connection as a link lets it: whoever asks a proxy for one hears that it is there when it is, and not before, as with a connection that is
 * opened directly. Where a cut swallows the first packet it is sent again until it passes.
 */
import type { Socket } from "node:net"
import type { SwitchboardLink } from "./link.ts"
import { Parcel } from "./parcel.ts"

/** A first packet without an answer is sent again after this long (RFC 6298, section 2). */
const RESEND_US = 1_000_000

export interface TunnelParts {
  /** Paused. */
  readonly caller: Socket
  readonly forth: SwitchboardLink
  readonly back: SwitchboardLink
  readonly dial: () => Socket
  /** Both ends are there. */
  readonly opened: (callee: Socket) => void
  /** Nobody listens there, or a fault says so. */
  readonly refused: () => void
}

export function openTunnel({ back, caller, dial, forth, opened, refused }: TunnelParts): void {
  let callee: Socket | undefined
  let isSettled = false
  const refuse = (): void => {
    if (isSettled) return
    isSettled = true
    callee?.destroy()
    refused()
  }
  caller.once("close", () => {
    if (isSettled) return
    isSettled = true
    callee?.destroy()
  })
  const answer = (): void => {
    if (isSettled) return
    if (callee === undefined || callee.destroyed) return refuse()
    isSettled = true
    opened(callee)
  }
  pass(
    forth,
    "request",
    () => {
      if (isSettled) return
      const dialled = dial()
      callee = dialled
      dialled.once("error", refuse)
      dialled.once("connect", () => pass(back, "answer", answer, refuse))
    },
    refuse,
  )
}

/** Calls one of the two when the link's rules let it. */
function pass(link: SwitchboardLink, kind: "request" | "answer", through: () => void, refused: () => void): void {
  if (link.rules.length === 0) return through()
  const { by, fate, us } = link.ask(kind, undefined, new Parcel())
  const again = (): void => pass(link, kind, through, refused)
  switch (fate) {
    case "refuse":
    case "reset":
      return link.later(us, refused)
    case "drop":
    case "stall":
      if (by === undefined) return link.at(link.now() + RESEND_US, again)
      by.stalled.push(again)
      return
    default:
      return link.later(us, through)
  }
}

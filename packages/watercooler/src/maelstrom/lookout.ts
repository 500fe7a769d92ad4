/** Looks out for whoever has a role: reads what nodes log, hears what they send, and tells who it is, or as soon as there is somebody. */
import { Follower } from "../programs/logs.ts"
import { Claims } from "./claims.ts"
import type { Body } from "./protocol.ts"
import { type Role, rolesNamed } from "./roles.ts"

/** Logs are files that nodes write by themselves; whether something was added is looked up so often. */
const LOOK_MS = 50

interface Wish {
  readonly role: string
  granted(node: string): void
}

export class Lookout implements Disposable {
  /** Name of a role → what is known, in the order in which it is believed. */
  readonly #claims: ReadonlyMap<string, readonly Claims[]>
  readonly #followers: readonly { readonly node: string; readonly follower: Follower }[]
  readonly #timer: NodeJS.Timeout | undefined
  readonly #wishes = new Set<Wish>()

  /** `logs`: node → the file of its log. */
  constructor(names: readonly string[], given: readonly Role[], logs: ReadonlyMap<string, string>) {
    this.#claims = new Map(names.map((name) => [name, rolesNamed(name, given).map((role) => new Claims(role))]))
    const reads = this.#all.some(({ role: { sign, not } }) => sign.by === "log" || not?.by === "log")
    this.#followers = reads ? [...logs].map(([node, file]) => ({ node, follower: new Follower(file) })) : []
    this.#timer = reads ? setInterval(() => this.#look(), LOOK_MS) : undefined
  }

  sent(node: string, body: Body): void {
    for (const claims of this.#all) claims.sent(node, body)
    this.#grant()
  }

  /** What it has logged until now, it has logged in an earlier life. */
  ended(node: string): void {
    this.#look()
    for (const claims of this.#all) claims.forget(node)
  }

  /** Whoever has the role, once somebody has; undefined if nobody has before it is called off. */
  find(role: string, calledOff: AbortSignal): Promise<string | undefined> {
    this.#look()
    const holder = this.#holder(role)
    if (holder !== undefined || calledOff.aborted) return Promise.resolve(holder)
    return new Promise((resolve) => {
      const settle = (node: string | undefined): void => {
        this.#wishes.delete(wish)
        calledOff.removeEventListener("abort", nobody)
        resolve(node)
      }
      const nobody = (): void => settle(undefined)
      const wish: Wish = { role, granted: settle }
      this.#wishes.add(wish)
      calledOff.addEventListener("abort", nobody, { once: true })
    })
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }

  get #all(): readonly Claims[] {
    return [...this.#claims.values()].flat()
  }

  #look(): void {
    for (const { node, follower } of this.#followers)
      for (const line of follower.lines()) for (const claims of this.#all) claims.logged(node, line)
    this.#grant()
  }

  #grant(): void {
    for (const { role, granted } of [...this.#wishes]) {
      const holder = this.#holder(role)
      if (holder !== undefined) granted(holder)
    }
  }

  #holder(role: string): string | undefined {
    for (const { holder } of this.#claims.get(role) ?? []) if (holder !== undefined) return holder
    return undefined
  }
}

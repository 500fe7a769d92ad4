/** While a program takes its turn, clocks, chance and the outside world are out of reach: whoever looks for them learns so at once. */
import { syncBuiltinESMExports } from "node:module"

/** Where each of them lives, and what it is called there. */
type Place = readonly [holder: object, name: string, words: string]

export interface Guard extends Disposable {
  readonly around: (turn: () => void) => void
}

/** Puts the guard up. Outside of turns everything works as ever; `Symbol.dispose` takes it down again. */
export function openGuard(): Guard {
  let isTurn = false
  const undo = places().map(([holder, name, words]) => {
    const real = Reflect.get(holder, name)
    if (typeof real !== "function") return () => undefined
    const guarded = new Proxy(real, {
      apply(target, self, args) {
        if (isTurn) throw new Error(`a node program called ${words}: its only clock, chance and world are its input`)
        return Reflect.apply(target, self, args)
      },
      construct(target, args, made) {
        if (isTurn && args.length === 0) throw new Error(`a node program called new ${words}(): its only clock is its input`)
        return Reflect.construct(target, args, made)
      },
    })
    Reflect.set(holder, name, guarded)
    return () => Reflect.set(holder, name, real)
  })
  syncBuiltinESMExports()
  return {
    around(turn) {
      isTurn = true
      try {
        turn()
      } finally {
        isTurn = false
      }
    },
    [Symbol.dispose]() {
      for (const put of undo) put()
      syncBuiltinESMExports()
    },
  }
}

function places(): readonly Place[] {
  const crypto = process.getBuiltinModule("node:crypto")
  const of = (holder: object, prefix: string, ...names: readonly string[]) => names.map((name): Place => [holder, name, `${prefix}${name}`])
  return [
    ...of(Date, "Date.", "now"),
    ...of(globalThis, "", "Date", "fetch", "setTimeout", "setInterval", "setImmediate", "queueMicrotask"),
    ...of(Math, "Math.", "random"),
    ...of(performance, "performance.", "now"),
    ...of(process, "process.", "hrtime", "nextTick"),
    ...of(crypto, "crypto.", "randomBytes", "randomInt", "randomUUID", "randomFillSync"),
    ...of(crypto.webcrypto, "crypto.", "getRandomValues", "randomUUID"),
  ]
}

/** The objects at which tests play. */
import type { Value } from "../../src/histories/index.ts"
import type { Play } from "./made.ts"

type Rules<State> = Pick<Play<State>, "start" | "ask" | "act" | "lie">

export const aRegister: Rules<Value> = {
  start: null,
  ask(draw) {
    const f = ["write", "cas", "read", "read"][draw(4)] as string
    return { f, value: f === "read" ? null : f === "write" ? draw(3) : [draw(3), draw(3)] }
  },
  act(state, f, value) {
    if (f === "read") return { state, value: state, isOk: true }
    if (f === "write") return { state: value, value, isOk: true }
    const [from, to] = value as readonly [Value, Value]
    return from === state ? { state: to, value, isOk: true } : { state, value, isOk: false }
  },
  lie: (draw) => draw(3),
}

/** A register to which nobody writes what somebody has written before. */
export const aRegisterOfDistinct: Rules<Value> = {
  ...aRegister,
  ask(draw, unique) {
    const f = ["write", "cas", "read", "read"][draw(4)] as string
    return { f, value: f === "read" ? null : f === "write" ? unique : [Math.max(1, unique - 1 - draw(4)), unique] }
  },
  lie: (draw) => 1 + draw(8),
}

/** `distinct`: no two are written that are alike, which a checker may make use of. */
export const aStore = (distinct: boolean): Rules<string> => ({
  start: "",
  ask(draw, unique) {
    const f = ["append", "append", "put", "get", "get", "get"][draw(6)] as string
    return { f, value: f === "get" ? null : distinct ? `<${unique}>` : ("ab"[draw(2)] as string) }
  },
  act(state, f, value) {
    if (f === "get") return { state, value: state, isOk: true }
    return { state: f === "put" ? String(value) : state + String(value), value, isOk: true }
  },
  lie: (draw) => ["", "<1>", "a", "ab", "<2><1>", "<1><2>"][draw(6)] as string,
})

export const aLock: Rules<boolean> = {
  start: false,
  ask: (draw) => ({ f: draw(2) === 0 ? "acquire" : "release", value: null }),
  act: (isHeld, f) => ({ state: f === "acquire", value: null, isOk: (f === "acquire") !== isHeld }),
  lie: () => null,
}

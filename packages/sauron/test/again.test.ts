/** What the page offers to type, which is what works with the run at hand. */
import { expect, test } from "vitest"
import { emptyPicture, reduce } from "../src/picture/index.ts"
import { commandsFor, isOfPrograms } from "../web/state/again.ts"
import { partyOf, Storyteller } from "./story.ts"

const told = ["watercooler replay 'runs/an owl'", "watercooler import 'runs/an owl'", "watercooler watch 'runs/an owl'"]
const ours = [1, 2].map((at) => partyOf(`bigload-${at}`, at))
const maelstrom = ["n0", "n1"].map((name) => ({ ...partyOf(name, 1), kind: "raft.js", endpoint: `maelstrom://${name}`, key: "" }))
const programs = ["redis-1", "sentinel-1"].map((name, at) => ({ ...partyOf(name, at), kind: "redis", key: "" }))
const walls = ["wall-1"].map((name, at) => ({ ...partyOf(name, at), kind: "wall", key: "" }))

const pictureOf = (parties: readonly (typeof ours)[number][]) => reduce(emptyPicture, [new Storyteller().header(parties)])

test("a run of our own nodes is offered what was told, real or simulated", () => {
  expect(commandsFor(told, pictureOf(ours))).toEqual(told)
  expect(commandsFor(told, { ...pictureOf(ours), world: "simulated" })).toEqual(told)
  expect(commandsFor(told, pictureOf(walls))).toEqual(told)
})

test("a run of Maelstrom nodes is offered Maelstrom's commands, and a smaller one only where something failed", () => {
  const picture = pictureOf(maelstrom)
  const passed = { ...picture, verdict: { verdict: "passed", detail: "" } }
  const violated = { ...picture, verdict: { verdict: "violated", detail: "" } }
  expect(commandsFor(told, passed)).toEqual(["watercooler maelstrom replay 'runs/an owl'"])
  expect(commandsFor(told, violated)).toEqual(["watercooler maelstrom replay 'runs/an owl'", "watercooler maelstrom shrink 'runs/an owl'"])
  expect(commandsFor(["watercooler watch runs/owl"], passed)).toEqual(["watercooler maelstrom replay runs/owl"])
})

test("programs of somebody else can be neither replayed nor imported", () => {
  expect(commandsFor(told, pictureOf(programs))).toEqual([])
  expect([ours, maelstrom, walls].map((parties) => isOfPrograms(pictureOf(parties)))).toEqual([false, false, false])
})

test("nothing is offered before it is known who takes part; who was only seen is not judged", () => {
  expect(commandsFor(told, emptyPicture)).toEqual([])
  const seen = reduce(emptyPicture, [new Storyteller().head("somebody", 3, "a")])
  expect(commandsFor(told, seen)).toEqual(told)
})

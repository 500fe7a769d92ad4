/** Do honest nodes leave each other alone? */
import { shortName } from "@watercooler/kernel"
import { textOf } from "../facts.ts"
import { inconclusive, passed, violated } from "../verdict.ts"
import { plural, seconds } from "../words.ts"
import { type Check, hasSeveralChains } from "./check.ts"

export const honestNotBanned: Check = {
  name: "honest-not-banned",
  phase: "always",
  claim: "No honest node was ever banned by an honest node.",
  applies: hasSeveralChains,
  examine(evidence) {
    const victim = (key: string | undefined) => {
      const party = key === undefined ? undefined : evidence.ownerOf(key)
      return party?.honest ? party.name : undefined
    }
    const bans = evidence.honestNotes("banned")
    for (const event of bans) {
      const name = victim(textOf(event.fact, "peer"))
      if (name === undefined) continue
      const detail = `${shortName(event.node)} banned the honest ${shortName(name)} at ${seconds(event.t)}.`
      return violated(detail, { t: event.t, nodes: [event.node, name], event })
    }
    for (const { node, banned } of evidence.honest) {
      const name = banned.map(victim).find((found) => found !== undefined)
      if (name === undefined) continue
      const nodes = [node, name]
      return violated(`${shortName(node)} has the honest ${shortName(name)} banned at the end.`, { t: evidence.endedAt, nodes })
    }
    const met = evidence.honestNotes("peer-added").length + evidence.honestNotes("block-stored").length + bans.length
    if (met === 0) return inconclusive("No honest node met another.")
    return passed(`${plural(bans.length, "ban")}, none of an honest node.`)
  },
}

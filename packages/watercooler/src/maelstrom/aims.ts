/** What somebody typed as a nemesis, if it is one, and if it is known whom it means. */
import { BadInput } from "../input/complaint.ts"
import { didYouMean } from "../input/suggest.ts"
import { type Nemesis, nemeses, type RoleNemesis, roleNemesisOf } from "./nemesis.ts"
import { knownRoles, type Role, rolesNamed } from "./roles.ts"

export function nemesisOf(words: string, roles: readonly Role[], nodeCount: number): Nemesis {
  const plain = nemeses.find((each) => each === words)
  if (plain !== undefined) return plain
  const names = [...new Set([...knownRoles, ...roles].map(({ name }) => name))]
  const known = [...nemeses, ...names.flatMap((name) => [`isolate-${name}`, `isolate-${name}-with-1`, `kill-${name}`, `pause-${name}`])]
  const refuse = (expected: string, instead: string) => new BadInput({ saw: `--nemesis ${words}`, expected, instead })
  const byRole = roleNemesisOf(words)
  if (byRole === undefined) throw refuse(`one of ${known.join(", ")}.${didYouMean(words, known)}`, "--nemesis partition")
  const { role, verb } = byRole
  if (rolesNamed(role, roles).length === 0)
    throw refuse(
      `a role that is known: ${names.join(", ")}, or one that --role explains.${didYouMean(words, known)}`,
      `--role '${role}=/a line that it logs/'`,
    )
  if (verb === "isolate" && byRole.with > nodeCount - 2)
    throw refuse(
      nodeCount < 2
        ? "two nodes, so that there is somebody from whom to be cut off"
        : `at most ${nodeCount - 2} of ${nodeCount} nodes beside it`,
      nodeCount < 2 ? "--node-count 5" : `--nemesis isolate-${role}${nodeCount > 2 ? `-with-${nodeCount - 2}` : ""}`,
    )
  return words as RoleNemesis
}

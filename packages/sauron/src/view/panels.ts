/** The panels at the side: chains and forks, faults with their receipts, bans, misdeeds and refusals. */
import { type BannedPeer, type Branch, type FaultPicture, isForked, type Picture } from "../picture/index.ts"
import { byId, el, keyed, setText } from "./dom.ts"
import { moment, names, several, short, whole } from "./words.ts"

export function drawForks(branches: readonly Branch[], colours: ReadonlyMap<string, string>): void {
  const forked = isForked(branches)
  const all = branches.reduce((sum, branch) => sum + branch.nodes.length, 0)
  byId("forks-empty").hidden = branches.length > 0
  const note = byId("forks-note")
  const chains = branches.filter(({ relation }) => relation === "forked").length + 1
  setText(
    note,
    branches.length === 0 ? "" : forked ? `forked into ${chains} chains` : branches.length === 1 ? "all agree" : "one chain, some are late",
  )
  note.classList.toggle("bad", forked)
  keyed(
    byId("forks"),
    branches.slice(0, 12),
    ({ head }) => head,
    () => el("li", "", "", el("div", "bar", "", el("span", "head"), el("span", "relation")), el("span", "share"), el("div", "who")),
    (item, branch) => {
      const [bar, share, who] = item.children as unknown as [HTMLElement, HTMLElement, HTMLElement]
      const [head, relation] = bar.children as unknown as [HTMLElement, HTMLElement]
      for (const element of [head, share]) element.style.setProperty("--fill", colours.get(branch.head) ?? "var(--branch-none)")
      share.style.width = `${(100 * branch.nodes.length) / all}%`
      setText(head, `block ${branch.height} ${short(branch.head)}`)
      setText(relation, relationOf(branch))
      relation.classList.toggle("forked", branch.relation === "forked")
      setText(who, names(branch.nodes))
    },
  )
}

function relationOf({ relation, behind, forkedAt }: Branch): string {
  if (relation === "longest") return "longest"
  if (relation === "behind") return `${several(behind, "block")} behind`
  if (relation === "unclear") return "not enough seen to say"
  return forkedAt === undefined ? "forked" : `forked after block ${forkedAt}`
}

export function drawFaults(faults: readonly FaultPicture[], total: number): void {
  byId("faults-empty").hidden = faults.length > 0
  setText(byId("faults-note"), total === 0 ? "" : whole(total))
  keyed(
    byId("faults"),
    faults.slice(-60).reverse(),
    ({ id }) => id,
    () => el("li", "", "", el("div", "bar", "", el("b"), el("span"), el("time")), el("div", "who")),
    (item, fault) => {
      const [bar, receipt] = item.children as unknown as [HTMLElement, HTMLElement]
      const [kind, victims, when] = bar.children as unknown as [HTMLElement, HTMLElement, HTMLElement]
      setText(kind, fault.kind)
      setText(victims, names(fault.nodes))
      setText(when, moment(fault.beganAt ?? fault.plannedAt ?? fault.endedAt ?? 0))
      const { words, tone } = receiptOf(fault)
      setText(receipt, words)
      receipt.className = `who ${tone}`
    },
  )
}

function receiptOf(fault: FaultPicture): { words: string; tone: string } {
  const by = fault.by === "" ? "" : `by ${fault.by} · `
  if (fault.state === "refused") return { words: `${by}refused: ${fault.because ?? "no reason was given"}`, tone: "hollow" }
  if (fault.state === "planned") return { words: `${by}planned`, tone: "" }
  if (fault.receipt === undefined)
    return {
      words: `${by}${fault.state === "began" ? "under way" : "ended, no receipt"}`,
      tone: fault.state === "began" ? "running" : "hollow",
    }
  const { processes, connections, messages, bytes } = fault.receipt
  const touched = [
    processes > 0 ? several(processes, "process", "processes") : "",
    connections > 0 ? several(connections, "connection") : "",
    messages > 0 ? several(messages, "message") : "",
    bytes > 0 ? several(bytes, "byte") : "",
  ].filter((part) => part !== "")
  if (touched.length === 0) return { words: `${by}touched nothing`, tone: "hollow" }
  return { words: `${by}hit ${touched.join(", ")}`, tone: "" }
}

export function drawBans(bans: readonly BannedPeer[], now: number, total: number): void {
  byId("bans-empty").hidden = bans.length > 0
  setText(byId("bans-note"), total === 0 ? "" : `${whole(total)} in all`)
  keyed(
    byId("bans"),
    bans.slice(0, 60),
    ({ peer }) => peer,
    () => el("li", "", "", el("b"), el("span"), el("div", "who")),
    (item, ban) => {
      const [who, judged, by] = item.children as unknown as [HTMLElement, HTMLElement, HTMLElement]
      setText(who, ban.name ?? `key ${short(ban.peer)}`)
      setText(judged, ban.honest === true ? " is honest, and banned all the same" : "")
      judged.className = "bad"
      setText(by, `by ${names(ban.by)} · ${Math.max(0, Math.ceil((ban.until - now) / 1_000_000))} s left`)
    },
  )
}

export function drawRefusals({ misdeeds, rejectionCodes }: Pick<Picture, "misdeeds" | "rejectionCodes">): void {
  const byCount = (record: { readonly [name: string]: number }, className: string) =>
    Object.entries(record)
      .sort((a, b) => b[1] - a[1])
      .slice(0, 16)
      .map(([name, count]) => ({ name, count, className }))
  const tallies = [...byCount(misdeeds, "misdeed"), ...byCount(rejectionCodes, "refusal")]
  byId("refusals-empty").hidden = tallies.length > 0
  keyed(
    byId("refusals"),
    tallies,
    ({ name, className }) => `${className} ${name}`,
    ({ className, name }) => {
      const item = el("li", className, "", el("span", "", name), el("b"))
      item.title = className === "misdeed" ? "done by bad actors" : "refused by nodes"
      return item
    },
    (item, { count }) => {
      const number = item.lastElementChild
      if (number !== null) setText(number, whole(count))
    },
  )
}

/** Opens an office of our own nodes: parties, wires, and every process at once. */
import { isLinkFault, type LinkTable } from "@watercooler/boss/faults"
import { NodeCrypto } from "@watercooler/host"
import type { OfficeOptions } from "../input/options.ts"
import { linkTable } from "../scenario/plan/link-table.ts"
import type { ScenarioPlan } from "../scenario/plan/plan.ts"
import { assignMisdeeds, catalogue } from "./assignment.ts"
import { Employee, type Outcome } from "./employee.ts"
import { honestNames, shitNames } from "./names.ts"
import { type NetworkOrder, type Person, planNetwork } from "./network.ts"
import { dialRanges, nodeConfig } from "./node-config.ts"
import { Office } from "./office.ts"
import { nodePost } from "./post.ts"
import { openPremises, reserve } from "./premises.ts"
import { CLIENTS, TRACKER, Wiring } from "./wiring.ts"

const host = "127.0.0.1"

/** Resolves as soon as everybody has been started; `ready.ts` waits for them. Bad input throws before anything is started. */
export async function openOffice(options: OfficeOptions): Promise<{ office: Office; hired: readonly Promise<Outcome>[] }> {
  const people = await peopleOf(options)
  const names = people.map(({ name }) => name)
  const reserved = await reserve(options, { names, newcomers: newcomersOf(options.scenario).length })
  const { folder, ports, runStartedNs, sauronUrl } = reserved
  const endpoints = new Map(names.map((name, at) => [name, `http://${host}:${ports.nodes[at]}`]))

  const crypto = new NodeCrypto()
  const { scenario } = options
  const order: NetworkOrder = {
    seed: options.seed,
    people: people.map((person) => ({ ...person, endpoint: endpoints.get(person.name) ?? "" })),
    difficultyBits: options.difficultyBits,
    sauronUrl,
    ...(scenario === undefined ? {} : { coin: scenario.network }),
    ...(scenario?.workload.transfers === undefined ? {} : { transfers: scenario.workload.transfers }),
  }
  const plan = planNetwork(order, crypto)
  const dial = dialRanges([...ports.nodes, ...ports.spare])
  const { around: surroundings, parts } = openPremises(options, reserved, plan, { dial })
  const wiring = new Wiring({
    folder,
    warden: parts.warden,
    seed: options.seed,
    runStartedNs,
    sauronUrl,
    parties: () => employees.map(({ party }) => party),
    rewire: (board) => rewire(office, board),
  })
  const around = { ...surroundings, board: () => wiring.board }
  const employees: Employee[] = plan.parties.map((party) => {
    const { parties } = plan
    const linkSecret = wiring.secretOf(party.name)
    const config = nodeConfig({ party, parties, plan, options, folder: folder.node(party.name), runStartedNs, sauronUrl, dial, linkSecret })
    return new Employee(party, folder.node(party.name), nodePost(config, folder.node(party.name)), around)
  })
  const office = new Office({ ...parts, employees, sparePorts: [...ports.spare], around, wiring })
  parts.heard((event) => office.timeline?.hear(event))
  const links = scenario === undefined ? undefined : wiresOf(scenario)
  const wired = links === undefined ? Promise.resolve() : wiring.open(links)
  return { office, hired: employees.map((employee) => wired.then(() => employee.hire("kept"))) }
}

/** Who is hired at the start: as the flags say, or as the scenario does. */
async function peopleOf(options: OfficeOptions): Promise<readonly Omit<Person, "endpoint">[]> {
  if (options.scenario !== undefined)
    return options.scenario.nodes.map(({ name, kind, misdeeds, boot, minPeers }) => ({ name, kind, misdeeds, boot, minPeers }))
  const misdeeds = assignMisdeeds(shitNames(options.shits), options.misdeeds, await catalogue(), options.seed)
  return [
    ...honestNames(options.bigloads).map((name) => ({ name, kind: options.kind, misdeeds: [] })),
    ...shitNames(options.shits).map((name) => ({ name, kind: "shit", misdeeds: misdeeds.get(name) ?? [] })),
  ]
}

/** What the links of a scenario are like; undefined where they are as this machine has them, and nothing befalls them: then nobody is between the nodes. */
function wiresOf({ faults, links, nodes }: ScenarioPlan): LinkTable | undefined {
  const isTouched = faults.some((planned) => isLinkFault(planned.fault) || ("when" in planned && "sends" in planned.when))
  if (links.asTheyAre) return isTouched ? { otherwise: {} } : undefined
  return linkTable(links, [...nodes.map(({ name }) => name), ...newcomersOf({ faults }), CLIENTS, TRACKER])
}

function newcomersOf(scenario: Pick<ScenarioPlan, "faults"> | undefined): readonly string[] {
  const faults = scenario?.faults ?? []
  return faults.flatMap(({ fault }) => (fault.kind === "hire" && fault.newcomer !== undefined ? [fault.node] : []))
}

/** Whoever is at work goes through the switchboard; only when all are known to is anybody noticed who does not. */
async function rewire({ parts: { employees }, clients }: Office, board: string): Promise<void> {
  const through = await Promise.all([clients?.rewire(board) ?? true, ...employees.map((employee) => employee.rewire(board))])
  if (through.every((isThrough) => isThrough)) for (const employee of employees) employee.expectSwitchboard()
}

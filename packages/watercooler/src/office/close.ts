/** The end of an office: everybody leaves, politely while there is time, and nothing stays behind. */
import { rmSync } from "node:fs"
import type { Office } from "./office.ts"

/** How long whoever was killed may take to be gone. SIGKILL is not slow; a machine may be. */
const goneMsMax = 5_000

/** Lays off everybody but Sauron, who sees the verdict. Their journals are whole afterwards. */
export async function dismiss(office: Office): Promise<void> {
  const { employees, boss, wiring } = office.parts
  await Promise.all([...employees.map((employee) => employee.layoff()), boss?.leave(), office.clients?.leave()])
  // Goodbyes go through the switchboard.
  await wiring.helper?.leave()
}

/** Ends whoever is left, at once, and gives back ports, token and registry. */
export async function closeOffice(office: Office): Promise<void> {
  const { employees, feed, warden, entry, folder, recorder, keptPorts } = office.parts
  office.end()
  office.phase = "closed"
  const left = [...employees.map((employee) => employee.running), ...office.helpers.map((helper) => helper.running)]
  const running = left.flatMap((one) => (one === undefined ? [] : [one]))
  for (const one of running) one.signal("SIGKILL")
  feed?.stop()
  await Promise.race([Promise.all(running.map((one) => one.ended)), new Promise((resolve) => setTimeout(resolve, goneMsMax).unref())])
  await office.control?.close()
  await warden.close()
  rmSync(folder.token, { force: true })
  keptPorts.release()
  entry.update({ state: "closed", groups: [] })
  recorder.close()
}

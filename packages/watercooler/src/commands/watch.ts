/** `watercooler watch RUN`: the dashboard on a recorded run. */
import { once } from "node:events"
import { Args, Flags } from "@oclif/core"
import { BadInput } from "../input/complaint.ts"
import { parseDuration } from "../input/duration.ts"
import { jsonFlag, OfficeCommand } from "./base.ts"

const PORT_MAX = 65_535

export default class Watch extends OfficeCommand {
  static override summary = "Show a recorded run in the browser, and go through it forwards and backwards."
  static override description =
    "The same page that shows an office live, on the journal of a run that has ended, real or simulated. Goes on until Ctrl-C. A long journal is read while the page is open."
  static override examples = [
    "<%= config.bin %> watch .watercooler/runs/20260101-120000-abcd",
    { description: "From a certain moment on", command: "<%= config.bin %> watch my-run --at 41.2s" },
  ]
  static override args = { run: Args.string({ description: "the folder of a run, or its name", required: true }) }
  static override flags = {
    at: Flags.string({ description: "the moment at which to begin: 41.2s", helpValue: "TIME" }),
    port: Flags.string({ description: "where to listen (a free port)", helpValue: "PORT" }),
    open: Flags.boolean({ allowNo: true, default: true, description: "open a browser, on a terminal" }),
    json: jsonFlag,
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Watch)
    const atMs = flags.at === undefined ? undefined : parseDuration(flags.at)
    if (flags.at !== undefined && atMs === undefined)
      throw new BadInput({ saw: `--at ${flags.at}`, expected: "a moment of the run: 500ms, 41.2s, 2m", instead: "--at 41.2s" })
    const port = flags.port === undefined ? 0 : /^\d{1,5}$/.test(flags.port) ? Number(flags.port) : Number.NaN
    if (!(port >= 0 && port <= PORT_MAX))
      throw new BadInput({ saw: `--port ${flags.port}`, expected: `a port from 0 to ${PORT_MAX}`, instead: "--port 8998" })
    const { findRecorded } = await import("../viewing/recorded.ts")
    const { watchRun } = await import("../viewing/watch.ts")
    const run = findRecorded(args.run, "watch")
    const { replay, url } = await watchRun(run, port, atMs === undefined ? undefined : atMs * 1_000)
    const stop = new AbortController()
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort())
    this.print(flags.json ? { run: run.run, url } : `${run.run} can be watched at ${url} until Ctrl-C`)
    if (process.stdout.isTTY && !flags.json && flags.open) {
      const { showInBrowser } = await import("../terminal/browser.ts")
      await showInBrowser(url)
    }
    if (!stop.signal.aborted) await once(stop.signal, "abort")
    await replay.close()
  }
}

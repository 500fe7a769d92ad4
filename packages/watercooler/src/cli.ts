/** The command's entry: hands what was typed to oclif. `bin/run.js` starts it. */
import { execute, settings } from "@oclif/core"
import { asCommand } from "./input/argv.ts"
import { sandboxFailureExit, sayFailure } from "./office/failure.ts"
import { packageRoot } from "./office/package-root.ts"

// The commands are bundled; nothing is to be compiled at run time.
settings.enableAutoTranspile = false

process.argv.splice(2, process.argv.length, ...asCommand(process.argv.slice(2)))
// A plugin costs every start a tenth of a second; this one is loaded only for who asks for it.
const plugins = process.argv[2] === "autocomplete" ? ["@oclif/plugin-autocomplete"] : []
process.on("uncaughtException", (error) => {
  process.stderr.write(`${sayFailure(error)}\n`)
  process.exit(sandboxFailureExit)
})
// Not awaited here: oclif imports the commands, which share code with this very module, and would wait for each other for ever.
void execute({ loadOptions: { root: packageRoot(), pluginAdditions: { core: plugins, path: packageRoot() } } }).then(() => {
  // Whatever was still waited for, a fetch or a timer, is of no interest any more. What was printed is flushed by then.
  process.stdout.write("", () => process.stderr.write("", () => process.exit()))
})

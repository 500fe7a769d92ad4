/** The command's entry: hands what was typed to oclif. `bin/run.js` starts it. */
import { execute, settings } from "@oclif/core"
import { asCommand } from "./input/argv.ts"
import { packageRoot } from "./office/package-root.ts"

// The commands are bundled; nothing is to be compiled at run time.
settings.enableAutoTranspile = false

process.argv.splice(2, process.argv.length, ...asCommand(process.argv.slice(2)))
await execute({ dir: packageRoot() })

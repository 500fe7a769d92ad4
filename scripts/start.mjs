// `npm start`: sets up what is missing, builds, and runs the main job. `npm start -- -x 3 --sauron` passes flags on.
import { build, install } from "./setup.mjs"

install()
build()
await import("./office.mjs")

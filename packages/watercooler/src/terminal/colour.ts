/** Colours, where the other end shows them and nobody has said NO_COLOR, which chalk ignores on a terminal. */
import { Chalk, type ChalkInstance, supportsColor, supportsColorStderr } from "chalk"

export function colourFor(stream: NodeJS.WriteStream): ChalkInstance {
  const support = stream === process.stderr ? supportsColorStderr : supportsColor
  const unwanted = Boolean(process.env.NO_COLOR) && !process.env.FORCE_COLOR
  return new Chalk({ level: unwanted || support === false ? 0 : support.level })
}

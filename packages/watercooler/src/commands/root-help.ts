/** The help at the root: the flags of the main command first, because that is what one types, then the other commands. */
import { Help } from "@oclif/core"

export class RootHelp extends Help {
  override formatRoot(): string {
    const up = this.config.findCommand("up")
    if (up === undefined) return super.formatRoot()
    const ours = this.formatCommand(up).replaceAll(`${this.config.bin} up`, this.config.bin)
    return `${this.config.pjson.description}\n\n${ours.slice(ours.indexOf("USAGE"))}`
  }
}

/** What a node that was started by hand is told of its surroundings. */
import type { NodeConfig } from "@watercooler/host"
import type { Json } from "@watercooler/kernel"

/** A node started by hand is told by environment or flag where Sauron is and whom to join; its settings may leave that out. */
export function withSurroundings({ program, settings, sauronUrl, name, host, port }: NodeConfig): Json {
  if (program !== "bigload" || typeof settings !== "object" || settings === null || Array.isArray(settings)) return settings
  const bootNode = process.env.BOOT_NODE
  return {
    name,
    endpoint: `http://${host}:${port}`,
    ...(sauronUrl === "" ? {} : { tracker: sauronUrl }),
    ...(bootNode === undefined || bootNode === "" ? {} : { bootNodes: bootNode.split(",") }),
    ...(settings as { readonly [key: string]: Json }),
  }
}

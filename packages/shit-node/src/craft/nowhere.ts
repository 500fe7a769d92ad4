/** Endpoints at which nobody lives: ports that no office gives to a node. */
import { below, type Endpoint } from "@watercooler/kernel"

export function nowhere(self: Endpoint, random: () => number): Endpoint {
  return `${self.slice(0, self.lastIndexOf(":"))}:${1 + below(random, 999)}`
}

/** Servers that the scenarios under `scenarios/real/` are about, and the packages in which Debian has them. */
import { accessSync, constants } from "node:fs"
import { delimiter, join, resolve } from "node:path"

const PACKAGES: Readonly<Record<string, string>> = {
  "redis-server": "redis-server",
  "redis-sentinel": "redis-sentinel",
  "redis-cli": "redis-tools",
  etcd: "etcd-server",
  "nats-server": "nats-server",
  java: "default-jre-headless",
  cc: "gcc libc6-dev",
  python3: "python3",
}

export const knownPrograms = Object.keys(PACKAGES)

export function packageOf(program: string): string | undefined {
  return PACKAGES[program]
}

/** Servers live in folders that a person's search path may leave out. */
export function searchPath(): string {
  return [process.env.PATH ?? "/usr/bin:/bin", "/usr/local/sbin", "/usr/sbin", "/sbin"].join(":")
}

/** Where a program lies; undefined when it is nowhere to be found. */
export function findProgram(name: string): string | undefined {
  const candidates = name.includes("/")
    ? [resolve(name)]
    : searchPath()
        .split(delimiter)
        .map((folder) => join(folder, name))
  return candidates.find((file) => {
    try {
      accessSync(file, constants.X_OK)
      return true
    } catch {
      return false // Not there, or not to be started by us.
    }
  })
}

/** Servers that the scenarios under `scenarios/real/` are about, what each needs of a machine, and the packages in which Debian has it. */
import { accessSync, constants } from "node:fs"
import { delimiter, isAbsolute, join, resolve } from "node:path"

const PACKAGES: Readonly<Record<string, string>> = {
  "redis-server": "redis-server",
  "redis-sentinel": "redis-sentinel",
  "redis-cli": "redis-tools",
  etcd: "etcd-server",
  "nats-server": "nats-server",
  java: "default-jre-headless",
  "/usr/share/java/zookeeper.jar": "libzookeeper-java",
  "/usr/share/java/slf4j-simple.jar": "libslf4j-java",
  cc: "gcc libc6-dev",
  python3: "python3",
}

export interface KnownServer {
  readonly name: string
  /** Programs, and files with their whole path. */
  readonly needs: readonly string[]
  /** What runs with it. */
  readonly runs: string
}

export const knownServers: readonly KnownServer[] = [
  { name: "redis-sentinel", needs: ["redis-server", "redis-sentinel"], runs: "scenarios/real/redis-sentinel.yaml" },
  { name: "redis-cluster", needs: ["redis-server", "redis-cli"], runs: "scenarios/real/redis-cluster.yaml" },
  { name: "etcd", needs: ["etcd"], runs: "scenarios/real/etcd-linearizable.yaml" },
  { name: "nats", needs: ["nats-server"], runs: "scenarios/real/nats-jetstream.yaml" },
  {
    name: "zookeeper",
    needs: ["java", "/usr/share/java/zookeeper.jar", "/usr/share/java/slf4j-simple.jar"],
    runs: "scenarios/real/zookeeper.yaml",
  },
  { name: "cc", needs: ["cc"], runs: "examples/own-node/tally.yaml" },
  { name: "python3", needs: ["python3"], runs: "examples/own-node/whisper.yaml" },
]

/** What is not there. */
export function missingOf({ needs }: KnownServer): readonly string[] {
  return needs.filter((need) => findProgram(need) === undefined)
}

export function packageOf(program: string): string | undefined {
  return PACKAGES[program]
}

/** Servers live in folders that a person's search path may leave out. */
export function searchPath(): string {
  return [process.env.PATH ?? "/usr/bin:/bin", "/usr/local/sbin", "/usr/sbin", "/sbin"].join(":")
}

/** Where a program lies, or an archive that another one reads; undefined when it is nowhere to be found. */
export function findProgram(name: string): string | undefined {
  const mode = isAbsolute(name) && name.endsWith(".jar") ? constants.R_OK : constants.X_OK
  const candidates = name.includes("/")
    ? [resolve(name)]
    : searchPath()
        .split(delimiter)
        .map((folder) => join(folder, name))
  return candidates.find((file) => {
    try {
      accessSync(file, mode)
      return true
    } catch {
      return false // Not there, or not for us.
    }
  })
}

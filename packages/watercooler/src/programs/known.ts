/** Servers that the scenarios under `scenarios/real/` are about, and the packages in which Debian has them. */
const PACKAGES: Readonly<Record<string, string>> = {
  "redis-server": "redis-server",
  "redis-sentinel": "redis-sentinel",
  etcd: "etcd-server",
  "nats-server": "nats-server",
  cc: "gcc libc6-dev",
  python3: "python3",
}

export const knownPrograms = Object.keys(PACKAGES)

export function packageOf(program: string): string | undefined {
  return PACKAGES[program]
}

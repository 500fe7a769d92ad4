/** What programs find in their environment. */
import { searchPath } from "./known.ts"
import { HOST } from "./places.ts"

const KEPT = ["HOME", "LANG", "TMPDIR"]

/** Little of ours: what is exported in somebody's shell neither changes a run nor gets into its logs. */
export function ownEnvironment(): Readonly<Record<string, string>> {
  const kept = KEPT.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]] as const]))
  return { ...Object.fromEntries(kept), PATH: searchPath() }
}

/** What tells programs of their proxy. Most know it in small letters, some only in capitals; Node goes by it when it is told to. Undefined: it has none. */
export function proxyEnv(port: string | undefined): Readonly<Record<string, string>> {
  if (port === undefined) return {}
  const url = `http://${HOST}:${port}`
  const names = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"]
  return { ...Object.fromEntries(names.map((name) => [name, url])), no_proxy: "", NO_PROXY: "", NODE_USE_ENV_PROXY: "1" }
}

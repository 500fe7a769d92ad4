/** What tells programs of their proxy. Most know it in small letters, some only in capitals; Node goes by it when it is told to. */
import { HOST } from "./places.ts"

/** Undefined: it has none. */
export function proxyEnv(port: string | undefined): Readonly<Record<string, string>> {
  if (port === undefined) return {}
  const url = `http://${HOST}:${port}`
  const names = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"]
  return { ...Object.fromEntries(names.map((name) => [name, url])), no_proxy: "", NO_PROXY: "", NODE_USE_ENV_PROXY: "1" }
}

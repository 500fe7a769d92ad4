/** Routes of the protocol, for faults that are to hit one of them only. A test compares this list with the protocol's own. */
import { nearest } from "../../input/suggest.ts"
import type { Path } from "../read/path.ts"
import type { Objections } from "./objections.ts"

/** What nodes send each other; pages for people are left out. */
export const ROUTES = [
  "GET /ping",
  "GET /status",
  "GET /blockchain",
  "GET /genesis",
  "GET /block/:hash",
  "GET /peers",
  "POST /peers",
  "DELETE /peers",
  "GET /pubkey",
  "GET /accounts/:address",
  "GET /mempool",
  "GET /metrics",
  "POST /block",
  "POST /transfer",
] as const

/** Faults tell routes apart by their path. `POST /block` → `/block`. */
export function pathOfRoute(route: string, path: Path, objections: Objections): string | undefined {
  const [method, wanted] = route.includes(" ") ? (route.split(" ") as [string, string]) : [undefined, route]
  const sharing = ROUTES.filter((known) => known.split(" ")[1] === wanted)
  if (sharing.length === 0 || (method !== undefined && !sharing.some((known) => known === route))) {
    const known = [...new Set(method === undefined ? ROUTES.map((each) => each.split(" ")[1] as string) : ROUTES)]
    const near = nearest(route, known)
    const expected = near === undefined ? `a route of the protocol: ${known.join(", ")}` : `a route of the protocol. Did you mean ${near}?`
    objections.add(path, `there is no route ${route}`, expected, `route: ${near ?? "POST /block"}`)
    return undefined
  }
  if (method !== undefined && sharing.length > 1) {
    const expected = `a path alone: faults cannot tell ${sharing.join(", ")} apart`
    objections.add(path, `a method, ${method}, of a path that has several`, expected, `route: ${wanted}, which hits them all`)
    return undefined
  }
  return wanted
}

/** The path of a route that is known to be one. */
export function routePath(route: string): string {
  return route.slice(route.indexOf("/"))
}

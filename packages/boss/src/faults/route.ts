/** Which requests a fault is about: `/block`, `POST /block`, `/block/:hash` whatever the hash, `/files/*` and all below it. */

/** `method`: left out by whoever tells routes apart by their path alone. */
export type RouteTest = (method: string | undefined, route: string) => boolean

export function routeTest(words: string): RouteTest {
  const slash = words.indexOf("/")
  const wanted = words.slice(0, slash).trim()
  const path = words.slice(slash)
  const parts = path.split("/")
  const isOpen = parts.at(-1) === "*"
  const fixed = isOpen ? parts.slice(0, -1) : parts
  const isPlain = !isOpen && !path.includes(":")
  return (method, route) => {
    if (wanted !== "" && method !== undefined && method !== wanted) return false
    if (isPlain || route === path) return route === path
    const seen = route.split("/")
    return (
      (isOpen ? seen.length > fixed.length : seen.length === fixed.length) &&
      fixed.every((part, at) => part.startsWith(":") || part === seen[at])
    )
  }
}

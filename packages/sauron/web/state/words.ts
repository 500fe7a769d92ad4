/** Numbers, times and names as people read them. */

const integers = new Intl.NumberFormat("en-US")

export const whole = (count: number): string => integers.format(Math.round(count))

export function several(count: number, one: string, many = `${one}s`): string {
  return `${whole(count)} ${plural(count, one, many)}`
}

/** The word alone, where the number stands elsewhere. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? one : many
}

/** 12,345 → 12.3 k. */
export function brief(count: number): string {
  if (count < 10_000) return whole(count)
  return count < 1_000_000 ? `${(count / 1_000).toFixed(count < 100_000 ? 1 : 0)} k` : `${(count / 1_000_000).toFixed(1)} M`
}

/** A moment of the run: `4.2 s`, `1:04.2`. Rounded first, so that no minute has sixty seconds. */
export function clock(us: number, digits = 1): string {
  const parts = 10 ** digits
  const rounded = Math.round((us / 1_000_000) * parts)
  if (rounded < 60 * parts) return `${(rounded / parts).toFixed(digits)} s`
  const minutes = Math.floor(rounded / (60 * parts))
  return `${minutes}:${((rounded - minutes * 60 * parts) / parts).toFixed(digits).padStart(digits === 0 ? 2 : 3 + digits, "0")}`
}

export function took(us: number): string {
  if (us < 1_000) return `${Math.round(us)} µs`
  if (us < 1_000_000) return `${(us / 1_000).toFixed(us < 10_000 ? 1 : 0)} ms`
  return `${(us / 1_000_000).toFixed(1)} s`
}

export function size(bytes: number): string {
  if (bytes < 1_024) return `${bytes} B`
  if (bytes < 1_048_576) return `${(bytes / 1_024).toFixed(1)} KB`
  return `${(bytes / 1_048_576).toFixed(1)} MB`
}

export const short = (hash: string): string => hash.slice(0, 8)

/** bigload-12 → b12. Other names stay as they are. */
export function nick(name: string): string {
  const match = /^(bigload|shit|bigcrap|wall)-(\d+)$/.exec(name)
  return match === null ? name : `${name[0]}${match[2]}`
}

/** b12 → bigload-12, if there is somebody of that name. */
export function named(word: string, names: Iterable<string>): string | undefined {
  for (const name of names) if (name === word || nick(name) === word) return name
  return undefined
}

export function names(all: readonly string[], most = 8): string {
  return all.length <= most ? all.join(", ") : `${all.slice(0, most).join(", ")} and ${all.length - most} more`
}

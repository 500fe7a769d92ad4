/** Numbers, times and names as people read them. */

const integers = new Intl.NumberFormat("en-US")

export const whole = (count: number): string => integers.format(count)

export function several(count: number, one: string, many = `${one}s`): string {
  return `${whole(count)} ${count === 1 ? one : many}`
}

/** A moment of the run: `4.2 s`, `1:04.2`. */
export function moment(us: number): string {
  const seconds = us / 1_000_000
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  const minutes = Math.floor(seconds / 60)
  return `${minutes}:${(seconds - minutes * 60).toFixed(1).padStart(4, "0")}`
}

export function took(us: number): string {
  if (us < 1_000) return `${us} µs`
  if (us < 1_000_000) return `${(us / 1_000).toFixed(us < 10_000 ? 1 : 0)} ms`
  return `${(us / 1_000_000).toFixed(1)} s`
}

export function size(bytes: number): string {
  if (bytes < 1_024) return `${bytes} B`
  if (bytes < 1_048_576) return `${(bytes / 1_024).toFixed(1)} KB`
  return `${(bytes / 1_048_576).toFixed(1)} MB`
}

export const short = (hash: string): string => hash.slice(0, 8)

/** Some names, and how many more there are. */
export function names(all: readonly string[], most = 8): string {
  return all.length <= most ? all.join(", ") : `${all.slice(0, most).join(", ")} and ${all.length - most} more`
}

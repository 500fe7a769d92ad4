/** Which seeds a batch tries: a number is counted on from, other words are numbered. */
export function seedAt(first: string, at: number): string {
  if (/^\d{1,15}$/.test(first)) return String(Number(first) + at)
  return at === 0 ? first : `${first}-${at + 1}`
}

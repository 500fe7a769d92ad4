/** Words as a shell takes them back: what we say to type can be pasted. */

/** Words that no shell does anything to stay as they are. */
export function quoted(word: string): string {
  if (/^[\w@%+=:,./…~^-]+$/.test(word) && !word.startsWith("~")) return word
  if (/\p{Cc}/u.test(word)) return `$'${[...word].map(inAnsiC).join("")}'`
  return `'${word.replaceAll("'", `'\\''`)}'`
}

/** A file that begins with a hyphen would be taken for a flag. */
export const quotedFile = (file: string): string => quoted(file.startsWith("-") ? `./${file}` : file)

export function quotedFlag(flag: string, value: string): string {
  return `${flag}${value.startsWith("-") ? "=" : " "}${quoted(value)}`
}

function inAnsiC(letter: string): string {
  if (/\p{Cc}/u.test(letter)) return `\\x${letter.charCodeAt(0).toString(16).padStart(2, "0")}`
  return /['\\]/.test(letter) ? `\\${letter}` : letter
}

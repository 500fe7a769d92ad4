/** What to type, in the words of whoever typed: who has no `watercooler` on the path called us by `npm start --`. */

export function called(words: string, isByNpm = process.env.npm_lifecycle_event === "start"): string {
  return isByNpm ? words.replace(/\bwatercooler (?=[a-z-])/g, "npm start -- ") : words
}

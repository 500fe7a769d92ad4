/** Text from elsewhere for a terminal: what would move the cursor, ring a bell or change a colour is shown as what it is. */

import type { Complaint } from "./complaint.ts"

/** On one line: line breaks become blanks. */
export const plainLine = (text: string): string => plainText(text.replace(/\s*\n\s*/g, " "))

/** Line breaks and tabs stay. */
export function plainText(text: string): string {
  return text.replace(/(?![\n\t])\p{Cc}/gu, (letter) => `\\x${letter.charCodeAt(0).toString(16).padStart(2, "0")}`)
}

/** Whether it holds what is no letter, digit or sign, such as a line break or an escape code. */
export const isPlainLine = (text: string): boolean => !/\p{Cc}/u.test(text)

/** What is said of a seed that would break a report, or move the cursor of whoever reads it. */
export const badSeed = (seed: string): Complaint => ({
  saw: `--seed ${JSON.stringify(seed)}`,
  expected: "a seed of one character or more on one line, without control characters",
  instead: "--seed 7",
})

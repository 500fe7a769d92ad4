/** What to type, in the words of whoever typed: who has no `watercooler` on the path called us by `npm start --`, or by `npx`. */

export function called(words: string, environment: NodeJS.ProcessEnv = process.env): string {
  const how = howWeWereCalled(environment)
  return how === undefined ? words : words.replace(/\bwatercooler (?=[a-z-])/g, `${how} `)
}

function howWeWereCalled({ npm_command: command, npm_lifecycle_event: event }: NodeJS.ProcessEnv): string | undefined {
  if (event === "start") return "npm start --"
  return event === "npx" || command === "exec" ? "npx watercooler" : undefined
}

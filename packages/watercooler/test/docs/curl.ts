/** The little of `curl` that our pages use, so that they can be tested on a machine without it. */

export async function curl(words: readonly string[]): Promise<string> {
  let url = ""
  let method: string | undefined
  let body: string | undefined
  const headers: Record<string, string> = {}
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ""
    if (word === "-s") continue
    if (word === "-X") method = words[++at]
    else if (word === "-d") body = words[++at]
    else if (word === "-H") {
      const [name = "", value = ""] = (words[++at] ?? "").split(/:\s*/, 2)
      headers[name] = value
    } else if (word.startsWith("-")) throw new Error(`curl ${word}: not among the few options that our pages use`)
    else url = word
  }
  const sent = body === undefined ? {} : { body }
  const answer = await fetch(url, { method: method ?? (body === undefined ? "GET" : "POST"), headers, ...sent })
  return answer.text()
}

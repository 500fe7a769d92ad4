/** How the office asks `tally`: one connection, one line to ask, one line to hear. */
import { connect } from "node:net"

export default async ({ worker, urls }) => {
  const [host, port] = urls[worker % urls.length].split(":")
  const socket = connect({ host, port: Number(port), noDelay: true }).on("error", () => undefined)
  return {
    async invoke({ f, value }) {
      const answer = await ask(socket, f === "add" ? `ADD ${value}` : "READ")
      if (f === "read") {
        if (!answer?.startsWith(":")) return { type: "fail", error: answer ?? "no answer" }
        return { type: "ok", value: answer.slice(1).split(" ").filter(Boolean).map(Number) }
      }
      // Whoever heard nothing, or that too few have it, does not know what became of it.
      return answer === "OK" ? { type: "ok" } : { type: "info", error: answer ?? "no answer" }
    },
    close: async () => void socket.destroy(),
  }
}

function ask(socket, line) {
  return new Promise((resolve) => {
    let heard = ""
    const done = (answer) => {
      clearTimeout(patience)
      socket.off("data", hear).off("close", lost)
      resolve(answer)
    }
    const lost = () => done(undefined)
    const hear = (chunk) => {
      heard += chunk
      if (heard.endsWith("\n")) done(heard.trimEnd())
    }
    const patience = setTimeout(lost, 2_000)
    socket.on("data", hear).once("close", lost).write(`${line}\n`)
  })
}

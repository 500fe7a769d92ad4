/** Ports of the loopback interface for tests: of a server that listens, and one on which nobody does. */
import { once } from "node:events"
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net"

export async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return (server.address() as AddressInfo).port
}

/** Whoever dials ends it, too. */
export async function dialled(port: number): Promise<Socket> {
  const socket = connect({ host: "127.0.0.1", port })
  await once(socket, "connect")
  return socket
}

export async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listening(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

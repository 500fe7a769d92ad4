import { request, Agent } from "node:http"
import { fork } from "node:child_process"
import { fastify } from "fastify"
import { eyePlugin, openEye } from "../src/eye/index.ts"
import { openSauron } from "../src/index.ts"
if (process.argv[2] === "s") { const s = await openSauron({ port: 0 }); process.send?.(s.url); await new Promise(() => {}) }
async function load(url: string, forMs: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 })
  const began = performance.now(); let answered = 0
  const ask = (): Promise<void> => new Promise((resolve, reject) => { request(`${url}/status`, { agent }, (response) => { response.resume().on("end", () => { answered += 1; if (performance.now() - began < forMs) ask().then(resolve, reject); else resolve() }) }).on("error", reject).end() })
  await Promise.all(Array.from({ length: 16 }, ask)); agent.destroy()
  return Math.round(answered / ((performance.now() - began) / 1_000))
}
const child = fork(import.meta.filename, ["s"]); const url: string = await new Promise((r) => child.once("message", r as any))
const servers: any[] = []
async function serve(name: string, f: (app: any) => any) { const app = fastify(); await f(app); app.get("/status", () => ({ height: 12, head: "00cd", peers: 4 })); servers.push({ name, url: await app.listen({ host: "127.0.0.1", port: 0 }), app }) }
const eye = openEye({ url, node: "b" }), off = openEye({ url, node: "c", startAfterMs: 1e8 })
const { io } = await import("socket.io-client")
const o = new URL(url).origin
const sock = io(`${o}/eye`, { transports: ["websocket"], extraHeaders: { origin: o } })
await new Promise<void>((r) => sock.on("connect", () => r()))
const big = Buffer.alloc(250_000, 65)
await serve("plain", () => {})
await serve("watched", (a) => a.register(eyePlugin, { eye }))
await serve("unstarted", (a) => a.register(eyePlugin, { eye: off }))
let n = 0
await serve("plain+send250k/500", (a) => a.addHook("onResponse", (_q: any, _r: any, next: any) => { if (++n % 500 === 0) sock.emit("reports", big, () => {}); next() }))
await serve("plain+send80k/500", (a) => a.addHook("onResponse", (_q: any, _r: any, next: any) => { if (++n % 500 === 0) sock.emit("reports", big.subarray(0, 80000), () => {}); next() }))
await serve("plain+send1/500", (a) => a.addHook("onResponse", (_q: any, _r: any, next: any) => { if (++n % 500 === 0) sock.emit("reports", big.subarray(0, 1), () => {}); next() }))
eye.start()
for (const s of servers) await load(s.url, 300)
const cpu: any = {}, r: any = {}
for (let i = 0; i < 24; i++) for (const s of servers) { const c = process.cpuUsage(); const v = await load(s.url, 120); (r[s.name] ??= []).push(v); const d = process.cpuUsage(c); (cpu[s.name] ??= []).push((d.user + d.system) / (v * 0.12)) }
for (const s of servers) { const q = r[s.name].map((v: number, i: number) => v / r.plain[i]).sort((a: number, b: number) => a - b); console.log(s.name, q[12].toFixed(3), "cpu us/req", cpu[s.name].sort((a: number, b: number) => a - b)[12].toFixed(1)) }
child.kill(); process.exit()

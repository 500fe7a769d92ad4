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
const eye = openEye({ url, node: "b" })
await serve("plain", () => {})
await serve("watched", (a) => a.register(eyePlugin, { eye }))
eye.start()
for (const s of servers) await load(s.url, 500)
const cpu: any = {}, r: any = {}
for (let i = 0; i < 30; i++) for (const s of servers) { const c = process.cpuUsage(); const v = await load(s.url, 150); (r[s.name] ??= []).push(v); const d = process.cpuUsage(c); (cpu[s.name] ??= []).push((d.user + d.system) / (v * 0.15)) }
for (const s of servers) { const q = r[s.name].map((v: number, i: number) => v / r.plain[i]).sort((a: number, b: number) => a - b); console.log(s.name, q[15].toFixed(3), "cpu us/req", cpu[s.name].sort((a: number, b: number) => a - b)[15].toFixed(1)) }
console.log(eye.stats())
child.kill(); process.exit()

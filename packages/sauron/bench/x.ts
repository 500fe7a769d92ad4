import { request, Agent } from "node:http"
import { fastify } from "fastify"
import { eyePlugin, openEye } from "../src/eye/index.ts"
async function load(url: string, forMs: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 })
  const began = performance.now(); let answered = 0
  const ask = (): Promise<void> => new Promise((resolve, reject) => { request(`${url}/status`, { agent }, (response) => { response.resume().on("end", () => { answered += 1; if (performance.now() - began < forMs) ask().then(resolve, reject); else resolve() }) }).on("error", reject).end() })
  await Promise.all(Array.from({ length: 16 }, ask)); agent.destroy()
  return Math.round(answered / ((performance.now() - began) / 1_000))
}
const servers: any[] = []
async function serve(name: string, f: (app: any) => any) { const app = fastify(); await f(app); app.get("/status", () => ({ height: 12, head: "00cd", peers: 4 })); servers.push({ name, url: await app.listen({ host: "127.0.0.1", port: 0 }), app }) }
const eye: any = { isOwn: () => false, see: () => {} }
await serve("plain", () => {})
await serve("onRequest", (a) => a.addHook("onRequest", (_q: any, _r: any, n: any) => n()))
await serve("onSend", (a) => a.addHook("onSend", (_q: any, _r: any, _p: any, n: any) => n()))
await serve("onResponse", (a) => a.addHook("onResponse", (_q: any, _r: any, n: any) => n()))
await serve("plugin-noop", (a) => a.register(eyePlugin, { eye }))
await serve("plugin-unstarted", (a) => a.register(eyePlugin, { eye: openEye({url:"http://127.0.0.1:9",node:"b",startAfterMs:1e6}) }))
for (const s of servers) await load(s.url, 300)
const r: any = {}
for (let i = 0; i < 30; i++) for (const s of servers) (r[s.name] ??= []).push(await load(s.url, 100))
for (const s of servers) { const q = r[s.name].map((v: number, i: number) => v / r.plain[i]).sort((a: number, b: number) => a - b); console.log(s.name, q[15].toFixed(3)) }
for (const s of servers) await s.app.close()
process.exit()

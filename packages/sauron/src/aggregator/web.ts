/**
 * The view's files, by path. The sources are TypeScript, and a browser reads them once their types are blanked out, which Node
 * does by itself: no bundler, no build step. A published package carries the result, written by `writeWeb`.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { createRequire, stripTypeScriptTypes } from "node:module"
import { dirname, extname, join, relative } from "node:path"
import { fileURLToPath } from "node:url"

export type WebFiles = ReadonlyMap<string, { readonly contentType: string; readonly body: Buffer }>

const contentTypes: { readonly [extension: string]: string } = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
}

/** With a folder: what lies there. Without: made from the sources beside this file. */
export function readWeb(webDir: string | undefined): WebFiles {
  const files = new Map<string, { contentType: string; body: Buffer }>()
  for (const [path, body] of webDir === undefined ? fromSources() : fromFolder(webDir)) {
    const contentType = contentTypes[extname(path)]
    if (contentType !== undefined) files.set(path === "index.html" ? "/" : `/${path}`, { contentType, body })
  }
  return files
}

/** For the bundle of a published package: the files as a folder that `webDir` can name. */
export function writeWeb(dir: string): void {
  for (const [path, body] of fromSources()) {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    writeFileSync(join(dir, path), body)
  }
}

function* fromFolder(dir: string): Iterable<[string, Buffer]> {
  for (const entry of readdirSync(dir, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    yield [relative(dir, file).replaceAll("\\", "/"), readFileSync(file)]
  }
}

function* fromSources(): Iterable<[string, Buffer]> {
  const room = fileURLToPath(new URL("../..", import.meta.url))
  yield* fromFolder(join(room, "web"))
  for (const folder of ["view", "picture"]) {
    for (const [path, source] of fromFolder(join(room, "src", folder))) {
      const script = stripTypeScriptTypes(source.toString("utf8"))
      yield [`${folder}/${path.replace(/\.ts$/, ".js")}`, Buffer.from(forBrowsers(script))]
    }
  }
  const client = createRequire(import.meta.url).resolve("socket.io-client/package.json")
  yield ["vendor/socket.io.js", readFileSync(join(dirname(client), "dist", "socket.io.esm.min.js"))]
}

/** Module names as a browser finds them. */
function forBrowsers(script: string): string {
  return script.replace(/(from\s+")([^"]+)(")/g, (_all, before: string, name: string, after: string) => {
    const found = name === "socket.io-client" ? "/vendor/socket.io.js" : name.replace(/\.ts$/, ".js")
    return `${before}${found}${after}`
  })
}

/** The page's files, by path: a bundle that the build has made. Nothing is made at run time. */
import { readdirSync, readFileSync } from "node:fs"
import { extname, join, relative } from "node:path"

export type WebFiles = ReadonlyMap<string, { readonly contentType: string; readonly body: Buffer }>

const contentTypes: { readonly [extension: string]: string } = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
}

/** Throws if the folder is not there; without one there are no files. */
export function readWeb(webDir: string | undefined): WebFiles {
  const files = new Map<string, { contentType: string; body: Buffer }>()
  if (webDir === undefined) return files
  for (const entry of readdirSync(webDir, { withFileTypes: true, recursive: true })) {
    const contentType = contentTypes[extname(entry.name)]
    if (!entry.isFile() || contentType === undefined) continue
    const file = join(entry.parentPath, entry.name)
    const path = relative(webDir, file).replaceAll("\\", "/")
    files.set(path === "index.html" ? "/" : `/${path}`, { contentType, body: readFileSync(file) })
  }
  return files
}

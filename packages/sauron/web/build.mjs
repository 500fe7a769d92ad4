// Builds the page: one script, one style sheet, one document, all that a browser needs; and the script of reports, which ask nobody for
// anything and bring the reducer along instead. `node web/build.mjs FOLDER` writes them there.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { rolldown } from "rolldown"

const here = dirname(fileURLToPath(import.meta.url))
const styles = ["tokens.css", "page.css", "views.css", "plot.css"]

export async function buildWeb(folder) {
  mkdirSync(folder, { recursive: true })
  for (const entry of ["page", "report"]) await bundle(entry, folder)
  const css = styles.map((name) => readFileSync(join(here, "style", name), "utf8")).join("\n")
  writeFileSync(join(folder, "page.css"), slim(css))
  copyFileSync(join(here, "index.html"), join(folder, "index.html"))
  copyFileSync(join(here, "eye.svg"), join(folder, "eye.svg"))
}

async function bundle(entry, folder) {
  const built = await rolldown({
    input: join(here, `${entry}.ts`),
    platform: "browser",
    tsconfig: join(here, "../../../tsconfig.json"),
    transform: { define: { "process.env.NODE_ENV": '"production"' } },
    treeshake: { moduleSideEffects: [{ test: /\/sauron\/(src|web)\/(?!page|report)/, sideEffects: false }] },
    plugins: [websocketsOnly],
  })
  await built.write({ file: join(folder, `${entry}.js`), format: "esm", minify: true, comments: false })
  await built.close()
}

/** We speak over WebSockets and nothing else; the other transports of engine.io would be a tenth of the page, and never run. */
const websocketsOnly = {
  name: "websockets-only",
  load(id) {
    if (!/engine\.io-client\/build\/esm\/transports\/(polling|polling-xhr|webtransport)\.js$/.test(id)) return undefined
    return "export class Polling {}\nexport class XHR {}\nexport class WT {}\n"
  },
}

/** Comments, indentation and line breaks; nothing that would need a parser. */
function slim(css) {
  return css
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/\s*\n\s*/g, "")
    .replace(/\s*([{};,>])\s*/g, "$1")
    .replace(/:\s+/g, ":")
    .replace(/([\s(,:-])0\.(\d)/g, "$1.$2")
    .replace(/;}/g, "}")
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildWeb(process.argv[2] ?? join(here, "../dist/web"))

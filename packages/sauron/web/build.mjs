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
    treeshake: { moduleSideEffects: [{ test: /\/sauron\/(src|web)\/(?!page|report|state\/language)/, sideEffects: false }] },
    plugins: [without],
  })
  await built.write({ file: join(folder, `${entry}.js`), format: "esm", minify: true, comments: false })
  await built.close()
}

/** Modules that would be loaded and never run, as what is left of them. We speak over WebSockets, step the layout by hand, and listen to nobody about it. */
const hollow = [
  [
    /engine\.io-client\/build\/esm\/transports\/(polling|polling-xhr|webtransport)\.js$/,
    "export class Polling {}\nexport class XHR {}\nexport class WT {}\n",
  ],
  [/\/d3-timer\/dist\/d3-timer\.mjs$/, "export const timer = () => ({ restart() {}, stop() {} })\n"],
  [/\/d3-dispatch\/dist\/d3-dispatch\.mjs$/, "export const dispatch = () => ({ call() {} })\n"],
]

/** Parts of libraries of which no bundler can see that nobody asks for them: they hang on an object, or on an option that is always the same. */
const unasked = [
  [
    /\/d3-quadtree\/dist\/d3-quadtree\.mjs$/,
    [
      ...["data", "extent", "find", "remove", "size"].map((name) => [`treeProto.${name} = tree_${name};`]),
      ["treeProto.removeAll = removeAll;"],
    ],
  ],
  [
    /\/uplot\/dist\/uPlot\.esm\.js$/,
    [
      ["uPlot.join = join;"],
      ["(paths.bars    = bars);"],
      ["(paths.spline  = monotoneCubic);"],
      // Our times are seconds of a run and no dates: `time: false`.
      ["uPlot.fmtDate = fmtDate;"],
      ["uPlot.tzDate  = tzDate;"],
      ["let isTime = mode == 1 && scales[s.scale].time;", "const isTime = false;"],
      ["let isTime = sc.time;", "const isTime = false;"],
      ["const [ timeIncrsMs, _timeAxisStampsMs, timeAxisSplitsMs ] = genTimeStuffs(1);"],
      ["const [ timeIncrsS,  _timeAxisStampsS,  timeAxisSplitsS  ] = genTimeStuffs(1e-3);"],
      ["const _timeAxisSplits = (ms == 1 ? timeAxisSplitsMs(_tzDate) : timeAxisSplitsS(_tzDate));"],
      ["const _timeAxisVals   = timeAxisVals(_tzDate, timeAxisStamps((ms == 1 ? _timeAxisStampsMs : _timeAxisStampsS), _fmtDate));"],
      ["const _timeSeriesVal  = timeSeriesVal(_tzDate, timeSeriesStamp(_timeSeriesStamp, _fmtDate));"],
      ["const _fmtDate = (opts.fmtDate || fmtDate);"],
    ],
  ],
]

const without = {
  name: "without",
  load: (id) => hollow.find(([file]) => file.test(id))?.[1],
  transform(code, id) {
    const gone = unasked.find(([file]) => file.test(id))?.[1] ?? []
    for (const [words] of gone) if (!code.includes(words)) throw new Error(`${id} has no ${words} any more: build.mjs leaves it out`)
    return gone.length === 0 ? undefined : gone.reduce((rest, [words, instead = ""]) => rest.replaceAll(words, instead), code)
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

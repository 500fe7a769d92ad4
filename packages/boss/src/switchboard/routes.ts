/** The template of a route, for faults that concern one kind of message: `/block/:hash` for `GET /block/00ab…?x=1`. */

interface Template {
  readonly method: string
  readonly path: string
  readonly parts: readonly string[]
}

const PATH_MAX = 256

export class Routes {
  readonly #templates: readonly Template[]

  /** Each `GET /block/:hash`. */
  constructor(routes: readonly string[]) {
    this.#templates = routes.map((route) => {
      const [method = "", path = ""] = route.split(" ")
      return { method, path, parts: path.split("/") }
    })
  }

  /** The raw path where no template fits. */
  of(method: string, url: string): string {
    const mark = url.indexOf("?")
    const path = mark < 0 ? url : url.slice(0, mark)
    const parts = path.split("/")
    return this.#templates.find((template) => template.method === method && fits(template.parts, parts))?.path ?? path.slice(0, PATH_MAX)
  }
}

function fits(template: readonly string[], parts: readonly string[]): boolean {
  return template.length === parts.length && template.every((part, at) => part.startsWith(":") || part === parts[at])
}

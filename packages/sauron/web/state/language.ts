/**
 * uPlot makes a number format of the browser's language when it is read. Some systems name a language that no browser accepts ("en-US@posix"):
 * then the whole page would stay blank. Read this before uPlot.
 */
export function readable(language: string): string {
  try {
    return Intl.getCanonicalLocales(language)[0] ?? "en"
  } catch (error) {
    if (error instanceof RangeError) return "en"
    throw error
  }
}

const told = globalThis.navigator?.language
if (told !== undefined && readable(told) !== told)
  Object.defineProperty(globalThis.navigator, "language", { value: readable(told), configurable: true })

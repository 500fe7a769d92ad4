/** Waiting for something to hold, asked again after every change: how tests and scripts wait for events instead of seconds. */

export function watching() {
  const waiters = new Set<() => void>()
  return {
    changed(): void {
      for (const ask of waiters) ask()
    },
    until(test: () => boolean, timeoutMs = 10_000): Promise<void> {
      return new Promise((resolve, reject) => {
        const ask = () => {
          if (!test()) return
          waiters.delete(ask)
          clearTimeout(late)
          resolve()
        }
        const late = setTimeout(() => {
          waiters.delete(ask)
          reject(new Error(`after ${timeoutMs} ms this did not hold yet: ${test.toString()}`))
        }, timeoutMs)
        waiters.add(ask)
        ask()
      })
    },
  }
}

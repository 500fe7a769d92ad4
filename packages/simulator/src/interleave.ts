/** Runs several simulations in turns, so that a test can show that they have nothing in common. */

/** All of them for so long, a slice of each at a time. */
export function interleave(simulations: readonly { run(forUs: number): void }[], forUs: number, sliceUs: number): void {
  for (let ran = 0; ran < forUs; ran += sliceUs) {
    for (const simulation of simulations) simulation.run(Math.min(sliceUs, forUs - ran))
  }
}

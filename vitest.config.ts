/** One configuration for every room. Projects separate what is pure and quick from what starts processes. */
import { defineConfig } from "vitest/config"
import { BaseSequencer, type TestSpecification } from "vitest/node"

/** Of the offices, those that take minutes. They begin first, so that none of them goes on when all others are done. */
const longest = ["real-servers", "commands", "programs", "examples", "real.proof", "campaign"].map((name) => `/${name}.e2e.test.ts`)

class LongestFirst extends BaseSequencer {
  override async sort(specs: TestSpecification[]): Promise<TestSpecification[]> {
    const rankOf = ({ moduleId }: TestSpecification) => {
      const rank = longest.findIndex((name) => moduleId.endsWith(name))
      return rank < 0 ? longest.length : rank
    }
    const groupOf = ({ project }: TestSpecification) => project.config.sequence.groupOrder
    return (await super.sort(specs)).sort((a, b) => groupOf(a) - groupOf(b) || rankOf(a) - rankOf(b))
  }
}

/** They measure time, and what else goes on would be measured too; or they draw, and a browser without a graphics card takes all processors for that. */
const alone = [
  "packages/sauron/test/view.e2e.test.ts",
  "packages/watercooler/test/e2e/dashboard.e2e.test.ts",
  "packages/*/test/contract/**/*.e2e.test.ts",
  "packages/*/test/strangers/**/*.e2e.test.ts",
  "packages/watercooler/test/e2e/{start,warden}.e2e.test.ts",
]
/** Starting processes takes its time, and so does waiting for them. */
const patience = { testTimeout: 120_000, hookTimeout: 120_000 }

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is waited for comes as late as the machine is busy. Nothing passes by waiting longer that would not be true.
    expect: { poll: { timeout: 15_000 } },
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: "rooms",
          include: ["packages/*/test/**/*.test.ts", "test/**/*.test.ts"],
          exclude: ["**/*.e2e.test.ts", "**/node_modules/**"],
        },
      },
      {
        extends: true,
        test: {
          name: "office",
          include: ["packages/*/test/**/*.e2e.test.ts", "examples/**/*.test.ts"],
          exclude: [...alone, "**/node_modules/**"],
          // Offices mostly wait: for a node to be ready, for a storm to be over.
          maxWorkers: 2,
          maxConcurrency: 2,
          sequence: { groupOrder: 1 },
          ...patience,
        },
      },
      {
        extends: true,
        test: { name: "alone", include: alone, fileParallelism: false, sequence: { groupOrder: 2 }, ...patience },
      },
    ],
  },
})

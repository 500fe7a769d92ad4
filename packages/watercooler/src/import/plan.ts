/** What was observed of a real run, as a plan for the simulator. */
import { checks as knownChecks } from "@watercooler/judge"
import type { Json } from "@watercooler/kernel"
import type { OfficeOptions } from "../input/options.ts"
import type { PlannedNetwork, PlannedNode, PlannedWorkload, ScenarioPlan } from "../scenario/index.ts"
import { scenarioNames } from "./names.ts"
import type { Observed, Payment } from "./observed.ts"
import type { RealRun } from "./real-run.ts"
import type { Delays, Mined } from "./waits.ts"

/** More transfers than these are no list that anybody reads: they become people who pay at random as often. */
const PAYMENTS_MAX = 500
const MS = 1_000
const STORM_US_MIN = 1_000_000
/** As long as agreeing may take. The calm ends when they agree, not later. */
const CALM_US_MAX = 120_000_000
/** What a scenario has where it says nothing. */
const BLOCK_INTERVAL_US = 1_000_000
const LATENCY_US = 5_000
const MIN_PEERS = 3

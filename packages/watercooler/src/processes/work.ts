/** A node's worker thread: serves the jobs of the program that the node runs. */
import { NodeCrypto, serveJobs } from "@watercooler/host"
import { PROGRAMS } from "./programs.ts"

serveJobs((program) => PROGRAMS[program]?.jobs, new NodeCrypto())

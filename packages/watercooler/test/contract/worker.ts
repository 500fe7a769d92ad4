/** The worker of a puppet. */
import { NodeCrypto, serveJobs } from "@watercooler/host"
import { jobs } from "./puppet.ts"

serveJobs(() => jobs, new NodeCrypto())

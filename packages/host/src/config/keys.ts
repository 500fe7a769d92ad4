/** Every key of a node's configuration: its name in a file, in the environment and as a flag; what it means; what it is by default. */
import type { NodeConfig } from "../process/contract.ts"

export interface ConfigKey {
  readonly key: keyof NodeConfig
  readonly env: string
  /** How its text is read. `list` is separated by commas. */
  readonly type: "text" | "integer" | "boolean" | "list" | "json"
  readonly otherwise: NodeConfig[keyof NodeConfig]
  readonly choices?: readonly string[]
  readonly min?: number
  readonly max?: number
  readonly means: string
}

export const CONFIG_KEYS: readonly ConfigKey[] = [
  { key: "name", env: "NODE_NAME", type: "text", otherwise: "bigload-1", means: "The node's name, 1 to 64 of a-z 0-9 -" },
  { key: "program", env: "NODE_PROGRAM", type: "text", otherwise: "bigload", means: "Which program to run: bigload, wall or clients" },
  {
    key: "settings",
    env: "NODE_SETTINGS",
    type: "json",
    otherwise: {},
    means: "What the program itself is configured with, as JSON: its key, its genesis, its peers",
  },
  { key: "misdeeds", env: "NODE_MISDEEDS", type: "list", otherwise: [], means: "Misdeeds the program is wrapped in, the outermost last" },
  { key: "accomplices", env: "NODE_ACCOMPLICES", type: "json", otherwise: [], means: "Other bad actors, as JSON: [{endpoint, key, name}]" },
  { key: "auto", env: "NODE_AUTO", type: "boolean", otherwise: false, means: "Whether misdeeds act by themselves, or only when told" },
  { key: "seed", env: "NODE_SEED", type: "text", otherwise: "", means: "Seeds the node's luck; empty draws one" },
  { key: "host", env: "HOST", type: "text", otherwise: "127.0.0.1", means: "Interface to listen on" },
  { key: "port", env: "PORT", type: "integer", otherwise: 8001, min: 0, max: 65_535, means: "Port to listen on; 0 takes a free one" },
  { key: "store", env: "STORE", type: "text", otherwise: "sqlite", choices: ["sqlite", "memory"], means: "Where records are kept" },
  { key: "fsync", env: "FSYNC", type: "boolean", otherwise: false, means: "Survive loss of power too, not only SIGKILL" },
  { key: "storageDir", env: "STORAGE_DIR", type: "text", otherwise: "./storage", means: "Folder of the node's records" },
  {
    key: "disk",
    env: "DISK",
    type: "text",
    otherwise: "kept",
    choices: ["kept", "torn", "rotten"],
    means: "A disk fault to suffer at this start",
  },
  {
    key: "logDir",
    env: "LOG_DIR",
    type: "text",
    otherwise: "./logs",
    means: "Folder of the node's log, rotated at 5 MiB, three old files kept",
  },
  {
    key: "logLevel",
    env: "LOG_LEVEL",
    type: "text",
    otherwise: "info",
    choices: ["debug", "info", "warning", "error", "silent"],
    means: "What is worth logging",
  },
  { key: "journalFile", env: "JOURNAL_FILE", type: "text", otherwise: "", means: "The node's own journal; empty keeps none" },
  {
    key: "journalBytesMax",
    env: "JOURNAL_BYTES_MAX",
    type: "integer",
    otherwise: 268_435_456,
    min: 0,
    max: 2 ** 40,
    means: "Where the journal ends, in bytes",
  },
  {
    key: "inputsFile",
    env: "INPUTS_FILE",
    type: "text",
    otherwise: "",
    means: "Record of the node's inputs for offline replay; empty keeps none",
  },
  {
    key: "inputsBytesMax",
    env: "INPUTS_BYTES_MAX",
    type: "integer",
    otherwise: 268_435_456,
    min: 0,
    max: 2 ** 40,
    means: "Where the record of inputs ends, in bytes",
  },
  {
    key: "runStartedNs",
    env: "RUN_STARTED_NS",
    type: "text",
    otherwise: "",
    means: "When the run began, on the system's monotonic clock; empty means now",
  },
  {
    key: "sauronUrl",
    env: "SAURON_URL",
    type: "text",
    otherwise: "",
    means: "Where Sauron is, who watches and knows peers; empty if nobody does",
  },
  {
    key: "dial",
    env: "DIAL",
    type: "list",
    otherwise: [],
    means: "The only places to dial, host:from-to; empty means any port of the loopback interface",
  },
  {
    key: "linkSecret",
    env: "LINK_SECRET",
    type: "text",
    otherwise: "",
    means: "Proves this node to a switchboard, and a switchboard to this node; empty if there is none",
  },
  {
    key: "switchboard",
    env: "SWITCHBOARD",
    type: "text",
    otherwise: "",
    means: "host:port of the switchboard through which peers are reached; empty reaches them directly",
  },
  {
    key: "torments",
    env: "TORMENTS",
    type: "json",
    otherwise: [],
    means:
      'What clock and disk suffer, as JSON: [{"id": "late", "what": {"kind": "skew", "us": -5000000}}]; also drift, jump, disk-full, disk-lying, disk-slow',
  },
  {
    key: "effortPerSecond",
    env: "EFFORT_PER_SECOND",
    type: "integer",
    otherwise: 0,
    min: 0,
    max: 1_000_000_000,
    means: "How many hashes a second it may try when it mines; 0 means as many as the machine can",
  },
  {
    key: "peerTimeoutMs",
    env: "PEER_TIMEOUT_MS",
    type: "integer",
    otherwise: 2_000,
    min: 10,
    max: 600_000,
    means: "Longest wait for a peer",
  },
  {
    key: "asksPerPeerMax",
    env: "ASKS_PER_PEER_MAX",
    type: "integer",
    otherwise: 8,
    min: 1,
    max: 1_000,
    means: "Requests under way to one peer",
  },
  { key: "asksMax", env: "ASKS_MAX", type: "integer", otherwise: 256, min: 1, max: 10_000, means: "Requests under way in all" },
  {
    key: "requestsPerSecondPerLink",
    env: "REQUESTS_PER_SECOND_PER_LINK",
    type: "integer",
    otherwise: 20_000,
    min: 1,
    max: 1_000_000,
    means: "How fast one connection may ask before it is told 429",
  },
]

/** The three parties of CrapCoin, as drivers need to know them. */
import type { Blueprint, Json } from "@watercooler/kernel"
import { type BigloadConfig, parseConfig } from "../config.ts"
import { crapcoinHttp } from "../http/codec.ts"
import { BigLoad, JOBS } from "../program.ts"
import type { Answer, Request } from "../protocol/messages.ts"
import { parseWallConfig, Wall, type WallConfig } from "../wall/wall.ts"
import { Clients, type ClientsConfig, parseClientsConfig } from "../workload/clients.ts"

export const bigload: Blueprint<BigloadConfig, Request, Answer> = {
  network: "crapcoin",
  parseConfig: (json: Json) => parseConfig(json),
  create: (config, crypto) => new BigLoad(config, crypto),
  http: crapcoinHttp,
  jobs: JOBS,
  // Nonces are tried from 0.
  effortOf: (_job, result) => (result as { readonly nonce: number }).nonce + 1,
}

export const wall: Blueprint<WallConfig, Request, Answer> = {
  network: "crapcoin",
  parseConfig: parseWallConfig,
  create: (config) => new Wall(config),
  http: crapcoinHttp,
  jobs: {},
}

export const clients: Blueprint<ClientsConfig, Request, Answer> = {
  network: "crapcoin",
  parseConfig: parseClientsConfig,
  create: (config) => new Clients(config),
  http: crapcoinHttp,
  jobs: {},
}

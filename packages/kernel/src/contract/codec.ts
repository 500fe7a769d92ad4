/** How a network's requests and answers look on a wire. Every network has codecs; a driver picks the one for its wire. */
import type { Crypto } from "../identity/crypto.ts"
import type { Job, NodeProgram } from "./program.ts"
import type { Json } from "./values.ts"

/** An HTTP request as a codec sees it. Header names are lower case. */
export interface HttpRequest {
  readonly method: string
  /** Path and query, `/blockchain?from=1`. */
  readonly url: string
  readonly headers: Readonly<Record<string, string | undefined>>
  /** The body as text; empty when there is none. */
  readonly body: string
}

export interface HttpResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A value, or why there is none. */
export type Decoded<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly because: string; readonly status?: number }

/** A signature that a message carries, so that a driver can verify it ahead of the turn and remember the result. */
export interface SignedClaim {
  readonly publicKey: string
  readonly message: string
  readonly signature: string
}

export interface HttpCodec<Request, Answer> {
  /** Every route this network answers, for the OpenAPI page, the metrics labels and the 404: `GET /block/:hash`. */
  readonly routes: readonly string[]
  /** The route template that a request falls under, for labels; undefined if none. */
  routeOf(method: string, url: string): string | undefined
  encodeRequest(request: Request): HttpRequest
  decodeRequest(wire: HttpRequest): Decoded<Request>
  encodeAnswer(answer: Answer, request: Request): HttpResponse
  /** The request says which answers are possible. */
  decodeAnswer(wire: HttpResponse, request: Request): Decoded<Answer>
  /** The answer given to a request that did not decode, when the program itself gives none. */
  refusal(because: string, status: number): HttpResponse
  /** Signatures inside a request or an answer that the turn is going to check. */
  claims?(message: Request | Answer): readonly SignedClaim[]
}

/** What a driver needs to know about a network to run one of its parties. */
export interface Blueprint<Config, Request, Answer> {
  /** Name of the network: `crapcoin`. */
  readonly network: string
  /** Checks a configuration that came from outside; the error says what was seen and what was expected. */
  readonly parseConfig: (config: Json) => Decoded<Config>
  readonly create: (config: Config, crypto: Crypto) => NodeProgram<Request, Answer>
  readonly http: HttpCodec<Request, Answer>
  readonly jobs: Readonly<Record<string, Job>>
  /** How many tries a result took, of a job that is a search: what a driver counts that grants a node only so many a second. */
  readonly effortOf?: (job: string, result: Json) => number
}

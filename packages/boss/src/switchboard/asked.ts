/**
 * What the first bytes of a connection to a proxy ask for: a request whose target is a whole address (RFC 9112, section 3.2.2), CONNECT (RFC 9110, section
 * 9.3.6), or a greeting of SOCKS 5 (RFC 1928). Pure: bytes in, words out.
 */
import { HEAD_BYTES_MAX } from "./head.ts"

export interface Place {
  readonly host: string
  readonly port: number
}

export type AskedOfProxy =
  | { readonly is: "incomplete" }
  | { readonly is: "nonsense"; readonly because: string }
  /** A request: `head` is what the target is to read in place of its first `used` bytes. */
  | { readonly is: "request"; readonly place: Place; readonly head: Buffer; readonly used: number }
  | { readonly is: "tunnel"; readonly place: Place; readonly used: number }
  /** SOCKS wants an answer first. */
  | { readonly is: "greeting"; readonly isWelcome: boolean; readonly used: number }

const HEAD_END = Buffer.from("\r\n\r\n")
const REQUEST = /^([!#$%&'*+.^_`|~0-9A-Za-z-]{1,40}) (\S{1,16384}) (HTTP\/1\.[01])\r\n/
const ABSOLUTE = /^http:\/\/([^/?#]{1,300})([^#]*)/i
const AUTHORITY = /^(?:[^@]*@)?(\[[0-9a-f:.]{2,45}\]|[^:[\]/@\s]{1,253})(?::([0-9]{1,5}))?$/i
/** What is said to the proxy and not to the target; and what would keep a connection open over which the next request may be for somebody else. */
const HOP_BY_HOP = /\r\n(?:proxy-connection|proxy-authorization|connection|keep-alive):[^\r\n]*/gi
const UPGRADES = /\r\nconnection:[^\r\n]*\bupgrade\b/i

const SOCKS_5 = 5
const NO_PASSWORD = 0
const SOCKS_CONNECT = 1
const BY_ADDRESS = 1
const BY_NAME = 3

/** `hasGreeted`: SOCKS has said hello already. */
export function readAsked(bytes: Buffer, hasGreeted: boolean): AskedOfProxy {
  if (bytes.length === 0) return INCOMPLETE
  return hasGreeted || bytes[0] === SOCKS_5 ? readSocks(bytes, hasGreeted) : readHttp(bytes)
}

const INCOMPLETE: AskedOfProxy = { is: "incomplete" }
const nonsense = (because: string): AskedOfProxy => ({ is: "nonsense", because })

function readHttp(bytes: Buffer): AskedOfProxy {
  const end = bytes.subarray(0, HEAD_BYTES_MAX).indexOf(HEAD_END)
  if (end < 0) return bytes.length >= HEAD_BYTES_MAX ? nonsense(`a head of more than ${HEAD_BYTES_MAX} bytes`) : INCOMPLETE
  const used = end + HEAD_END.length
  const text = bytes.toString("latin1", 0, used)
  const line = REQUEST.exec(text)
  if (line === null) return nonsense("no request of HTTP/1, and no SOCKS 5")
  const [all, method, target, version] = line as unknown as [string, string, string, string]
  if (method === "CONNECT") {
    const place = placeOf(target, undefined)
    return place === undefined ? nonsense(`CONNECT ${target.slice(0, 100)}, which is no host:port`) : { is: "tunnel", place, used }
  }
  const absolute = ABSOLUTE.exec(target)
  const place = absolute === null ? undefined : placeOf(absolute[1] as string, 80)
  if (absolute === null || place === undefined) return nonsense(`${target.slice(0, 100)}, which is no address that begins with http://`)
  const [, , path = ""] = absolute
  const rest = text.slice(all.length - 2)
  const isUpgrade = UPGRADES.test(rest)
  const headers = rest.slice(0, -4).replace(HOP_BY_HOP, "")
  const connection = isUpgrade ? "upgrade" : "close"
  const head = `${method} ${path.startsWith("/") ? path : `/${path}`} ${version}${headers}\r\nconnection: ${connection}\r\n\r\n`
  return { is: "request", place, head: Buffer.from(head, "latin1"), used }
}

function placeOf(authority: string, otherwise: number | undefined): Place | undefined {
  const [, host = "", port] = AUTHORITY.exec(authority) ?? []
  const number = port === undefined ? otherwise : Number(port)
  return host === "" || number === undefined || number > 65_535 ? undefined : { host: host.toLowerCase(), port: number }
}

function readSocks(bytes: Buffer, hasGreeted: boolean): AskedOfProxy {
  const [version, second = 0, , kind] = bytes
  if (version !== SOCKS_5) return nonsense("a second word that is not SOCKS 5")
  if (!hasGreeted) {
    const used = 2 + second
    if (bytes.length < 2 || bytes.length < used) return INCOMPLETE
    return { is: "greeting", isWelcome: bytes.subarray(2, used).includes(NO_PASSWORD), used }
  }
  if (bytes.length < 5) return INCOMPLETE
  if (second !== SOCKS_CONNECT) return nonsense(`SOCKS command ${second}; only connect (1) is known here`)
  if (kind !== BY_ADDRESS && kind !== BY_NAME) return nonsense("SOCKS for an address of IPv6; nodes have addresses of IPv4")
  const from = kind === BY_NAME ? 5 : 4
  const to = from + (kind === BY_NAME ? (bytes[4] as number) : 4)
  if (bytes.length < to + 2) return INCOMPLETE
  const host = kind === BY_NAME ? bytes.toString("latin1", from, to) : bytes.subarray(from, to).join(".")
  return { is: "tunnel", place: { host: host.toLowerCase(), port: bytes.readUInt16BE(to) }, used: to + 2 }
}

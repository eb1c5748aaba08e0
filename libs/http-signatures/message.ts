/** What a signature is over: an HTTP request, or a response with the request it answers. */

/** Field names in lower case, as Node hands them over; several lines of one field are joined or a list. */
export type Fields = Readonly<Record<string, string | readonly string[] | undefined>>

export interface RequestMessage {
  readonly method: string
  /** The absolute target URI, `https://example.com/foo?bar=1`. */
  readonly url: string
  readonly headers: Fields
}

export interface ResponseMessage {
  readonly status: number
  readonly headers: Fields
  /** Needed when the signature covers parts of the request (`;req`, RFC 9421 §2.4). */
  readonly request?: RequestMessage
}

export type Message = RequestMessage | ResponseMessage

export type Reason =
  /** There is no such signature. */
  | 'unsigned'
  /** The fields do not follow the grammar, or name the same thing twice. */
  | 'malformed'
  /** It covers less than it must, or something the message does not have. */
  | 'uncovered'
  | 'unknown-key'
  /** Made too long ago, in the future, or past its own end. */
  | 'stale'
  /** The signature or the digest is not of this message by this key. */
  | 'wrong'

/** A signature that cannot be believed; the message is for operators. */
export class SignatureError extends Error {
  readonly reason: Reason
  constructor(reason: Reason, message: string) {
    super(message)
    this.name = 'SignatureError'
    this.reason = reason
  }
}

/** The canonical value of a field (RFC 9421 §2.1): trimmed lines without folds, joined by comma and space. */
export function fieldValue(headers: Fields, name: string): string | undefined {
  const raw = headers[name]
  if (raw === undefined) return undefined
  if (typeof raw === 'string') return canonical(raw)
  return raw.length === 0 ? undefined : raw.map(canonical).join(', ')
}

const canonical = (line: string) => (line.includes('\n') ? line.replace(/\r?\n[ \t]+/g, ' ') : line).trim()

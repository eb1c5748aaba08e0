/** The value of each part of a message that a signature may cover (RFC 9421 §2). */
import { parseDictionary, serializeInnerList, serializeItem, type Item, type Parameters } from 'structured-headers'
import { BYTES, plainMember } from './members.ts'
import { fieldValue, SignatureError, type Fields, type Message, type RequestMessage } from './message.ts'

/** `'@method'`, `'content-digest'`, or with parameters: `['signature', { req: true, key: 'exchange' }]`. */
export type Component = string | readonly [name: string, parameters: Readonly<Record<string, string | true>>]

export const toItem = (component: Component): Item =>
  typeof component === 'string'
    ? [component, new Map()]
    : [component[0], new Map<string, string | boolean>(Object.entries(component[1]))]

/** What the message says for one component; throws `uncovered` when it has no such part. */
export function componentValue(message: Message, [bare, parameters]: Item): string {
  if (typeof bare !== 'string') throw new SignatureError('malformed', 'a component is named by a string')
  const target = parameters.has('req') ? requestOf(message) : message
  if (bare.startsWith('@')) return derived(target, bare, parameters)
  return field(target.headers, bare, parameters)
}

function requestOf(message: Message): RequestMessage {
  const request = 'status' in message ? message.request : undefined
  if (!request) throw new SignatureError('uncovered', 'there is no request behind this message')
  return request
}

const DERIVED: Readonly<Record<string, (request: RequestMessage, url: () => URL, parameters: Parameters) => string>> = {
  '@method': ({ method }) => method,
  '@target-uri': ({ url }) => url,
  '@authority': (_, url) => url().host,
  '@scheme': (_, url) => url().protocol.slice(0, -1),
  '@request-target': (_, url) => url().pathname + url().search,
  '@path': (_, url) => url().pathname,
  '@query': (_, url) => url().search || '?',
  '@query-param': (_, url, parameters) => queryParameter(url(), parameters.get('name')),
}

function derived(target: Message, name: string, parameters: Parameters): string {
  allow(parameters, name === '@query-param' ? ['req', 'name'] : ['req'])
  if ('status' in target) {
    if (name === '@status') return String(target.status)
    throw new SignatureError('uncovered', `a response has no ${name}`)
  }
  const value = DERIVED[name]
  if (!value) throw new SignatureError('uncovered', `a request has no ${name}`)
  return value(target, () => new URL(target.url), parameters)
}

function field(headers: Fields, name: string, parameters: Parameters): string {
  allow(parameters, ['req', 'key', 'bs'])
  if (name !== name.toLowerCase()) throw new SignatureError('malformed', `${name} must be in lower case`)
  if (parameters.has('bs')) return byteSequences(headers, name)
  const value = fieldValue(headers, name)
  if (value === undefined) throw new SignatureError('uncovered', `the message has no ${name}`)
  const key = parameters.get('key')
  return key === undefined ? value : memberOf(name, value, String(key))
}

/** One member of a dictionary field, as it would be written alone (§2.1.2). */
function memberOf(name: string, value: string, key: string): string {
  const plain = plainMember(value, key, BYTES)
  if (plain !== undefined) return plain
  const member = dictionaryOf(name, value).get(key)
  if (!member) throw new SignatureError('uncovered', `${name} has no member ${key}`)
  return Array.isArray(member[0]) ? serializeInnerList([member[0], member[1]]) : serializeItem(member as Item)
}

function dictionaryOf(name: string, value: string) {
  try {
    return parseDictionary(value)
  } catch {
    throw new SignatureError('malformed', `${name} is no dictionary`)
  }
}

/** Each line wrapped as bytes, for fields that cannot be joined by commas (§2.1.3). */
function byteSequences(headers: Fields, name: string): string {
  const raw = headers[name]
  if (raw === undefined) throw new SignatureError('uncovered', `the message has no ${name}`)
  const lines = typeof raw === 'string' ? [raw] : raw
  return lines.map((line) => serializeItem(new TextEncoder().encode(fieldValue({ line }, 'line')))).join(', ')
}

/** §2.2.8: decoded and encoded anew, so that two writings of one value are the same. */
function queryParameter(url: URL, name: unknown): string {
  const wanted = decode(String(name))
  const values = url.searchParams.getAll(wanted)
  if (values.length !== 1) throw new SignatureError('uncovered', `the query has ${values.length} parameters of that name`)
  return encode(values[0]!)
}

const decode = (text: string): string => new URLSearchParams(`name=${text.replaceAll('&', '%26')}`).get('name') ?? ''
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

/** A parameter we do not know changes the meaning of a component: better no signature than a misread one. */
function allow(parameters: Parameters, known: readonly string[]): void {
  for (const name of parameters.keys())
    if (!known.includes(name)) throw new SignatureError('malformed', `component parameter ${name} is not known here`)
}

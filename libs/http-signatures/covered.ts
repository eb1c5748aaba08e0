/** What a signature covers, written out once for all messages that cover the same: most of the work of a signature is this text. */
import { type InnerList, type Item, serializeInnerList, serializeItem } from 'structured-headers'
import { type Component, componentValue, toItem } from './components.ts'
import { type Message, SignatureError } from './message.ts'

export interface Covered {
  readonly items: readonly Item[]
  /** Each as it stands in the list and before its value. */
  readonly names: readonly string[]
  /** `("@method" "@path")`, without parameters. */
  readonly list: string
}

const known = new WeakMap<readonly Component[], Covered>()

/** Pass the same array again for the same components: it is remembered by that. */
export function coveredBy(components: readonly Component[]): Covered {
  const before = known.get(components)
  if (before) return before
  const made = coveredOf(components.map(toItem))
  known.set(components, made)
  return made
}

/** Throws `malformed` when something is covered twice. */
export function coveredOf(items: readonly Item[]): Covered {
  const names = items.map((item) => serializeItem(item))
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice) throw new SignatureError('malformed', `${twice} is covered twice`)
  const inner: InnerList = [[...items], new Map()]
  return { items, names, list: serializeInnerList(inner) }
}

/** The text that is signed (RFC 9421 §2.5). `parameters`: as they follow the list. */
export function signatureBase(message: Message, { items, names, list }: Covered, parameters: string): string {
  let base = ''
  for (const [at, item] of items.entries()) {
    const value = componentValue(message, item)
    if (value.includes('\n') || value.includes('\r')) throw new SignatureError('malformed', `${names[at]} is more than a line`)
    base += `${names[at]}: ${value}\n`
  }
  return `${base}"@signature-params": ${list}${parameters}`
}

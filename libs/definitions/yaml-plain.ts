/** The value of a plain YAML file, five times as fast as by the parser that keeps the place of everything. */
import { type Event, EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE, type ScalarEvent } from 'js-yaml'

/** What only the other parser can judge: mistakes, and everything that is not plain. */
class NotPlain extends Error {}

const NULL = /^(?:~|null|Null|NULL)?$/
const BOOLEAN = /^(?:true|True|TRUE|false|False|FALSE)$/
/** All that YAML 1.2 (core schema) reads as a number. */
const NUMBER =
  /^(?:[-+]?(?:\d+|(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|\.(?:inf|Inf|INF))|\.(?:nan|NaN|NAN)|0o[0-7]+|0x[\da-fA-F]+)$/
/** Numbers as anybody writes them. */
const USUAL_NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/
/** Codes: these digits stay what was written. */
const DIGITS = /^(?:-?0\d+|\d{16,})$/
const WHOLE = /^(?:0|[1-9]\d{0,14})$/

/** Lists and mappings in one another; nobody can read more, and those who walk through them need an end. */
export const DEEPEST = 100

/**
 * One document of mappings, sequences and scalars, read as `readYaml` reads it; undefined where there are anchors, aliases, tags,
 * directives, tabs, keys of an unusual kind, unusual numbers or mistakes.
 */
export function readPlain(text: string): { readonly value: unknown } | undefined {
  // Where tabs may stand the two do not agree.
  if (text.includes('\t')) return undefined
  try {
    return { value: documentIn(parseEvents(text, {}), text) }
  } catch {
    // Whatever is wrong is told by the parser that knows where.
    return undefined
  }
}

function documentIn(events: readonly Event[], text: string): unknown {
  let at = 0
  const next = (): Event => events[at++] ?? refuse()
  let depth = 0
  const value = (event: Event): unknown => {
    if (event.type === EVENT_ID.SCALAR) return scalarOf(event, text)
    if (event.type !== EVENT_ID.SEQUENCE && event.type !== EVENT_ID.MAPPING) return refuse()
    if (event.anchorStart >= 0 || event.tagStart >= 0) return refuse()
    if (++depth > DEEPEST) refuse()
    const whole = event.type === EVENT_ID.SEQUENCE ? sequence() : mapping()
    depth--
    return whole
  }
  const sequence = (): unknown[] => {
    const items: unknown[] = []
    for (let event = next(); event.type !== EVENT_ID.POP; event = next()) items.push(value(event))
    return items
  }
  const mapping = (): Record<string, unknown> => {
    const entries = new Map<string, unknown>()
    for (let event = next(); event.type !== EVENT_ID.POP; event = next()) {
      const key = event.type === EVENT_ID.SCALAR ? keyOf(event, text) : refuse()
      if (entries.has(key)) refuse()
      entries.set(key, value(next()))
    }
    return Object.fromEntries(entries)
  }
  const document = next()
  if (document.type !== EVENT_ID.DOCUMENT || document.directives.length > 0) refuse()
  const whole = value(next())
  if (next().type !== EVENT_ID.POP || at !== events.length) refuse()
  return whole
}

function scalarOf(event: ScalarEvent, text: string): unknown {
  if (event.anchorStart >= 0 || event.tagStart >= 0) return refuse()
  const said = getScalarValue(text, event)
  if (event.style !== SCALAR_STYLE.PLAIN) return said
  if (USUAL_NUMBER.test(said)) return Number(said)
  if (NULL.test(said)) return null
  if (BOOLEAN.test(said)) return said.toLowerCase() === 'true'
  if (DIGITS.test(said) || !NUMBER.test(said)) return said
  return refuse()
}

/** A key that two spellings cannot share. */
function keyOf(event: ScalarEvent, text: string): string {
  const value = scalarOf(event, text)
  const said = getScalarValue(text, event)
  return typeof value === 'string' || (typeof value === 'number' && WHOLE.test(said)) ? said : refuse()
}

function refuse(): never {
  throw new NotPlain()
}

/** What a catalogue entry is, said in our own words from its facts. */
import { dayOf } from '@dpg/period'
import type { ReadRow } from './catalogue-read.ts'
import type { CatalogueRow, Pack } from './schemas/pack.ts'
import type { ServiceFile } from './schemas/service.ts'
import { type Both, anyOf, both, join, say, sayOr } from './wording.ts'

type Agencies = Pack['agencies']

/** Who gives what to whom, how and until when to apply, whom to call. */
export function descriptionOf(row: CatalogueRow, read: ReadRow, agencies: Agencies): Both {
  return join([whatSentence(row, agencies), whoSentence(read), howSentence(row), windowSentence(row.window), callSentence(row)])
}

/** `현금 지원`, `a cash payment`. */
export const supportWords = (support: string): Both => sayOr(`describe.support.${support}`, support)

export function agencyName(code: string, agencies: Agencies): Both {
  const agency = agencies.get(code)
  return agency ? both({ ko: agency.name, en: agency.en ?? agency.name }) : { ko: code, en: code }
}

function whatSentence(row: CatalogueRow, agencies: Agencies): Both {
  const values = { agency: agencyName(row.agency, agencies), support: supportWords(row.support) }
  if (row.field === '') return say('describe.what', values)
  return say('describe.what.field', { ...values, field: sayOr(`describe.field.${row.field}`, row.field) })
}

function whoSentence({ basis, criteria, focus }: ReadRow): Both {
  const known = criteria.filter((c) => c.criterion.id !== 'unread').map(({ short }) => short)
  const who = join(known, '; ')
  if (basis === 'none') return known.length > 0 ? say('describe.who.unread', { who }) : say('describe.who.none')
  const all = known.length > 0 ? say('describe.who', { who }) : say('describe.who.all')
  return focus.length > 0 ? join([all, say('describe.who.focus', { focus: join(focus, ', ') })]) : all
}

const WAYS = ['visit', 'online-gov24', 'online-other', 'other'] as const

function howSentence(row: CatalogueRow): Both {
  const said = row.apply.split(',')
  const ways = WAYS.filter((way) => said.includes(way)).map((way) => say(`describe.way.${way}`))
  const where = row.receive === '' ? null : say('describe.receive', { office: row.receive })
  if (ways.length > 0) return join([say('describe.how', { ways: anyOf(ways) }), where])
  return join([say(said.includes('none') ? 'describe.how.none' : 'describe.how.unknown'), where])
}

/** When one may apply, as the definition has it. */
export function windowOf(window: string): ServiceFile['windows'][number] {
  const date = dateOf(window)
  const kind = window === 'always' ? 'always' : date ? 'dates' : 'unstated'
  return { kind, from: null, to: date ? window : null, note: kind === 'always' ? null : windowSentence(window) }
}

function windowSentence(window: string): Both {
  if (window === 'always' || window === 'varies') return say(`describe.window.${window}`)
  const date = dateOf(window)
  return date ? say('describe.window.until', { date: say('describe.date', date) }) : say('describe.window.unknown')
}

/** A day as written; null for what is no day (2024-04-31 stands in the catalogue). */
export function dateOf(window: string): { readonly year: string; readonly month: string; readonly day: string } | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(window)?.slice(1).map(Number)
  if (!parts || dayOf(parts[0]!, parts[1]!, parts[2]!) === undefined) return null
  return { year: String(parts[0]), month: String(parts[1]), day: String(parts[2]) }
}

function callSentence({ phone }: CatalogueRow): Both | null {
  const contact = contactOf(phone)
  if (!contact?.phone) return null
  return contact.name === null
    ? say('describe.call', { phone: contact.phone })
    : say('describe.call.office', { office: contact.name.ko, phone: contact.phone })
}

/** The first of `office/number;office/number`. */
export function contactOf(phone: string): ServiceFile['contact'] {
  const first = phone.split(';')[0]!.trim()
  if (first === '') return null
  const at = first.lastIndexOf('/')
  const name = at > 0 ? { ko: first.slice(0, at) } : null
  return { name, phone: first.slice(at + 1), url: null, email: null, hours: null }
}

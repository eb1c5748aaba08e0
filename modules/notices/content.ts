/** What is sent: the letters filled in, and what they carry. Sealed whole; its digest stands in the proof of delivery. */
import { createHash } from 'node:crypto'
import type { PersonId } from '@dpg/kernel'
import { fillParticles, placeholders } from '@dpg/korean'
import { canonicalJson, type Json } from '@dpg/ledger'
import { type Letter, type LetterValues, missingValues, type SendNotice } from './contract.ts'

export interface Content {
  readonly to: PersonId
  readonly kind: SendNotice['kind']
  readonly letter: { readonly ko: Letter; readonly en?: Letter }
  readonly service: string | null
  readonly case: SendNotice['case']
  readonly documents: SendNotice['documents']
  readonly link: string | null
  readonly legal: SendNotice['legal']
}

/** Throws `notices/missing-values` naming every placeholder that would stay empty, in any language. */
export function contentOf(command: SendNotice): Content {
  const { to, kind, letter, values, service, documents, link, legal } = command
  if (link !== null && !/^\/(?![/\\])/.test(link)) throw new RangeError('the link of a notice is a path of the portal')
  const pairs: [Letter, LetterValues][] = [[letter.ko, values.ko]]
  if (letter.en) pairs.push([letter.en, values.en ?? {}])
  const missing = new Set(pairs.flatMap(([one, its]) => emptyPlaces(one, its)))
  if (missing.size > 0) throw missingValues({ missing: [...missing] })
  const [ko, en] = pairs.map(([one, its]) => filled(one, its))
  return { to, kind, letter: en ? { ko: ko!, en } : { ko: ko! }, service, case: command.case, documents, link, legal }
}

/** The text that is hashed: the same content always gives the same. */
export const canonicalContent = (content: Content): string => canonicalJson(content as unknown as Json)

export const digestOf = (content: Content): string => createHash('sha256').update(canonicalContent(content)).digest('hex')

const emptyPlaces = ({ subject, body, short }: Letter, values: LetterValues): string[] =>
  placeholders(`${subject}\n${body}\n${short ?? ''}`).filter((name) => !Object.hasOwn(values, name) || !values[name]?.trim())

const filled = ({ subject, body, short }: Letter, values: LetterValues): Letter => ({
  subject: fill(subject, values),
  body: fill(body, values),
  short: short === null ? null : fill(short, values),
})

/** Broken halves of characters, which canonical JSON cannot hold, become the replacement character. */
const fill = (template: string, values: LetterValues): string => fillParticles(template, values).toWellFormed()

/** A platform sends a person one of the letters it was let in with, when the person wants that kind. */
import type { NoticeId } from '@dpg/kernel'
import { invalidRequest } from '@dpg/kernel/server'
import type { LetterValues } from '@dpg/notices/contract'
import { notAgreed, notLinked, tooManyNotices } from './contract.ts'
import { nowOf, type PluginsDeps } from './deps.ts'
import { linkOf } from './facts.ts'
import type { Believed } from './signed-request.ts'
import { countSent, insertSent, lockLink, wasSent } from './store-links.ts'

/** From one platform to one person. */
const MOST_A_DAY = 5

export interface LetterOrder {
  /** The same key sends once. */
  readonly key: string
  readonly kind: string
  readonly values: { readonly ko: LetterValues; readonly en?: LetterValues | undefined }
}

export async function sendLetter(
  deps: PluginsDeps,
  by: Pick<Believed, 'plugin'>,
  subject: string,
  { key, kind, values }: LetterOrder,
): Promise<NoticeId> {
  const { plugin } = by
  const { manifest } = plugin.inForce
  const row = await linkOf(deps, by, subject)
  const letter = manifest.notices.find((one) => one.kind === kind)
  if (!letter) throw invalidRequest({ where: 'body' }, { errors: [{ pointer: '/kind', detail: kind }] })
  if (!row.agreed.notices.includes(kind)) throw notAgreed({ what: kind })
  const { person } = row
  const hasEnglish = letter.subject.en !== undefined && letter.body.en !== undefined
  return deps.db.transaction(async (tx) => {
    const [held] = await lockLink(tx, person, plugin.id)
    if (!held) throw notLinked({ plugin: plugin.id })
    if (!(await wasSent(tx, person, plugin.id, key))) {
      const dayAgo = deps.clock.now().subtract({ hours: 24 }).toString()
      if ((await countSent(tx, person, plugin.id, dayAgo)) >= MOST_A_DAY) throw tooManyNotices({ most: MOST_A_DAY })
    }
    const notice = await deps.notices.send(tx, {
      key: `plugins:${plugin.id}:${key}`,
      to: person,
      kind: 'service',
      letter: {
        ko: letterIn(deps, 'ko', by, letter.subject.ko, letter.body.ko),
        ...(hasEnglish ? { en: letterIn(deps, 'en', by, letter.subject.en!, letter.body.en!) } : {}),
      },
      values: { ko: plainOf(values.ko), ...(hasEnglish ? { en: plainOf(values.en ?? values.ko) } : {}) },
      service: null,
      case: null,
      documents: [],
      link: `/plugins/${plugin.id}`,
      legal: null,
    })
    await insertSent(tx, { person, plugin: plugin.id, key, kind, notice, at: nowOf(deps) })
    return notice
  })
}

/** Who sent it is said by us, not by them. What leaves the inbox says no name where the name alone would tell something. */
function letterIn(
  { texts }: PluginsDeps,
  lang: 'ko' | 'en',
  { plugin }: Pick<Believed, 'plugin'>,
  subject: string,
  body: string,
) {
  const { name, operator, isSensitive } = plugin.inForce.manifest
  const t = texts(lang)
  const told = { name: name[lang] ?? name.ko, operator: operator.name[lang] ?? operator.name.ko }
  return {
    subject,
    body: `${body}\n\n${t('plugins.letter.from', told)}`,
    short: isSensitive ? t('plugins.letter.discreet') : t('plugins.letter.short', told),
  }
}

const plainOf = (values: LetterValues): LetterValues =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, plain(value)]))

/** Words of others: neither links nor tags nor headings, whatever they sent. */
export const plain = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu, ' ')
    .replace(/[<>[\]`{}|*_#\\]/g, (char) => String.fromCodePoint(char.codePointAt(0)! + 0xfee0))
    .replace(/(https?):\/\//gi, '$1 ')
    .trim()

/** What a person sees of their notices. */
import type { NoticeId, PersonId } from '@dpg/kernel'
import type { Db, Log, Sealing } from '@dpg/kernel/server'
import { type Content, canonicalContent } from './content.ts'
import type { DeliveryProof, Letter, Notices, NoticeSummary, NoticeView } from './contract.ts'
import { type Sealed, sealContext } from './send.ts'
import { findById, type NoticeRow, readNotices } from './store.ts'

export interface ReadDeps {
  readonly db: Db
  readonly sealing: Sealing
  readonly log: Log
}

type Reading = 'ko' | 'en'

const DEFAULT_LIMIT = 20
const MAX_LIMIT = 100
/** How many stand on a page where so many are asked for. */
export const pageSize = (asked = DEFAULT_LIMIT): number => Math.min(Math.max(Math.trunc(asked), 1), MAX_LIMIT)

export async function list(
  deps: ReadDeps,
  to: PersonId,
  lang: Reading,
  query: Parameters<Notices['list']>[2] = {},
): Promise<{ items: readonly NoticeSummary[]; next: string | null }> {
  const limit = pageSize(query.limit)
  const rows = await readNotices(deps.db, to, { limit: limit + 1, before: query.before, case: query.case })
  const shown = rows.slice(0, limit)
  const opened = await Promise.all(shown.map((row) => unseal(deps, to, row)))
  return {
    items: opened.flatMap((sealed, i) => (sealed ? [summaryOf(shown[i]!, sealed.content, lang)] : [])),
    next: rows.length > limit ? shown.at(-1)!.id : null,
  }
}

export async function find(deps: ReadDeps, to: PersonId, id: NoticeId, lang: Reading): Promise<NoticeView | undefined> {
  const row = await findById(deps.db, to, id)
  const sealed = row && (await unseal(deps, to, row))
  if (!sealed) return undefined
  const { content, digest } = sealed
  const { documents, link, legal } = content
  const body = letterIn(content, lang).body
  return { ...summaryOf(row, content, lang), body, documents, link, law: legal?.law ?? null, digest }
}

export async function prove(deps: ReadDeps, to: PersonId, id: NoticeId): Promise<DeliveryProof | undefined> {
  const row = await findById(deps.db, to, id)
  const sealed = row && (await unseal(deps, to, row))
  if (!sealed) return undefined
  const { sentAt, deliveredAt, openedAt } = row
  const content = openedAt === null ? null : canonicalContent(sealed.content)
  return { id, digest: sealed.digest, content, sentAt, deliveredAt, openedAt, law: sealed.content.legal?.law ?? null }
}

/** Undefined when the seal does not open: erased, or damaged. Operators hear of it either way. */
async function unseal({ db, sealing, log }: ReadDeps, to: PersonId, row: NoticeRow): Promise<Sealed | undefined> {
  try {
    return await sealing.open<Sealed>(db, to, sealContext(row.id), row.sealed)
  } catch (cause) {
    log.warn('notices.unreadable', { notice: row.id }, cause)
    return undefined
  }
}

const letterIn = ({ letter }: Content, lang: Reading): Letter => (lang === 'en' ? (letter.en ?? letter.ko) : letter.ko)

function summaryOf(row: NoticeRow, content: Content, lang: Reading): NoticeSummary {
  const { id, sentAt, deliveredAt, openedAt } = row
  const { kind, service, legal } = content
  const status = openedAt !== null ? 'opened' : deliveredAt !== null ? 'delivered' : 'queued'
  const subject = letterIn(content, lang).subject
  return { id, kind, subject, status, sentAt, deliveredAt, openedAt, isLegal: legal !== null, service, case: row.case }
}

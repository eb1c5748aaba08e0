/** Judges looks of officials before they happen: lets through, asks why, or blocks; and shows the privacy officer what was unusual. */
import type { Clock, NewId, OfficialId } from '@dpg/kernel'
import type { Db, Query, Sealing, Tx } from '@dpg/kernel/server'
import {
  type AccessRecord,
  type Admission,
  type EntryId,
  type Look,
  lookBlocked,
  type LookId,
  lookNotFound,
  ownLook,
  proofNeeded,
  reasonNeeded,
  type Watch,
} from '../contract.ts'
import { type Scored, scoreOf } from './score.ts'
import { signalsOf } from './signals.ts'
import {
  contextOf,
  findLook,
  forgetLooks,
  insertLook,
  listLooks,
  setGuard,
  setReview,
  setStated,
  setTie,
  standingOf,
} from './store-watch.ts'

export interface WatchDeps {
  readonly db: Db
  readonly sealing: Sealing
  readonly clock: Clock
  readonly newId: NewId
  /** A look that was refused stands in the person's trace. */
  readonly record: (tx: Tx, record: AccessRecord) => Promise<EntryId>
  readonly canProve?: ((official: OfficialId) => Promise<boolean>) | undefined
}

const LIMIT = 100
const KEPT_DAYS = 90
/** So long is a sign-in fresh. */
const FRESH_MIN = 10

export function createWatch(deps: WatchDeps): Watch {
  const { db, clock } = deps
  return {
    admit: (look) => admit(deps, look),
    state: async (official, id, reason) => {
      const found = await findLook(db, id)
      if (!found || found.official !== official || found.verdict !== 'ask') throw lookNotFound({ look: id })
      const sealed = await deps.sealing.seal(db, found.subject, context(id), reason)
      await setStated(db, id, sealed.toString('base64'))
      return { ...found, stated: reason }
    },
    watched: async ({ all = false, limit = LIMIT } = {}) => {
      await forgetLooks(
        db,
        clock
          .now()
          .subtract({ hours: 24 * KEPT_DAYS })
          .toString(),
      )
      const looks = await listLooks(db, all, Math.min(limit, LIMIT))
      return Promise.all(looks.map(async (one) => ({ ...one, stated: await statedIn(deps, one.subject, one.id, one.stated) })))
    },
    review: async (by, id, outcome, note) => {
      const found = await findLook(db, id)
      if (!found) throw lookNotFound({ look: id })
      if (found.official === by) throw ownLook({})
      const sealed = await deps.sealing.seal(db, found.subject, `access.looks.note:${id}`, note)
      await setReview(db, id, outcome, by, sealed.toString('base64'))
    },
    tie: async (subject, official, kind) => void (await setTie(db, subject, official, kind)),
    guard: async (subject, kind) => void (await setGuard(db, subject, kind)),
  }
}

async function admit(deps: WatchDeps, look: Look): Promise<Admission> {
  const at = deps.clock.now().toString()
  const id = deps.newId<LookId>('look')
  const isProved = isFresh(deps, look) || !(await deps.canProve?.(look.official))
  const { score, verdict, reasons, stated } = await deps.db.transaction(async (tx) => {
    const [past, standing] = [await contextOf(tx, look, at), await standingOf(tx, look.subject, look.official, at)]
    const judged = settled(scoreOf(signalsOf(past)), standing.review)
    const { stated } = standing
    const said =
      judged.verdict === 'ask' && stated ? await statedIn({ ...deps, db: tx }, look.subject, stated.look, stated.sealed) : null
    // Let through for the hour by what was stated before: it is not shown to the privacy officer a second time.
    const isLet = judged.verdict === 'ask' && said !== null && isProved
    const why = said === null || isLet ? null : await deps.sealing.seal(tx, look.subject, context(id), said)
    const kept = { verdict: isLet ? 'allow' : judged.verdict, stated: why?.toString('base64') ?? null } as const
    await insertLook(tx, { ...look, id, at, ...judged, ...kept })
    if (judged.verdict === 'block' || (judged.verdict === 'ask' && !isLet)) await deps.record(tx, refused(look))
    return { ...judged, stated: said }
  })
  const told = { look: id, reasons: reasons.join(' ') }
  if (verdict === 'block') throw lookBlocked(told)
  if (verdict === 'ask' && stated === null) throw reasonNeeded(told)
  if (verdict === 'ask' && !isProved) throw proofNeeded(told)
  return { look: id, score, reasons, stated }
}

/** Shown at the highest level, and just now: whoever left a screen open did not. */
function isFresh({ clock }: WatchDeps, { session }: Look): boolean {
  if (session?.assurance !== 'high' || !session.provedAt) return false
  const since = clock.now().subtract({ minutes: FRESH_MIN })
  return Temporal.Instant.compare(session.provedAt, since) >= 0
}

/** What the privacy officer has decided goes before the score. */
function settled(scored: Scored, review: 'justified' | 'abuse' | null): Scored {
  if (review === 'abuse') return { ...scored, score: 100, verdict: 'block' }
  if (review === 'justified' && scored.verdict === 'block' && !scored.reasons.includes('self'))
    return { ...scored, verdict: 'ask' }
  return scored
}

const refused = ({ subject, official, name, agency, case: of }: Look): AccessRecord => ({
  subject,
  actor: { kind: 'official', official, name, agency },
  use: 'refuse',
  facts: [],
  purpose: { ko: '평소와 다른 열람이라 막았습니다', en: 'An unusual look, refused' },
  law: '개인정보 보호법 제29조',
  register: null,
  service: null,
  case: of,
})

/** What an official states may tell of the person: it is sealed under the person's key. */
const context = (id: LookId) => `access.looks.stated:${id}`

/** Null: nothing was stated, or the person was erased. */
async function statedIn(
  { db, sealing }: { readonly db: Query; readonly sealing: Sealing },
  subject: Look['subject'],
  id: LookId,
  sealed: string | null,
): Promise<string | null> {
  if (sealed === null) return null
  return sealing.open<string>(db, subject, context(id), Buffer.from(sealed, 'base64')).catch(() => null)
}

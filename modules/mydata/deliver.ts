/** A receiver fetches what a person agreed to: asked of the registers at that moment, signed, encrypted, written down, counted. */
import { hash } from 'node:crypto'
import type { FetchResult } from '@dpg/exchange/contract'
import type { PersonId } from '@dpg/kernel'
import {
  notAReceiver,
  nothingAnswers,
  type Receiver,
  type ReceiverId,
  transferEnded,
  type TransferId,
  transferNotFound,
} from './contract.ts'
import type { MydataDeps } from './deps.ts'
import { hasMandate, LAW, purposeOf, today } from './give.ts'
import { dueOf } from './period.ts'
import { encryptTo, type Signing } from './sealing.ts'
import {
  type DeliveryRow,
  findReceiver,
  findTransfer,
  insertDelivery,
  lastDelivery,
  lockActive,
  ownerOf,
  type TransferRow,
} from './store.ts'
import { countUsage } from './store-usage.ts'

export interface Delivered {
  readonly jwe: string
  readonly isNew: boolean
}

export async function deliver(deps: MydataDeps, signing: Signing, by: ReceiverId, id: TransferId): Promise<Delivered> {
  const person = await ownerOf(deps.db, id)
  const row = person && (await findTransfer(deps.db, person, id))
  // Somebody else's transfer is none: its id tells nothing.
  if (!person || !row || row.receiver !== by) throw transferNotFound({ id })
  const receiver = await findReceiver(deps.db, by)
  if (receiver?.state !== 'allowed') throw notAReceiver({ receiver: by })
  if (row.endedAt) throw transferEnded({ state: 'stopped' })
  if (row.until < today(deps) || !(await hasMandate(deps, row))) throw transferEnded({ state: 'ended' })
  const last = await lastDelivery(deps.db, person, id)
  const now = deps.clock.now().toString()
  const due = dueOf(row.every, last?.at, now)
  if (due === 'over') throw transferEnded({ state: 'once' })
  if (due === 'again' && last?.jwe) return { jwe: last.jwe, isNew: false }
  const made = await make(deps, signing, receiver, row, now)
  // As with a stop: one that came while the registers were asked.
  if (!(await hasMandate(deps, row))) throw transferEnded({ state: 'ended' })
  return keep(deps, person, row, { ...made, seq: (last?.seq ?? 0) + 1, at: now })
}

interface Made extends Pick<DeliveryRow, 'facts' | 'missing' | 'digest'> {
  readonly jwe: string
}

async function make(deps: MydataDeps, signing: Signing, receiver: Receiver, row: TransferRow, at: string): Promise<Made> {
  const fetched = await deps.exchange.fetch({
    subject: row.person,
    facts: row.facts,
    purpose: purposeOf(deps, receiver, row.bundle),
    law: LAW,
    aim: 'transfer',
    actor: { kind: 'system', name: receiver.name, agency: receiver.agency },
    service: null,
    case: null,
    consent: 'given',
  })
  const known = Object.keys(fetched.facts).length
  if (known === 0 && fetched.failures.length > 0) throw nothingAnswers({})
  const jws = await signing.sign(contentOf(deps, receiver, row, fetched, at), 'mydata-bundle+jwt')
  const jwe = await encryptTo(receiver.encryptionKey, jws)
  return { jwe, facts: known, missing: row.facts.length - known, digest: hash('sha256', jwe, 'buffer') }
}

/** Registered claims of RFC 7519, then the papers with their facts: value, which register said so, when, and our receipt of it. */
function contentOf(deps: MydataDeps, receiver: Receiver, row: TransferRow, fetched: FetchResult, at: string): object {
  const { pack } = deps.catalogue.current()
  const bundle = pack.bundles.get(row.bundle)
  const agreed = new Set(row.facts)
  const failed = new Map(fetched.failures.flatMap(({ facts, kind }) => facts.map((fact) => [fact, kind] as const)))
  const seconds = Math.floor(Date.parse(at) / 1000)
  const factOf = (id: string) => {
    const one = fetched.facts[id]
    return one
      ? { value: one.value, register: one.register, at: one.at, receipt: one.receipt }
      : { missing: failed.get(id) ?? 'unknown' }
  }
  return {
    iss: deps.baseUrl(),
    aud: receiver.id,
    sub: deps.identity.towards(row.person, receiver.id),
    jti: `${row.id}.${seconds}`,
    iat: seconds,
    transfer: row.id,
    bundle: row.bundle,
    purpose: purposeOf(deps, receiver, row.bundle),
    law: LAW,
    papers: (bundle?.papers ?? []).map((id) => {
      const paper = pack.papers.get(id)!
      const own = paper.facts.filter((fact) => agreed.has(fact))
      return { id, title: paper.title, facts: Object.fromEntries(own.map((fact) => [fact, factOf(fact)])) }
    }),
  }
}

/** A stop that came meanwhile wins; of two who fetch at once the first is kept and both get the same. */
async function keep(
  deps: MydataDeps,
  person: PersonId,
  row: TransferRow,
  made: Made & Pick<DeliveryRow, 'seq' | 'at'>,
): Promise<Delivered> {
  return deps.db.transaction(async (tx) => {
    if (!(await lockActive(tx, person, row.id))) throw transferEnded({ state: 'stopped' })
    const last = await lastDelivery(tx, person, row.id)
    if (last && last.seq >= made.seq && last.jwe) return { jwe: last.jwe, isNew: false }
    await insertDelivery(tx, person, row.id, made)
    await countUsage(tx, row.receiver, dayIn(made.at), made.facts, Buffer.byteLength(made.jwe))
    return { jwe: made.jwe, isNew: true }
  })
}

/** The day that it is counted for is the one that is written on it. */
const dayIn = (at: string): string => Temporal.Instant.from(at).toZonedDateTimeISO('Asia/Seoul').toPlainDate().toString()

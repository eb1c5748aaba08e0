/** A person gives, looks at what they gave, and stops it. */
import { type Lang, type Principal, textIn } from '@dpg/kernel'
import type { Query, Tx } from '@dpg/kernel/server'
import {
  badPeriod,
  type Give,
  notAReceiver,
  notForThis,
  otherContent,
  type Receiver,
  type Transfer,
  transferGiven,
  type TransferId,
  transferNotFound,
  transferStopped,
} from './contract.ts'
import type { MydataDeps } from './deps.ts'
import {
  endTransfer,
  findByKey,
  findReceiver,
  findTransfer,
  insertTransfer,
  listDeliveries,
  listTransfers,
  type TransferRow,
} from './store.ts'
import { actorOf, isWithinMandate, mandateOf, noteLook, subjectOf, withinMandate } from './subject.ts'

export const LAW = '전자정부법 제43조의2'
const MOST_DAYS = 366
const DAY_MS = 86_400_000

/** Today in Korea. */
export const today = ({ clock }: MydataDeps): string => clock.now().toZonedDateTimeISO('Asia/Seoul').toPlainDate().toString()

export async function give(deps: MydataDeps, principal: Principal, what: Give, key: string, lang: Lang): Promise<Transfer> {
  const person = subjectOf(principal)
  const bundle = deps.catalogue.current().pack.bundles.get(what.bundle)
  const receiver = await findReceiver(deps.db, what.receiver)
  if (receiver?.state !== 'allowed') throw notAReceiver({ receiver: what.receiver })
  if (!bundle || !receiver.bundles.includes(bundle.id)) throw notForThis({ bundle: what.bundle })
  await withinMandate(deps, principal, bundle.facts)
  const day = today(deps)
  const most = new Date(Date.parse(day) + MOST_DAYS * DAY_MS).toISOString().slice(0, 10)
  if (what.until < day || what.until > most) throw badPeriod({ most })
  const id = deps.newId<TransferId>('trf')
  const givenAt = deps.clock.now().toString()
  const row: TransferRow = {
    ...{ ...what, person, id, bundle: bundle.id, facts: bundle.facts },
    ...{ givenAt, endedAt: null, mandate: mandateOf(principal) },
  }
  await deps.db.transaction(async (tx) => {
    if (!(await insertTransfer(tx, row, key))) return
    await note(deps, tx, principal, receiver, row, 'agree')
    await tx.publish(transferGiven, { person, transfer: id, receiver: receiver.id })
  })
  const kept = (await findByKey(deps.db, person, key))!
  const isSame =
    kept.receiver === what.receiver && kept.bundle === what.bundle && kept.every === what.every && kept.until === what.until
  if (!isSame) throw otherContent({ key })
  return viewOf(deps, deps.db, kept, lang)
}

export async function stop(deps: MydataDeps, principal: Principal, id: TransferId, lang: Lang): Promise<Transfer> {
  const person = subjectOf(principal)
  const row = await ownTransfer(deps, principal, id)
  const receiver = (await findReceiver(deps.db, row.receiver))!
  await deps.db.transaction(async (tx) => {
    if (!(await endTransfer(tx, person, id, deps.clock.now().toString()))) return
    await note(deps, tx, principal, receiver, row, 'withdraw')
    await tx.publish(transferStopped, { person, transfer: id, receiver: receiver.id })
  })
  return viewOf(deps, deps.db, (await findTransfer(deps.db, person, id))!, lang)
}

export async function transfer(deps: MydataDeps, principal: Principal, id: TransferId, lang: Lang): Promise<Transfer> {
  const row = await ownTransfer(deps, principal, id)
  await noteLook(deps, principal, 'view')
  return viewOf(deps, deps.db, row, lang)
}

/** Theirs whose data it is, and within the mandate of whoever acts for them. Throws `mydata/transfer-not-found`, `mydata/beyond-mandate`. */
export async function ownTransfer(deps: MydataDeps, principal: Principal, id: TransferId): Promise<TransferRow> {
  const row = await findTransfer(deps.db, subjectOf(principal), id)
  if (!row) throw transferNotFound({ id })
  await withinMandate(deps, principal, row.facts)
  return row
}

/** Until when, whoever ordered it: by a mandate no longer than that stands. */
export const hasMandate = async ({ identity }: MydataDeps, { person, mandate }: TransferRow): Promise<boolean> =>
  mandate === null || identity.mandates.stands(person, mandate)

export async function transfers(deps: MydataDeps, principal: Principal, lang: Lang): Promise<readonly Transfer[]> {
  const person = subjectOf(principal)
  const rows = (await listTransfers(deps.db, person)).filter(({ facts }) => isWithinMandate(principal, facts))
  if (rows.length > 0) await noteLook(deps, principal, 'view')
  const [deliveries, receivers] = await Promise.all([
    listDeliveries(
      deps.db,
      person,
      rows.map(({ id }) => id),
    ),
    Promise.all([...new Set(rows.map(({ receiver }) => receiver))].map((id) => findReceiver(deps.db, id))),
  ])
  const byId = new Map(receivers.map((one) => [one!.id, one!]))
  return Promise.all(rows.map((row) => shown(deps, row, byId.get(row.receiver)!, deliveries.get(row.id) ?? [], lang)))
}

async function viewOf(deps: MydataDeps, on: Query, row: TransferRow, lang: Lang): Promise<Transfer> {
  const [receiver, deliveries] = await Promise.all([findReceiver(on, row.receiver), listDeliveries(on, row.person, [row.id])])
  return shown(deps, row, receiver!, deliveries.get(row.id) ?? [], lang)
}

async function shown(
  deps: MydataDeps,
  row: TransferRow,
  receiver: Receiver,
  deliveries: readonly { readonly at: string; readonly facts: number; readonly missing: number; readonly digest: Buffer }[],
  lang: Lang,
): Promise<Transfer> {
  const { id, bundle, facts, every, givenAt, until, endedAt } = row
  const isOver = until < today(deps) || !(await hasMandate(deps, row))
  const known = deps.catalogue.current().pack.bundles.get(bundle)
  return {
    id,
    receiver: { id: receiver.id, name: receiver.name, kind: receiver.kind },
    bundle: { id: bundle, title: known ? textIn(known.title, lang) : bundle },
    facts,
    every,
    givenAt,
    until,
    state: endedAt ? 'stopped' : isOver ? 'ended' : 'active',
    endedAt,
    deliveries: deliveries.map((one) => ({
      at: one.at,
      facts: one.facts,
      missing: one.missing,
      digest: one.digest.toString('hex'),
    })),
  }
}

/** Giving and stopping stand in the person's trace like every look. */
const note = (
  deps: MydataDeps,
  tx: Tx,
  principal: Principal,
  receiver: Receiver,
  { facts, bundle }: TransferRow,
  use: 'agree' | 'withdraw',
) =>
  deps.access.record(tx, {
    subject: subjectOf(principal),
    actor: actorOf(principal),
    use,
    facts,
    purpose: purposeOf(deps, receiver, bundle),
    law: LAW,
    register: null,
    service: null,
    case: null,
  })

/** `좋은은행: 전세자금 대출` */
export function purposeOf({ catalogue }: MydataDeps, { name }: Receiver, bundle: string): { ko: string; en: string } {
  const title = catalogue.current().pack.bundles.get(bundle)?.title ?? { ko: bundle, en: bundle }
  return { ko: `${name}: ${title.ko}`, en: `${name}: ${title.en}` }
}

/** Who acts for whom: parents by the family register, helpers by the person themselves, others by whoever keeps their register. */
import { createHash, randomInt } from 'node:crypto'
import type { Acting, MandateId, PersonId, Principal } from '@dpg/kernel'
import type { Query, Tx } from '@dpg/kernel/server'
import {
  type GivenMandate,
  type Mandate,
  type MandateGrant,
  mandateNotFound,
  mandateRefused,
  type Mandates,
  type RecordMandate,
} from '../contract.ts'
import type { IdentityDeps } from '../index.ts'
import { nameOf } from '../sessions.ts'
import { findAccount } from '../store.ts'
import {
  endFamilyMandates,
  endMandate,
  findMandate,
  insertMandate,
  isMandateAlive,
  listMandates,
  type MandateRow,
  putFamilyMandate,
  setActing,
  takeMandate,
} from './store-mandates.ts'

/** Until then one's parents act for one (민법 제4조, 제911조). */
const ADULT_YEARS = 19
const CODE_HOURS = 24
const LONGEST_DAYS = 365

type MandateDeps = Pick<IdentityDeps, 'db' | 'clock' | 'newId' | 'sealing' | 'family'>
const nameContext = (id: MandateId) => `identity.mandates.name:${id}`
const hashOf = (code: string) => createHash('sha256').update(code).digest()

export function createMandates(deps: MandateDeps & IdentityDeps): Mandates {
  const now = () => deps.clock.now().toString()
  return {
    list: async (principal) => {
      const me = personOf(principal)
      const rows = await listMandates(deps.db, me, now())
      return Promise.all(rows.map((row) => mandateOf(deps, deps.db, row)))
    },
    fromFamily: (principal) => fromFamily(deps, principal),
    give: (principal, grant) => give(deps, principal, grant),
    accept: async (principal, code) => {
      const row = await takeMandate(deps.db, hashOf(code), now(), personOf(principal))
      if (!row) throw mandateNotFound({})
      return mandateOf(deps, deps.db, row)
    },
    end: async (principal, id) => {
      if (!(await endMandate(deps.db, personOf(principal), id, now()))) throw mandateNotFound({})
    },
    choose: async (principal, id) => {
      const me = personOf(principal)
      if (!principal.session) throw mandateNotFound({})
      const row = id === null ? null : await findMandate(deps.db, me, now(), id)
      if (row === undefined) throw mandateNotFound({})
      await setActing(deps.db, me, principal.session, id)
      return row === null ? null : actingOf(deps, deps.db, row)
    },
    stands: (represented, mandate) => isMandateAlive(deps.db, represented, now(), mandate),
    record: (tx, mandate) => record(deps, tx, mandate),
  }
}

/** For the session: undefined when the mandate no longer holds. */
export async function actingBy(deps: IdentityDeps, on: Query, account: string, mandate: string): Promise<Acting | undefined> {
  const row = await findMandate(on, account, deps.clock.now().toString(), mandate)
  return row && actingOf(deps, on, row)
}

function personOf({ person }: Principal): PersonId {
  if (!person) throw mandateNotFound({})
  return person
}

async function actingOf(deps: MandateDeps, on: Query, row: MandateRow): Promise<Acting> {
  const { id, kind, represented, relation, services, facts } = row
  const forName = row.name ? await deps.sealing.open<string>(on, represented, nameContext(id), row.name).catch(() => '') : ''
  return { mandate: id, kind, for: represented, forName, scope: { services, facts }, ...(relation ? { relation } : {}) }
}

async function mandateOf(deps: MandateDeps & IdentityDeps, on: Query, row: MandateRow): Promise<Mandate> {
  const by = row.representative ? await findAccount(on, row.representative) : undefined
  const { source, representative, givenAt, endsAt } = row
  const byName = by ? ((await nameOf(deps, on, by)) ?? null) : null
  return { ...(await actingOf(deps, on, row)), source, by: representative, byName, givenAt, endsAt }
}

/** Asks the family register anew: a child that came is there, one that is grown up or gone is not. */
async function fromFamily(deps: MandateDeps & IdentityDeps, principal: Principal): Promise<readonly Mandate[]> {
  const me = personOf(principal)
  const { children, relation } = await deps.family(me, principal.displayName ?? '')
  const today = deps.clock.today()
  const minors = children.filter(({ birthDate }) => Temporal.PlainDate.compare(adultOn(birthDate), today) > 0)
  const at = deps.clock.now().toString()
  await deps.db.transaction(async (tx) => {
    for (const { person, name, birthDate } of minors) {
      const id = deps.newId<MandateId>('man')
      const before = (await listMandates(tx, me, at)).find(
        (row) => row.represented === person && row.source === 'family-register',
      )
      const own = before?.id ?? id
      await putFamilyMandate(tx, {
        ...{ represented: person, id: own, representative: me, kind: 'parent', relation, source: 'family-register' },
        ...{ services: null, facts: null, givenAt: at, endedAt: null },
        name: await deps.sealing.seal(tx, person, nameContext(own), name),
        endsAt: adultOn(birthDate).toZonedDateTime('Asia/Seoul').toInstant().toString(),
      })
    }
    await endFamilyMandates(
      tx,
      me,
      minors.map(({ person }) => person),
      at,
    )
  })
  const rows = await listMandates(deps.db, me, at)
  return Promise.all(rows.filter(({ source }) => source === 'family-register').map((row) => mandateOf(deps, deps.db, row)))
}

const adultOn = (birthDate: string) => Temporal.PlainDate.from(birthDate).add({ years: ADULT_YEARS })

/** Given by the person themselves: a code of eight digits that somebody they trust takes up within a day. */
async function give(deps: MandateDeps & IdentityDeps, principal: Principal, grant: MandateGrant): Promise<GivenMandate> {
  const me = personOf(principal)
  // Whoever acts for another hands nothing on.
  if (principal.acting) throw mandateRefused({ why: 'acting' })
  const [now, ends] = [deps.clock.now(), Temporal.Instant.from(grant.endsAt)]
  const days = ends.since(now).total({ unit: 'hours' }) / 24
  if (days <= 0 || days > LONGEST_DAYS) throw mandateRefused({ why: 'period' })
  const code = String(randomInt(100_000_000)).padStart(8, '0')
  const row: MandateRow = {
    ...{
      represented: me,
      id: deps.newId<MandateId>('man'),
      representative: null,
      kind: 'helper',
      relation: null,
      source: 'person',
    },
    ...{
      services: grant.services,
      facts: grant.facts,
      givenAt: now.toString(),
      endsAt: ends.toString(),
      endedAt: null,
      name: null,
    },
  }
  return deps.db.transaction(async (tx) => {
    const name = await deps.sealing.seal(tx, me, nameContext(row.id), principal.displayName ?? '')
    await insertMandate(tx, { ...row, name }, { hash: hashOf(code), until: now.add({ hours: CODE_HOURS }).toString() })
    return { mandate: await mandateOf(deps, tx, { ...row, name }), code }
  })
}

/** As a register of guardians, a company or a counter tells it. */
async function record(deps: MandateDeps & IdentityDeps, tx: Tx, mandate: RecordMandate): Promise<MandateId> {
  const id = deps.newId<MandateId>('man')
  const { represented, name, representative, kind, source, services, facts, endsAt } = mandate
  const sealed = await deps.sealing.seal(tx, represented, nameContext(id), name)
  const givenAt = deps.clock.now().toString()
  const row: MandateRow = {
    ...{ represented, id, representative, kind, relation: null, source, services, facts, endsAt },
    ...{ givenAt, endedAt: null, name: sealed },
  }
  await insertMandate(tx, row, null)
  return id
}

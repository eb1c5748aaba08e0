/** Who acts for whom: parents by the family register, helpers by the person themselves, others by whoever keeps their register. */
import { createHash, randomInt } from 'node:crypto'
import type { Acting, MandateId, PersonId, Principal } from '@dpg/kernel'
import { createTries, type Query, tooManyRequests, type Tx } from '@dpg/kernel/server'
import {
  type GivenMandate,
  type MandateGrant,
  mandateNotFound,
  mandateRefused,
  type Mandates,
  type RecordMandate,
} from '../contract.ts'
import type { IdentityDeps } from '../index.ts'
import { actingOf, mandateOf, nameContext, personOf } from './reading.ts'
import { fromCompanies, fromFamily } from './registered.ts'
import {
  endMandate,
  findMandate,
  insertMandate,
  isMandateAlive,
  listMandates,
  type MandateRow,
  setActing,
  takeMandate,
} from './store-mandates.ts'

const CODE_HOURS = 24
const LONGEST_DAYS = 365
/** Of one account, from however many addresses: eight digits are guessed by who may try without end. */
const GUESSES = { burst: 10, perMinute: 0.2 }

const hashOf = (code: string) => createHash('sha256').update(code).digest()

export function createMandates(deps: IdentityDeps): Mandates {
  const now = () => deps.clock.now().toString()
  const guesses = createTries(deps.clock, GUESSES)
  return {
    list: async (principal) => {
      const rows = await listMandates(deps.db, await partiesOf(deps, principal), now())
      return Promise.all(rows.map((row) => mandateOf(deps, deps.db, row)))
    },
    fromFamily: (principal) => fromFamily(deps, principal),
    fromCompanies: (principal) => fromCompanies(deps, principal),
    give: (principal, grant) => give(deps, principal, grant),
    accept: async (principal, code) => {
      const me = personOf(principal)
      const retryAfterS = guesses.take(me)
      if (retryAfterS > 0) throw tooManyRequests({ retryAfterS })
      const row = await takeMandate(deps.db, hashOf(code), now(), me)
      if (!row) throw mandateNotFound({})
      guesses.giveBack(me)
      return mandateOf(deps, deps.db, row)
    },
    end: async (principal, id) => {
      if (!(await endMandate(deps.db, await partiesOf(deps, principal), id, now()))) throw mandateNotFound({})
    },
    choose: async (principal, id) => {
      const me = personOf(principal)
      if (!principal.session) throw mandateNotFound({})
      const row = id === null ? null : await stillRegistered(deps, principal, await findMandate(deps.db, me, now(), id))
      if (row === undefined) throw mandateNotFound({})
      await setActing(deps.db, me, principal.session, id)
      return row === null ? null : actingOf(deps, deps.db, row)
    },
    stands: (represented, mandate) => isMandateAlive(deps.db, represented, now(), mandate),
    record: (tx, mandate) => record(deps, tx, mandate),
  }
}

/** A parent who begins to act is one today: custody may have gone to the other since (민법 제909조). Throws where the register does not answer. */
async function stillRegistered(
  deps: IdentityDeps,
  principal: Principal,
  row: MandateRow | undefined,
): Promise<MandateRow | undefined> {
  if (row?.source !== 'family-register') return row
  const own = await fromFamily(deps, principal)
  return own.some(({ mandate }) => mandate === row.id) ? row : undefined
}

/** For the session: undefined when the mandate no longer holds. */
export async function actingBy(deps: IdentityDeps, on: Query, account: string, mandate: string): Promise<Acting | undefined> {
  const row = await findMandate(on, account, deps.clock.now().toString(), mandate)
  return row && actingOf(deps, on, row)
}

/**
 * Whose mandates one gives and ends: one's own; acting as the registered representative of a company, the company's. Undefined: whoever
 * acts for another otherwise hands nothing on.
 */
async function giverOf(deps: IdentityDeps, principal: Principal): Promise<Giver | undefined> {
  const me = personOf(principal)
  const { acting } = principal
  if (!acting) return { party: me, name: principal.displayName ?? '', kind: 'helper', source: 'person' }
  const row = await findMandate(deps.db, me, deps.clock.now().toString(), acting.mandate)
  if (row?.source !== 'company-register') return undefined
  return { party: row.represented, name: acting.forName, kind: 'delegate', source: 'company' }
}

interface Giver extends Pick<MandateRow, 'kind' | 'source'> {
  readonly party: PersonId
  readonly name: string
}

/** Oneself, and the company whose representative one acts as. */
async function partiesOf(deps: IdentityDeps, principal: Principal): Promise<readonly PersonId[]> {
  const giver = await giverOf(deps, principal)
  return [...new Set([personOf(principal), ...(giver ? [giver.party] : [])])]
}

/** Given by the person themselves, or by who represents a company: a code of eight digits that somebody they trust takes up within a day. */
async function give(deps: IdentityDeps, principal: Principal, grant: MandateGrant): Promise<GivenMandate> {
  const giver = await giverOf(deps, principal)
  if (!giver) throw mandateRefused({ why: 'acting' })
  const [now, ends] = [deps.clock.now(), Temporal.Instant.from(grant.endsAt)]
  const days = ends.since(now).total({ unit: 'hours' }) / 24
  if (days <= 0 || days > LONGEST_DAYS) throw mandateRefused({ why: 'period' })
  const code = String(randomInt(100_000_000)).padStart(8, '0')
  const row: MandateRow = {
    ...{
      represented: giver.party,
      id: deps.newId<MandateId>('man'),
      representative: null,
      kind: giver.kind,
      relation: null,
      source: giver.source,
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
    const name = await deps.sealing.seal(tx, giver.party, nameContext(row.id), giver.name)
    await insertMandate(tx, { ...row, name }, { hash: hashOf(code), until: now.add({ hours: CODE_HOURS }).toString() })
    return { mandate: await mandateOf(deps, tx, { ...row, name }), code }
  })
}

/** As a register of guardians, a company or a counter tells it. */
async function record(deps: IdentityDeps, tx: Tx, mandate: RecordMandate): Promise<MandateId> {
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

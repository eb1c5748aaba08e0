/** Agreeing and taking back: kept with version and time, and shown in the person's own trace. */
import type { Access } from '@dpg/access/contract'
import type { Clock, Lang, NewId, PersonId, Principal, Translate } from '@dpg/kernel'
import type { Db, Tx } from '@dpg/kernel/server'
import { type Agreement, type Consent, type ConsentPurpose, consentOutdated } from './contract.ts'
import type { Rules } from './engine.ts'
import type { Looks } from './looks.ts'
import { personOf } from './person.ts'
import { agreedFacts, CONSENT_MONTHS, SCREENING_LAW, versionOf } from './plan.ts'
import { type ConsentId, type ConsentRow, endConsent, findConsent, insertConsent } from './store-consents.ts'

export interface ConsentDeps {
  readonly db: Db
  readonly clock: Clock
  readonly newId: NewId
  readonly texts: (lang: Lang) => Translate
  readonly access: Pick<Access, 'record'>
  readonly rules: () => Rules
  readonly looks: Pick<Looks, 'forget'>
}

/** In the caller's transaction. The one before, if any, ends. Throws `benefits/consent-outdated`. */
export async function give(
  deps: ConsentDeps,
  tx: Tx,
  principal: Principal,
  purpose: ConsentPurpose,
  { version, groups }: Agreement,
): Promise<void> {
  const rules = deps.rules()
  if (version !== versionOf(rules, purpose)) throw consentOutdated({ version: version.slice(0, 40) })
  const person = personOf(principal)
  const now = deps.clock.now()
  const row: ConsentRow = {
    person,
    id: deps.newId<ConsentId>('cns'),
    purpose,
    version,
    groups: [...new Set(groups)].sort(),
    facts: agreedFacts(rules, groups),
    givenAt: now.toString(),
    endsAt: now.toZonedDateTimeISO('Asia/Seoul').add({ months: CONSENT_MONTHS }).toInstant().toString(),
  }
  await endConsent(tx, person, purpose, 'renewal', row.givenAt)
  await insertConsent(tx, row)
  await record(deps, tx, row, 'agree', principal.displayName ?? '')
}

/** Taken back by the person, or over by time; nothing happens when there was none. */
export async function end(
  deps: ConsentDeps,
  tx: Tx,
  person: PersonId,
  purpose: ConsentPurpose,
  by: { readonly name: string } | 'time',
): Promise<boolean> {
  const ended = await endConsent(tx, person, purpose, by === 'time' ? 'time' : 'person', deps.clock.now().toString())
  if (ended) await record(deps, tx, ended, 'withdraw', by === 'time' ? undefined : by.name)
  return ended !== undefined
}

/** `name`: of the person; undefined: the platform ended what was over. */
async function record(
  { access, texts }: ConsentDeps,
  tx: Tx,
  { person, purpose, facts, groups }: ConsentRow,
  use: 'agree' | 'withdraw',
  name: string | undefined,
): Promise<void> {
  const key = `benefits.purpose.${purpose === 'look' ? 'screen' : 'watch'}`
  await access.record(tx, {
    subject: person,
    actor:
      name === undefined
        ? { kind: 'system', name: texts('ko')('benefits.actor'), agency: null }
        : { kind: 'resident', person, name, agency: null },
    use,
    facts,
    purpose: { ko: texts('ko')(key), en: texts('en')(key) },
    law: groups.length > 0 ? SCREENING_LAW : SCREENING_LAW.replace(/제3항$/, '제2항'),
    register: null,
    service: null,
    case: null,
  })
}

export async function agree(deps: ConsentDeps, principal: Principal, agreement: Agreement): Promise<void> {
  await deps.db.transaction((tx) => give(deps, tx, principal, 'look', agreement))
  await deps.looks.forget(personOf(principal))
}

export async function withdraw(deps: ConsentDeps, principal: Principal): Promise<void> {
  const person = personOf(principal)
  await deps.db.transaction((tx) => end(deps, tx, person, 'look', { name: principal.displayName ?? '' }))
  await deps.looks.forget(person)
}

export const inForce = (deps: Pick<ConsentDeps, 'db' | 'clock'>, person: PersonId, purpose: ConsentPurpose) =>
  findConsent(deps.db, person, purpose, deps.clock.now().toString())

export const presentConsent = ({ purpose, version, groups, givenAt, endsAt }: ConsentRow): Consent => ({
  purpose,
  version,
  groups,
  givenAt,
  endsAt,
})

/** SQL on consents of other people than the applicant. */
import type { Consenters } from '@dpg/definitions'
import type { CaseId, PersonId } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'
import type { ConsentId, ConsentState } from './contract-consents.ts'

export interface ConsentRow {
  readonly person: PersonId
  readonly case: CaseId
  readonly id: ConsentId
  readonly subject: string
  readonly role: Consenters
  readonly asked: PersonId | null
  readonly state: Exclude<ConsentState, 'expired'>
  readonly askedAt: string
  readonly until: string
  readonly givenAt: string | null
  readonly decidedAt: string | null
  readonly validUntil: string | null
  readonly isPaper: boolean
  readonly sealed: Buffer
}

const CONSENT = `person, case_id as "case", id, subject, role, asked, state, asked_at as "askedAt", until, given_at as "givenAt",
  decided_at as "decidedAt", valid_until as "validUntil", is_paper as "isPaper", sealed`

/** The id of the wish; undefined: this person has been asked for this application. Whoever was not needed any more is asked again. */
export async function insertConsent(on: Query, row: ConsentRow): Promise<ConsentId | undefined> {
  const [made] = await on.query<{ id: ConsentId }>(
    `insert into casework.consents as c (person, case_id, id, subject, role, asked, state, asked_at, until, sealed)
     values ($1, $2, $3, $4, $5, $6, 'asked', $7, $8, $9) on conflict (person, case_id, subject)
     do update set state = 'asked', asked = excluded.asked, asked_at = excluded.asked_at, until = excluded.until, decided_at = null
       where c.state = 'not-needed' returning id`,
    [row.person, row.case, row.id, row.subject, row.role, row.asked, row.askedAt, row.until, row.sealed],
  )
  if (made && row.asked !== null)
    await on.query(
      'insert into casework.consent_wishes (asked, id, person, case_id) values ($1, $2, $3, $4) on conflict do nothing',
      [row.asked, made.id, row.person, row.case],
    )
  return made?.id
}

export const listConsents = (on: Query, person: PersonId, id: CaseId): Promise<ConsentRow[]> =>
  on.query<ConsentRow>(`select ${CONSENT} from casework.consents where person = $1 and case_id = $2 order by id`, [person, id])

/** Where what somebody is asked is kept, newest first. */
export interface Wish {
  readonly id: ConsentId
  readonly person: PersonId
  readonly case: CaseId
}

export const listWishes = (on: Query, asked: PersonId, id: ConsentId | null): Promise<Wish[]> =>
  on.query<Wish>(
    `select id, person, case_id as "case" from casework.consent_wishes
     where asked = $1 and ($2::text is null or id = $2) order by id desc limit 50`,
    [asked, id],
  )

export interface ConsentChange {
  readonly state: ConsentRow['state']
  readonly givenAt: string | null
  readonly decidedAt: string
  readonly validUntil: string | null
  readonly isPaper: boolean
  readonly sealed: Uint8Array
}

export async function changeConsent(on: Query, row: ConsentRow, to: ConsentChange): Promise<void> {
  await on.query(
    `update casework.consents set state = $4, given_at = $5, decided_at = $6, valid_until = $7, is_paper = $8, sealed = $9
     where person = $1 and case_id = $2 and id = $3`,
    [row.person, row.case, row.id, to.state, to.givenAt, to.decidedAt, to.validUntil, to.isPaper, to.sealed],
  )
}

/** Asking: one wish an application and person, told in that person's box where they have an account. */
import { CONSENTERS, type Consenters } from '@dpg/definitions'
import { type Lang, type PersonId, textIn } from '@dpg/kernel'
import type { Tx } from '@dpg/kernel/server'
import type { CaseFile, Contents } from '../case-file.ts'
import { type ConsentId, consentAsked, type Paper } from '../contract-consents.ts'
import type { DraftDeps } from '../draft-contents.ts'
import { plain } from '../letter-values.ts'
import { applies, type Holds, needsOf } from '../needs.ts'
import { append } from '../open-case.ts'
import { type ConsentRow, insertConsent, listConsents } from '../store-consents.ts'
import { officeView } from '../summary.ts'
import { dayInWords, dayOf } from '../words.ts'
import { PATIENCE_DAYS } from './answers.ts'
import { type Consenter, consentersOf } from './reading.ts'

export interface SealedConsent {
  readonly name: string
  readonly paper: Paper | null
  /** Under age: a guardian is asked for them. */
  readonly isChild?: boolean
}

export const consentContext = (id: ConsentId) => `casework.consents.sealed:${id}`

/** Whoever is named and was not asked yet is asked now, and whoever answers for them now instead of somebody else. The case as it then is. */
export async function askConsents(deps: DraftDeps, tx: Tx, file: CaseFile, learned: Contents, holds: Holds): Promise<CaseFile> {
  const now = deps.clock.now()
  const roles = needsOf(file.definition).flatMap((need) => {
    const { of } = need.consent
    return of !== undefined && applies(need, holds) === true ? [of] : []
  })
  if (roles.length === 0) return file
  const rows = await listConsents(tx, file.row.person, file.row.id)
  let here = file
  for (const role of new Set(roles))
    for (const one of consentersOf(role, learned, dayOf(now), selfTo(deps, file)(role)) ?? [])
      here = await askOne(
        deps,
        tx,
        here,
        role,
        one,
        now,
        rows.find(({ subject }) => subject === one.subject),
      )
  return here
}

/** Whose names these people have. */
export const registerOf = ({ catalogue }: Pick<DraftDeps, 'catalogue'>, role: Consenters): string =>
  catalogue.current().pack.facts.get(CONSENTERS[role])?.register ?? ''

/** What the register that names these people calls the applicant. */
export const selfTo =
  (deps: Pick<DraftDeps, 'catalogue' | 'identity'>, { row }: { readonly row: { readonly person: PersonId } }) =>
  (role: Consenters): string =>
    deps.identity.towards(row.person, registerOf(deps, role))

/** Who is asked: themselves, or their guardian; null where they have no account here, so that a paper is taken. */
async function accountOf(deps: DraftDeps, role: Consenters, { subject, guardian }: Consenter): Promise<PersonId | null> {
  const answering = guardian === undefined ? subject : guardian
  const found = answering === null ? undefined : deps.identity.behind(registerOf(deps, role), answering)
  return found !== undefined && (await deps.identity.resident(found)) ? found : null
}

async function askOne(
  deps: DraftDeps,
  tx: Tx,
  file: CaseFile,
  role: Consenters,
  one: Consenter,
  now: Temporal.Instant,
  before: ConsentRow | undefined,
): Promise<CaseFile> {
  if (before && before.state !== 'asked' && before.state !== 'not-needed') return file
  const { row } = file
  const { subject, name } = one
  const isChild = one.guardian !== undefined
  const asked = await accountOf(deps, role, one)
  if (before?.state === 'asked' && before.asked === asked) return file
  const id = before?.id ?? deps.newId<ConsentId>('cns')
  const until = now.add({ hours: PATIENCE_DAYS * 24 }).toString()
  const content: SealedConsent = { name, paper: null, ...(isChild ? { isChild } : {}) }
  const wish: ConsentRow = {
    ...{ person: row.person, case: row.id, id, subject, role, asked, state: 'asked', until },
    ...{ askedAt: now.toString(), givenAt: null, decidedAt: null, validUntil: null, isPaper: false },
    sealed: Buffer.from(await deps.sealing.seal(tx, row.person, consentContext(id), content)),
  }
  if (!(await insertConsent(tx, wish, before))) return file
  if (asked !== null) await tell(deps, tx, file, { id, asked, name, isChild, until, at: now.toString() })
  await tx.publish(consentAsked, { case: row.id, person: row.person, consent: id, asked, at: now.toString() })
  const values = { name: plain(name), consent: id }
  return append(deps, tx, file, { action: 'consent-asked', actor: 'system', detail: { values } })
}

interface Told {
  readonly id: ConsentId
  readonly asked: PersonId
  readonly name: string
  readonly isChild: boolean
  readonly until: string
  readonly at: string
}

async function tell(
  deps: DraftDeps,
  tx: Tx,
  { row, definition, application }: CaseFile,
  { id, asked, name, isChild, until, at }: Told,
): Promise<void> {
  const letterIn = (lang: Lang) => {
    const t = deps.texts(lang)
    return {
      subject: t('casework.consent.letter.subject'),
      body: t(isChild ? 'casework.consent.letter.bodyForChild' : 'casework.consent.letter.body'),
      short: t('casework.consent.letter.short'),
    }
  }
  const valuesIn = (lang: Lang) => ({
    name: plain(name),
    applicant: plain(application.name) || deps.texts(lang)('casework.by.applicant'),
    service: textIn(definition.title, lang),
    until: dayInWords(dayOf(until), lang),
    office: officeView(deps, row.office, lang).name,
  })
  await deps.notices.send(tx, {
    // Somebody who had left and is back is told again.
    key: `consent:${id}:${at}`,
    to: asked,
    kind: 'service',
    letter: { ko: letterIn('ko'), en: letterIn('en') },
    values: { ko: valuesIn('ko'), en: valuesIn('en') },
    service: row.service,
    // The case is the applicant's, not theirs.
    case: null,
    documents: [],
    link: `/my/consents/${id}`,
    legal: null,
  })
}

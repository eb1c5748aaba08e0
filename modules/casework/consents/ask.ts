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
import { insertConsent } from '../store-consents.ts'
import { officeView } from '../summary.ts'
import { dayInWords, dayOf } from '../words.ts'
import { consentersOf } from './reading.ts'

/** How long an answer is waited for before an official goes on without it. */
const PATIENCE_DAYS = 14

export interface SealedConsent {
  readonly name: string
  readonly paper: Paper | null
}

export const consentContext = (id: ConsentId) => `casework.consents.sealed:${id}`

/** Whoever is named and was not asked yet is asked now. The case as it then is. */
export async function askConsents(deps: DraftDeps, tx: Tx, file: CaseFile, learned: Contents, holds: Holds): Promise<CaseFile> {
  const now = deps.clock.now()
  const roles = needsOf(file.definition).flatMap((need) => {
    const { of } = need.consent
    return of !== undefined && applies(need, holds) === true ? [of] : []
  })
  let here = file
  for (const role of new Set(roles))
    for (const { subject, name } of consentersOf(role, learned, dayOf(now)) ?? [])
      here = await askOne(deps, tx, here, role, { subject, name }, now)
  return here
}

async function askOne(
  deps: DraftDeps,
  tx: Tx,
  file: CaseFile,
  role: Consenters,
  { subject, name }: { readonly subject: string; readonly name: string },
  now: Temporal.Instant,
): Promise<CaseFile> {
  const { row } = file
  const id = deps.newId<ConsentId>('cns')
  const register = deps.catalogue.current().pack.facts.get(CONSENTERS[role])?.register ?? ''
  const asked = deps.identity.behind(register, subject) ?? null
  const until = now.add({ hours: PATIENCE_DAYS * 24 }).toString()
  const content: SealedConsent = { name, paper: null }
  const isNew = await insertConsent(tx, {
    ...{ person: row.person, case: row.id, id, subject, role, asked, state: 'asked', until },
    ...{ askedAt: now.toString(), givenAt: null, decidedAt: null, validUntil: null, isPaper: false },
    sealed: Buffer.from(await deps.sealing.seal(tx, row.person, consentContext(id), content)),
  })
  if (!isNew) return file
  if (asked !== null) await tell(deps, tx, file, { id, asked, name, until })
  await tx.publish(consentAsked, { case: row.id, person: row.person, consent: id, asked, at: now.toString() })
  return append(deps, tx, file, { action: 'consent-asked', actor: 'system', detail: { values: { name: plain(name) } } })
}

async function tell(
  deps: DraftDeps,
  tx: Tx,
  { row, definition, application }: CaseFile,
  { id, asked, name, until }: { readonly id: ConsentId; readonly asked: PersonId; readonly name: string; readonly until: string },
): Promise<void> {
  const letterIn = (lang: Lang) => {
    const t = deps.texts(lang)
    return {
      subject: t('casework.consent.letter.subject'),
      body: t('casework.consent.letter.body'),
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
    key: `consent:${id}`,
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

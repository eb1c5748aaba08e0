/** Consents of other people than the applicant, for the module's door. */
import { textIn, type Lang, type PersonId, type Principal } from '@dpg/kernel'
import { notAllowed } from '@dpg/kernel/server'
import { withinMandate } from '../acting.ts'
import type { CaseFile } from '../case-file.ts'
import {
  type AskedConsent,
  type ConsentDeed,
  type ConsentId,
  consentNotFound,
  type Consents,
  inPersonOnly,
  type PaperConsent,
} from '../contract-consents.ts'
import { invalidAnswers } from '../contract.ts'
import type { DraftDeps } from '../draft-contents.ts'
import { plain } from '../letter-values.ts'
import { openCase } from '../open-case.ts'
import { registerFacts } from '../shown-facts.ts'
import { type ConsentRow, listConsents, listWishes, type Wish } from '../store-consents.ts'
import { officeView } from '../summary.ts'
import { dayOf } from '../words.ts'
import { actorOf, officialOf, ownOffice, personOf } from '../who.ts'
import { answer, deedsOf, needsFor, standing } from './decide.ts'
import { consentContext, type SealedConsent } from './ask.ts'
import { consentsOf } from './of-case.ts'
import { childrenWith } from './reading.ts'

export function createConsents(deps: DraftDeps): Consents {
  const { db } = deps
  const found = async (principal: Principal, id: ConsentId): Promise<Wish> => {
    const [wish] = await listWishes(db, askedOf(principal), id)
    if (!wish) throw consentNotFound({ id })
    return wish
  }
  const view = async (wish: Wish, lang: Lang): Promise<AskedConsent> => {
    const file = await openCase(deps, db, wish.person, wish.case)
    return askedView(deps, file, askedRow(await listConsents(db, wish.person, wish.case), wish), lang)
  }
  return {
    mine: async (principal, lang) => {
      const wishes = await listWishes(db, askedOf(principal), null)
      return Promise.all(wishes.map((wish) => view(wish, lang)))
    },
    one: async (principal, id, lang) => view(await found(principal, id), lang),
    decide: async (principal, id, deed, lang) => {
      const wish = await found(principal, id)
      if (principal.acting) throw inPersonOnly({})
      await decide(deps, principal, wish, deed)
      return view(wish, lang)
    },
    receipt: async (principal, id) => receipt(deps, await found(principal, id)),
    ofCase: async (principal, id) => {
      const person =
        principal.kind === 'official'
          ? await ownOffice(deps, await officialOf(deps, principal), id, 'view-case')
          : personOf(principal)
      const file = await openCase(deps, db, person, id)
      withinMandate(principal, file.row.service)
      return consentsOf(deps, db, file, principal.kind === 'official')
    },
    recordPaper: async (principal, id, consent, paper, lang) => {
      const official = await officialOf(deps, principal)
      const person = await ownOffice(deps, official, id)
      const { document, signedOn } = checked(deps, paper, lang)
      await deps.db.transaction(async (tx) => {
        const file = await openCase(deps, tx, person, id, true)
        const row = rowOf(await listConsents(tx, person, id), consent)
        await answer(deps, tx, file, row, {
          deed: paper.agrees ? 'agree' : 'refuse',
          actor: actorOf(official),
          paper: { document, signedOn, by: official.name },
        })
      })
    },
  }
}

function askedOf({ kind, person }: Principal): PersonId {
  if (kind !== 'resident' || !person) throw notAllowed({ needs: 'resident' })
  return person
}

function rowOf(rows: readonly ConsentRow[], id: ConsentId): ConsentRow {
  const row = rows.find((one) => one.id === id)
  if (!row) throw consentNotFound({ id })
  return row
}

/** Its row, as long as it is this person who is asked: a guardian is not, once another is, or once the child is of age. */
function askedRow(rows: readonly ConsentRow[], { id, asked }: Wish): ConsentRow {
  const row = rowOf(rows, id)
  if (row.asked !== asked) throw consentNotFound({ id })
  return row
}

const decide = (deps: DraftDeps, principal: Principal, wish: Wish, deed: ConsentDeed): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const file = await openCase(deps, tx, wish.person, wish.case, true)
    const row = askedRow(await listConsents(tx, wish.person, wish.case), wish)
    const actor = { kind: 'resident', person: askedOf(principal), name: principal.displayName ?? '', agency: null } as const
    await answer(deps, tx, file, row, { deed, actor, paper: null })
  })

async function askedView(deps: DraftDeps, file: CaseFile, row: ConsentRow, lang: Lang): Promise<AskedConsent> {
  const { definition } = file
  const { pack } = deps.catalogue.current()
  const now = deps.clock.now()
  const needs = needsFor(file, row)
  const office = officeView(deps, file.row.office, lang)
  const { name, isChild } = await deps.sealing.open<SealedConsent>(deps.db, row.person, consentContext(row.id), row.sealed)
  return {
    ...standing(row, now),
    service: { id: definition.id, title: textIn(definition.title, lang) },
    applicant: file.application.name,
    office: { name: office.name, phone: office.phone },
    child: isChild ? name : null,
    children: isChild ? [] : childrenWith(row.role, file.contents, row, dayOf(now)),
    purposes: needs.map((need) => {
      const facts = registerFacts(pack, need.facts)
      const registers = [...new Set(facts.flatMap((id) => pack.facts.get(id)?.register ?? []))].sort()
      return {
        why: textIn(need.consent.purpose ?? definition.privacy.purpose ?? definition.title, lang),
        law: need.law ?? definition.privacy.law ?? '',
        facts: facts.map((id) => textIn(pack.facts.get(id)?.title ?? { ko: id }, lang)),
        registers: registers.map((id) => textIn(pack.registers.get(id)?.title ?? { ko: id }, lang)),
      }
    }),
    refusal: needs[0]?.consent.refusal ?? 'officer',
    can: deedsOf(row, file.row.isEnded, now),
  }
}

async function receipt(deps: DraftDeps, wish: Wish): Promise<string> {
  const { id, person, case: of } = wish
  const file = await openCase(deps, deps.db, person, of)
  const row = askedRow(await listConsents(deps.db, person, of), wish)
  const { definition } = file
  if (row.givenAt === null || row.validUntil === null) throw consentNotFound({ id })
  const office = officeView(deps, file.row.office, 'ko')
  const { pack } = deps.catalogue.current()
  return deps.mydata.signConsent({
    id,
    pairwise: deps.identity.towards(wish.asked, office.code),
    person: wish.asked,
    recipient: { id: office.code, name: office.name, homepage: '', entitlement: definition.law[0]?.ref ?? definition.id },
    purposes: needsFor(file, row).map((need) => ({
      purpose: need.consent.purpose ?? definition.title,
      law: need.law ?? definition.privacy.law ?? '',
      facts: registerFacts(pack, need.facts),
    })),
    every: null,
    from: row.givenAt,
    until: row.validUntil,
    endedAt: row.state === 'withdrawn' ? row.decidedAt : null,
    page: `/my/consents/${id}`,
  })
}

/** What it is and when it was signed, not in the future. */
function checked({ clock, texts }: DraftDeps, { document, signedOn }: PaperConsent, lang: Lang) {
  const t = texts(lang)
  const words = plain(document).slice(0, 300)
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(signedOn) && isDate(signedOn) && signedOn <= dayOf(clock.now())
  const errors = [
    ...(words === '' ? [{ pointer: '/document', detail: t('casework.error.paper') }] : []),
    ...(isDay ? [] : [{ pointer: '/signedOn', detail: t('casework.error.signedOn') }]),
  ]
  if (errors.length > 0) throw invalidAnswers({ count: errors.length }, { errors })
  return { document: words, signedOn }
}

function isDate(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text).toString() === text
  } catch {
    return false
  }
}

/** Telling an applicant that somebody else's consent is missing: what happened, and what can be done about it, by what is true of this case. */
import type { Consenters } from '@dpg/definitions'
import type { Translate } from '@dpg/kernel'
import type { Tx } from '@dpg/kernel/server'
import type { Letter } from '@dpg/notices/contract'
import type { CaseFile } from './case-file.ts'
import { heldAfter } from './consents/answers.ts'
import { consentContext, type SealedConsent } from './consents/ask.ts'
import type { DraftDeps } from './draft-contents.ts'
import { listConsents } from './store-consents.ts'

const LACKS = ['consent-refused', 'consent-withdrawn', 'consent-expired'] as const
export type LackEvent = (typeof LACKS)[number]

export const isLackEvent = (event: string): event is LackEvent => (LACKS as readonly string[]).includes(event)

export interface Lack {
  readonly people: readonly {
    readonly role: Consenters
    /** A guardian answers for them. */
    readonly isChild: boolean
    /** They, or the guardian, have a notice from which they can answer. */
    readonly hasNotice: boolean
  }[]
  /** Does the application wait for these consents? */
  readonly waits: boolean
  /** Did the clock stand still for them until now? */
  readonly isResumed: boolean
}

/** Whom the newest events of this kind are about. */
export async function lackOf(deps: DraftDeps, tx: Tx, file: CaseFile, event: LackEvent): Promise<Lack> {
  const { row, events, definition } = file
  // Several who have not answered are told of in one letter; an answer is one person's.
  const before = event === 'consent-expired' ? events.findLastIndex(({ action }) => action !== event) : events.length - 2
  const ids = new Set(events.slice(before + 1).map(({ detail }) => detail.values?.['consent']))
  const rows = (await listConsents(tx, row.person, row.id)).filter(({ id }) => ids.has(id))
  const people: Lack['people'][number][] = []
  for (const { id, role, asked, sealed } of rows) {
    const { isChild = false } = await deps.sealing.open<SealedConsent>(tx, row.person, consentContext(id), sealed)
    people.push({ role, isChild, hasNotice: asked !== null })
  }
  const held = heldAfter(definition, events)
  const roles = new Set(people.map(({ role }) => role))
  return {
    people,
    waits: definition.needs.some(({ consent: { of, waits } }) => of !== undefined && waits && roles.has(of)),
    isResumed: held[before] === true && held.at(-1) === false,
  }
}

/** Its names are filled where it is sent. */
export function consentLetter(t: Translate, event: LackEvent, { people, waits, isResumed }: Lack): Letter {
  const who = whoOf(people)
  const values = { who: t(`casework.letter.consent.who.${who}`), they: t(`casework.letter.consent.they.${who}`) }
  const say = (key: string) => t(`casework.letter.${key}`, values)
  const told = [say(`${event}.told`), ...(isResumed ? [say('consent.resumed')] : [])]
  const canAnswer = people.some(({ hasNotice }) => hasNotice)
  const ways = [
    say('consent.paper'),
    ...(canAnswer ? [say(event === 'consent-expired' ? 'consent.late' : 'consent.again')] : []),
    say(waits ? 'consent.without' : 'consent.withoutWaiting'),
    say('consent.withdraw'),
  ]
  return {
    subject: say(`${event}.subject`),
    body: [say('consent.head'), told.join(' '), say('consent.ways'), ways.join('\n'), say('consent.foot')].join('\n\n'),
    short: say(`${event}.short`),
  }
}

/** In one word of the texts: a guardian, somebody or a guardian, people of one role, or the family. */
function whoOf(people: Lack['people']): string {
  const children = people.filter(({ isChild }) => isChild).length
  if (children > 0) return children === people.length ? 'guardian' : 'either'
  const [role, ...others] = new Set(people.map((one) => one.role))
  return role !== undefined && others.length === 0 ? role : 'family'
}

/** Questions to the policies, made of who asks and what for. Names stay here: a question holds relations, roles and places only. */
import type { Directory } from '@dpg/directory/contract'
import type { Catalogue } from '@dpg/catalogue/contract'
import { type Assurance, type Clock, type Principal, SEOUL } from '@dpg/kernel'
import type { Route } from '@dpg/kernel/server'
import { ASSURANCES, type Asker, type Circumstance, PLAIN, type Question } from '@dpg/policies'
import { dayFromIso, isWorkingDay } from '@dpg/period'
import type { Agreed, CaseAsked, ChangeAsked, FactsAsked } from './contract.ts'
import { isChanged, isDeclared } from './declared.ts'

export interface QuestionDeps {
  readonly moment: () => Moment
  readonly directory: Pick<Directory, 'area' | 'official'>
  readonly catalogue: Pick<Catalogue, 'current'>
}

export type Moment = Pick<Circumstance, 'hour' | 'workday'>

/** The hour in Seoul, and whether offices work that day; worked out once an hour. */
export function createMoments(clock: Clock): () => Moment {
  let last: { readonly hour: number; readonly moment: Moment } | undefined
  return () => {
    const now = clock.now()
    const hour = Math.floor(now.epochMilliseconds / 3_600_000)
    if (last?.hour === hour) return last.moment
    const there = now.toZonedDateTimeISO(SEOUL)
    const moment = { hour: there.hour, workday: isWorkingDay(dayFromIso(there.toPlainDate().toString())) }
    last = { hour, moment }
    return moment
  }
}

const sureness = (assurance: Assurance | undefined): number => ASSURANCES.indexOf(assurance ?? 'none')

const VISITOR: Asker = { type: 'Visitor', roles: [], agency: '', office: '' }

function askerOf(principal: Principal): Asker {
  if (principal.kind === 'resident') return { ...VISITOR, type: 'Person' }
  const { official } = principal
  return official
    ? { type: 'Official', roles: [...official.roles].sort(), agency: official.agency, office: official.area ?? official.agency }
    : VISITOR
}

export function routeQuestion({ moment }: QuestionDeps, { path, method, kind, needs }: Route, principal: Principal): Question {
  return {
    principal: askerOf(principal),
    action: needs,
    resource: { type: 'Route', path, method, kind },
    context: {
      ...PLAIN,
      ...moment(),
      assurance: sureness(principal.assurance),
      deviceBound: principal.deviceBound === true,
      acting: principal.acting?.kind ?? PLAIN.acting,
    },
  }
}

export function caseQuestion(
  { moment, directory }: QuestionDeps,
  { deed, official, service, office, assurance, deviceBound = false }: CaseAsked,
): Question {
  const { agency, roles } = official
  return {
    principal: { type: 'Official', roles: [...roles].sort(), agency, office: official.office },
    action: deed,
    resource: { type: 'Case', service, offices: officesAbove(directory, office), owner: 'other' },
    context: { ...PLAIN, ...moment(), purpose: 'application', assurance: sureness(assurance), deviceBound },
  }
}

/** The office itself, and the areas it lies in: a community service centre's cases are its municipality's too. */
function officesAbove(directory: Pick<Directory, 'area'>, office: string): string[] {
  const offices = [office]
  for (let area = directory.area(office)?.parent ?? null; area !== null; area = directory.area(area)?.parent ?? null)
    offices.push(area)
  return offices
}

/** Of the vocabulary of purposes. */
export const purposeOf = ({ aim, service }: FactsAsked): string => aim ?? (service === null ? 'screening' : 'application')

/** One question for each fact. `recent`: looks of this official within the last hour. */
export async function factQuestions(
  deps: QuestionDeps,
  asked: FactsAsked,
  recent: number,
  agreed: ReadonlyMap<string, Agreed>,
): Promise<Map<string, Question>> {
  const { actor, subject, service, law, consent, assurance, deviceBound = false } = asked
  const { pack } = deps.catalogue.current()
  const purpose = purposeOf(asked)
  const owner = actor.person === subject ? 'asker' : actor.acting?.for === subject ? 'represented' : 'other'
  const principal = await askerOfActor(deps, actor)
  const scope = actor.acting?.scope
  const isServiceCovered = !scope?.services || (service !== null && scope.services.includes(service))
  const context: Circumstance = {
    ...PLAIN,
    ...deps.moment(),
    purpose,
    law,
    consent,
    recent,
    assurance: sureness(assurance),
    deviceBound,
    acting: actor.acting?.kind ?? PLAIN.acting,
  }
  return new Map(
    [...new Set(asked.facts)].map((fact) => {
      const { sensitivity = 'personal', register } = pack.facts.get(fact) ?? {}
      const covered = actor.acting !== undefined && isServiceCovered && (!scope?.facts || scope.facts.includes(fact))
      return [
        fact,
        {
          principal,
          action: 'read-fact',
          resource: {
            type: 'Fact',
            fact,
            sensitivity,
            register: register ?? '',
            owner,
            isDeclared: isDeclared(deps.catalogue.current(), service, fact),
            ...(agreed.has(fact) ? { isAgreed: true } : {}),
          },
          context: { ...context, covered },
        },
      ]
    }),
  )
}

/**
 * One question for each fact. How sure the official's session was, was decided when they worked on the case: the register is told
 * after that, and again while it does not answer.
 */
export function changeQuestions({ moment, catalogue }: QuestionDeps, asked: ChangeAsked): Map<string, Question> {
  const { subject, actor, official, service, law, consent } = asked
  const snapshot = catalogue.current()
  const context = { ...PLAIN, ...moment(), purpose: 'record-change', law, consent }
  return new Map(
    [...new Set(asked.facts)].map((fact): [string, Question] => {
      const { sensitivity = 'personal', register = '' } = snapshot.pack.facts.get(fact) ?? {}
      const owner = actor.person === subject ? 'asker' : 'other'
      const isIt = { type: 'Fact', fact, sensitivity, register: register ?? '', owner } as const
      return [
        fact,
        {
          principal: askerOfChange(actor, official),
          action: 'change-fact',
          resource: { ...isIt, isDeclared: isChanged(snapshot, service, fact) },
          context,
        },
      ]
    }),
  )
}

function askerOfChange({ kind, agency }: ChangeAsked['actor'], official: ChangeAsked['official']): Asker {
  if (official) return { type: 'Official', roles: [...official.roles].sort(), agency: official.agency, office: official.office }
  if (kind === 'system') return { ...VISITOR, type: 'Program', agency: agency ?? '' }
  return kind === 'resident' ? { ...VISITOR, type: 'Person' } : VISITOR
}

async function askerOfActor({ directory }: QuestionDeps, { kind, official, agency }: FactsAsked['actor']): Promise<Asker> {
  if (kind === 'resident') return { ...VISITOR, type: 'Person' }
  if (kind === 'system') return { type: 'Program', roles: [], agency: agency ?? '', office: '' }
  const known = official && (await directory.official(official))
  return known ? { type: 'Official', roles: [...known.roles].sort(), agency: known.agency, office: known.office } : VISITOR
}

/** The machine's reading of a catalogue row: criteria, audiences, and every reason to doubt it. */
import type { AreaReader } from './catalogue-area.ts'
import { type CodeCriterion, criterion, type ReadCondition } from './catalogue-criteria.ts'
import type { CatalogueRow } from './schemas/pack.ts'
import type { ServiceFile } from './schemas/service.ts'
import { UNREAD } from './unread.ts'
import { type Both, both, join, say } from './wording.ts'

type Audience = 'person' | 'company' | 'institution'
type Eligibility = ServiceFile['eligibility']

export interface ReadRow {
  readonly basis: 'codes' | 'none'
  readonly audience: Audience[]
  readonly criteria: readonly CodeCriterion[]
  readonly alternatives: Eligibility['alternatives']
  readonly focus: Both[]
  readonly confidence: 'high' | 'medium' | 'low'
  readonly doubts: ServiceFile['doubts']
}

/** What follows from condition and area alone: thousands of rows share a few thousand of these, down to the same objects. */
type Reading = Pick<ReadRow, 'basis' | 'audience' | 'criteria' | 'alternatives'>

/** Reads rows: criteria from a row's condition (null: none is known) and the area of its body. */
export function createRowReader(areas: AreaReader): (row: CatalogueRow, condition: ReadCondition | null) => ReadRow {
  const readings = new Map<ReadCondition | null, Map<string, Reading>>()
  const areaOf = createAreaCriteria(areas)
  return (row, condition) => {
    const ofCondition = readings.get(condition) ?? new Map<string, Reading>()
    readings.set(condition, ofCondition)
    const reading = ofCondition.get(row.area) ?? read(condition, (who) => areaOf(who, row.area))
    ofCondition.set(row.area, reading)
    const confidence = CONFIDENCES.find((level) => level === row.confidence) ?? 'low'
    return { ...reading, focus: [...(condition?.focus ?? [])], confidence, doubts: doubtsOf(row, condition, reading) }
  }
}

type AreaOf = (who: Audience) => readonly CodeCriterion[]
type Side = readonly [Audience, readonly CodeCriterion[]]

function read(condition: ReadCondition | null, areaOf: AreaOf): Reading {
  const sides = condition ? sidesOf(condition, areaOf) : []
  if (sides.length === 0)
    return { basis: 'none', audience: ['person'], criteria: [...areaOf('person'), unread()], alternatives: [] }
  const audience = sides.map(([who]) => who)
  const [first, ...others] = sides
  if (others.length === 0) return { basis: 'codes', audience, criteria: first![1], alternatives: [] }
  const alternatives = sides.map(([who, criteria]) => ({
    audience: who,
    criteria: criteria.map((c) => c.criterion),
    says: say(`describe.audience.${who}`),
  }))
  return { basis: 'codes', audience, criteria: eitherOf(sides), alternatives }
}

const unread = (): CodeCriterion => criterion('unread', `${UNREAD} = true`, say('describe.unread'), say('describe.unread.short'))

function sidesOf({ person, company, institution }: ReadCondition, areaOf: AreaOf): Side[] {
  const side = (who: Audience, criteria: readonly CodeCriterion[] | null): Side[] =>
    criteria ? [[who, [...areaOf(who), ...criteria]]] : []
  return [...side('person', person), ...side('company', company), ...side('institution', institution)]
}

/** One criterion an area and kind of audience, the same object for every row. */
function createAreaCriteria(areas: AreaReader): (who: Audience, area: string) => readonly CodeCriterion[] {
  const known = new Map<string, readonly CodeCriterion[]>()
  const make = (kind: 'person' | 'business', area: string): readonly CodeCriterion[] => {
    const test = kind === 'person' ? areas.personTest(area) : areas.businessTest(area)
    const name = areas.name(area)
    if (test === null || name === null) return []
    const values = { area: both(name) }
    return [criterion('area', test, say(`describe.area.${kind}`, values), say(`describe.area.${kind}.short`, values))]
  }
  return (who, area) => {
    const kind = who === 'person' ? 'person' : 'business'
    const made = known.get(`${kind} ${area}`) ?? (area === '' ? [] : make(kind, area))
    known.set(`${kind} ${area}`, made)
    return made
  }
}

/** Two audiences in one row are alternatives, not one conjunction: who is open to one side need not be on the other. */
function eitherOf(sides: readonly Side[]): CodeCriterion[] {
  if (sides.some(([, criteria]) => criteria.length === 0)) return []
  const test = sides.map(([, criteria]) => criteria.map((c) => `(${c.criterion.test})`).join(' and ')).map((side) => `(${side})`)
  const parts = sides.map(([who, criteria]) =>
    say('describe.audience.part', {
      who: say(`describe.audience.${who}`),
      what: join(
        criteria.map(({ short }) => short),
        ', ',
      ),
    }),
  )
  return [criterion('audience', test.join(' or '), say('describe.audience', { parts: join(parts, ' / ') }), join(parts, ' / '))]
}

const CONFIDENCES = ['high', 'medium', 'low'] as const

function doubtsOf(row: CatalogueRow, condition: ReadCondition | null, { basis, alternatives }: Reading): ServiceFile['doubts'] {
  const doubt = (code: 'machine' | 'uncoded' | 'focus' | 'audiences' | 'business' | 'name' | 'unread-codes', isSo: boolean) =>
    isSo
      ? [
          {
            code,
            says: say(`describe.doubt.${code}`, code === 'unread-codes' ? { codes: condition!.unread.join(', ') } : undefined),
          },
        ]
      : []
  const isCoded = basis === 'codes'
  return [
    ...doubt('uncoded', !isCoded),
    ...doubt('machine', isCoded),
    ...doubt('focus', condition !== null && condition.focus.length > 0),
    ...doubt('audiences', alternatives.length > 1),
    ...doubt('business', isCoded && condition?.person === null),
    ...doubt('name', isCoded && row.confidence === 'low'),
    ...doubt('unread-codes', condition !== null && condition.unread.length > 0),
  ]
}

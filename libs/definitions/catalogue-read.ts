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

/** Criteria of a row from its condition (null: none is known) and the area of its body. */
export function readRow(row: CatalogueRow, condition: ReadCondition | null, areas: AreaReader): ReadRow {
  const sides = condition ? sidesOf(condition, row.area, areas) : []
  const confidence = CONFIDENCES.find((level) => level === row.confidence) ?? 'low'
  const said = { focus: [...(condition?.focus ?? [])], confidence, doubts: doubtsOf(row, condition, sides.length) }
  if (sides.length === 0) {
    const unread = criterion('unread', `${UNREAD} = true`, say('describe.unread'), say('describe.unread.short'))
    return {
      basis: 'none',
      audience: ['person'],
      criteria: [...areaOf('person', row.area, areas), unread],
      alternatives: [],
      ...said,
    }
  }
  const audience = sides.map(([who]) => who)
  const [first, ...others] = sides
  if (others.length === 0) return { basis: 'codes', audience, criteria: first![1], alternatives: [], ...said }
  const alternatives = sides.map(([who, criteria]) => ({
    audience: who,
    criteria: criteria.map((c) => c.criterion),
    says: say(`describe.audience.${who}`),
  }))
  return { basis: 'codes', audience, criteria: eitherOf(sides), alternatives, ...said }
}

type Side = readonly [Audience, readonly CodeCriterion[]]

function sidesOf({ person, company, institution }: ReadCondition, area: string, areas: AreaReader): Side[] {
  const side = (who: Audience, criteria: readonly CodeCriterion[] | null): Side[] =>
    criteria ? [[who, [...areaOf(who, area, areas), ...criteria]]] : []
  return [...side('person', person), ...side('company', company), ...side('institution', institution)]
}

function areaOf(who: Audience, area: string, areas: AreaReader): CodeCriterion[] {
  const test = area === '' ? null : who === 'person' ? areas.personTest(area) : areas.businessTest(area)
  const name = areas.name(area)
  if (test === null || name === null) return []
  const kind = who === 'person' ? 'person' : 'business'
  return [
    criterion(
      'area',
      test,
      say(`describe.area.${kind}`, { area: both(name) }),
      say(`describe.area.${kind}.short`, { area: both(name) }),
    ),
  ]
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

function doubtsOf(row: CatalogueRow, condition: ReadCondition | null, sides: number): ServiceFile['doubts'] {
  const doubt = (code: 'machine' | 'uncoded' | 'focus' | 'audiences' | 'business' | 'name' | 'unread-codes', isSo: boolean) =>
    isSo
      ? [
          {
            code,
            says: say(`describe.doubt.${code}`, code === 'unread-codes' ? { codes: condition!.unread.join(', ') } : undefined),
          },
        ]
      : []
  const isCoded = condition !== null && sides > 0
  return [
    ...doubt('uncoded', !isCoded),
    ...doubt('machine', isCoded),
    ...doubt('focus', condition !== null && condition.focus.length > 0),
    ...doubt('audiences', sides > 1),
    ...doubt('business', isCoded && condition.person === null),
    ...doubt('name', isCoded && row.confidence === 'low'),
    ...doubt('unread-codes', condition !== null && condition.unread.length > 0),
  ]
}

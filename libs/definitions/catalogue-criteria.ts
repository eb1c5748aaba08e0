/**
 * Criteria out of an age range and condition codes (보조금24 지원조건). Codes of one group are alternatives, groups hold together.
 * A group is open to all when its "none of these" code is set, when all its codes are, or when it has none; business and
 * institution codes are an audience of their own beside persons and never open.
 */
import type { CODE_GROUPS, ConditionCode } from './schemas/condition-code.ts'
import type { CatalogueCondition, Pack } from './schemas/pack.ts'
import type { Criterion } from './schemas/service-eligibility.ts'
import { type Both, anyOf, both, say } from './wording.ts'

type Group = (typeof CODE_GROUPS)[number]

/** A criterion with what a description says of it (`19~34세`). */
export interface CodeCriterion {
  readonly criterion: Criterion
  readonly short: Both
}

/** What one distinct condition says, the same for every service that has it. */
export interface ReadCondition {
  readonly person: readonly CodeCriterion[] | null
  readonly company: readonly CodeCriterion[] | null
  readonly institution: readonly CodeCriterion[] | null
  /** Marks beside an open one: who is meant above all. */
  readonly focus: readonly Both[]
  /** Codes that are retired or not in the pack's table: not read. */
  readonly unread: readonly string[]
}

const PERSON: readonly Group[] = ['sex', 'income', 'personal', 'household']
const OLDEST = 120

/** Reads a condition by the pack's table of codes. */
export function readCondition(condition: CatalogueCondition, codes: Pack['conditionCodes']): ReadCondition {
  const known = condition.codes.flatMap((code) => codes.get(code) ?? [])
  const groups = Map.groupBy(
    known.filter(({ retired }) => !retired),
    ({ group }) => group,
  )
  const all = Map.groupBy(
    [...codes.values()].filter(({ retired }) => !retired),
    ({ group }) => group,
  )
  const isNarrow = (group: Group): boolean => {
    const set = groups.get(group) ?? []
    const marks = (all.get(group) ?? []).filter(({ open }) => !open)
    return set.length > 0 && !set.some(({ open }) => open) && marks.some((mark) => !set.includes(mark))
  }
  const read = (group: Group, need = isNarrow(group)) => (need ? [marksOf(group, groups.get(group) ?? [])] : [])
  const age = ageCriterion(
    condition,
    [...codes.values()].find(({ group, retired }) => group === 'age' && !retired),
  )
  const isFor = (members: readonly Group[]) => members.some((group) => groups.has(group))
  return {
    person:
      isFor(PERSON) || (known.length === 0 && age) ? [...(age ? [age] : []), ...PERSON.flatMap((group) => read(group))] : null,
    company: isFor(['business', 'businessKind']) ? [...read('business', groups.has('business')), ...read('businessKind')] : null,
    institution: isFor(['institution', 'institutionKind'])
      ? [...read('institution', groups.has('institution')), ...read('institutionKind')]
      : null,
    focus: [...groups].flatMap(([group, set]) => focusOf(set, all.get(group) ?? [])),
    unread: condition.codes.filter((code) => codes.get(code)?.retired ?? true),
  }
}

function focusOf(set: readonly ConditionCode[], all: readonly ConditionCode[]): Both[] {
  const marks = set.filter(({ open }) => !open)
  const isOpen = set.some(({ open }) => open)
  return isOpen && marks.length < all.filter(({ open }) => !open).length ? marks.map(({ label }) => both(label)) : []
}

function ageCriterion({ ageFrom, ageTo }: CatalogueCondition, code: ConditionCode | undefined): CodeCriterion | null {
  const from = ageFrom !== null && ageFrom > 0 ? ageFrom : null
  const to = ageTo !== null && ageTo < OLDEST ? ageTo : null
  if (!code?.fact || (from === null && to === null)) return null
  const tests = [from === null ? [] : [`${code.fact} >= ${from}`], to === null ? [] : [`${code.fact} <= ${to}`]].flat()
  const values = { from: String(from), to: String(to) }
  const kind = from === null ? 'to' : to === null ? 'from' : from === to ? 'one' : 'between'
  return criterion('age', tests.join(' and '), say(`describe.age.${kind}`, values), say(`describe.age.${kind}.short`, values))
}

function marksOf(group: Group, set: readonly ConditionCode[]): CodeCriterion {
  const tests = set.flatMap(({ test }) => (test === null ? [] : [test.includes(' and ') && set.length > 1 ? `(${test})` : test]))
  const { says, short } = worded(group, set)
  return criterion(group, tests.join(' or ') || 'true', says, short)
}

function worded(group: Group, set: readonly ConditionCode[]) {
  const labels = anyOf(set.map(({ label, says }) => both(says ?? label)))
  const band = bandOf(set)
  if (band === null) return { says: say(`describe.${KEYS[group]}`, { labels }), short: labels }
  const kind = band.above === null ? 'to' : band.to === null ? 'above' : 'between'
  const values = { above: String(band.above), to: String(band.to) }
  return { says: say(`describe.income.${kind}`, values), short: say(`describe.income.${kind}.short`, values) }
}

/** Bands side by side as one; null where a code has none or there is a gap. */
function bandOf(set: readonly ConditionCode[]): ConditionCode['band'] {
  const bands = set.flatMap(({ band }) => band ?? []).toSorted((a, b) => (a.above ?? 0) - (b.above ?? 0))
  const isOne = bands.length === set.length && bands.every(({ above }, i) => i === 0 || above === bands[i - 1]!.to)
  const [first, last] = [bands[0], bands.at(-1)]
  return isOne && first && last ? { above: first.above, to: last.to } : null
}

const KEYS = {
  sex: 'sex',
  age: 'personal',
  income: 'income',
  personal: 'personal',
  household: 'household',
  business: 'business',
  businessKind: 'businessKind',
  institution: 'institution',
  institutionKind: 'businessKind',
} as const satisfies Record<Group, string>

/** A criterion made by machine: no article, nothing about change. */
export function criterion(id: string, test: string, says: Both, short: Both): CodeCriterion {
  return { criterion: { id, test, law: null, says, change: null, whatYouCanDo: null, alternatives: [] }, short }
}

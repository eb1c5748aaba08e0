/** Runs the cases of a service: who gets what on which day, by the rules as they stand. */
import type { Engine, ServiceResult } from '@dpg/rules'
import { engineWords } from './engine-words.ts'
import { type Finding, finding, type Place, type RuleId } from './findings.ts'
import type { ServiceCase } from './schemas/case.ts'
import type { ServiceDefinition } from './schemas/service.ts'
import type { Sources } from './sources.ts'
import { say } from './wording.ts'

/** What the rules say in one case; `failed` are the criteria that are not met. */
export interface CaseResult {
  readonly eligible: boolean | 'unknown'
  readonly amount: number | 'unknown' | null
  readonly amounts: readonly (number | 'unknown')[]
  readonly failed: readonly string[]
  readonly missing: readonly string[]
  readonly missingParameters: readonly string[]
}

/** Differences between what the cases expect and what the rules say. `sources` gives the lines; without them the first is told. */
export const runCases = (service: ServiceDefinition, engine: Engine, sources?: Sources): Finding[] =>
  compareCases(
    service,
    service.cases.map((one) => runCase(service, one, engine)),
    sources,
  )

/** What the engine says of a rule that takes too long, behind the rule's name. */
const TOO_HEAVY = /^(?:(?<rule>\S+): )?(?<said>The .*(?:takes too long|too deeply).*)$/

/** The same of cases that have been run: their results in the order of the cases. */
export function compareCases(
  service: ServiceDefinition,
  results: readonly (CaseResult | string)[],
  sources?: Sources,
): Finding[] {
  return service.cases.flatMap((one, index) => {
    const place = (...path: PropertyKey[]): Place =>
      sources?.place('cases', service.id, [index, ...path]) ?? { file: 'cases.yaml', line: 1 }
    const result = results[index]!
    if (typeof result === 'string') {
      // Then the rules are to be set right, not the facts of the case.
      const { rule = 'rule', said } = TOO_HEAVY.exec(result)?.groups ?? {}
      if (said === undefined) return [finding('case.error', place('given'), { case: one.name, problem: engineWords(result) })]
      return [finding('case.heavy', place('given'), { case: one.name, rule, problem: engineWords(said) })]
    }
    return differences(one, result, service).map(([part, expected, found]) =>
      finding(`case.${part}`, place('expect'), { case: one.name, expected: show(expected), found: show(found) }),
    )
  })
}

/** The result of one case, or what is wrong with its facts, or with rules that are too heavy for it. */
export function runCase(service: ServiceDefinition, { given, on }: ServiceCase, engine: Engine): CaseResult | string {
  const input = { facts: given, asOf: on }
  try {
    const result = engine.screen({ ...input, services: [service.id] }).results[0]!
    return tooHeavy(result, service, (feel) => engine.value(feel, input)) ?? resultOf(result)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Where nothing is missing and still nobody knows, a rule was given up: what the engine says of it when it is asked alone. */
function tooHeavy(
  { reasons }: ServiceResult,
  { eligibility }: ServiceDefinition,
  evaluate: (feel: string) => unknown,
): string | undefined {
  const given = reasons.filter((one) => one.outcome === 'unknown' && one.missing.length === 0 && !one.missingParameters)
  for (const { criterion } of given) {
    const test = criterion === 'rule' ? eligibility.rule : eligibility.criteria.find(({ id }) => id === criterion)?.test
    try {
      if (test != null) evaluate(test)
    } catch (error) {
      if (error instanceof Error && error.name === 'LimitError') return `${criterion}: ${error.message}`
    }
  }
  return undefined
}

function resultOf({ outcome, reasons, missing, amount, units }: ServiceResult): CaseResult {
  const own = reasons.filter(({ criterion }) => criterion !== 'each')
  const parameters = [...own.flatMap(({ missingParameters }) => missingParameters ?? []), ...(amount?.missingParameters ?? [])]
  return {
    eligible: outcome === 'unknown' ? 'unknown' : outcome === 'eligible',
    amount: amount === undefined ? null : (amount.value ?? 'unknown'),
    amounts: units?.flatMap((unit) => (unit.amount ? [unit.amount.value ?? 'unknown'] : [])) ?? [],
    failed: own.filter((reason) => reason.outcome === 'notMet').map(({ criterion }) => criterion),
    missing,
    missingParameters: [...new Set(parameters)],
  }
}

type Difference = readonly [
  part: RuleId extends infer R ? (R extends `case.${infer P}` ? Exclude<P, 'error'> : never) : never,
  expected: unknown,
  found: unknown,
]

function differences({ expect }: ServiceCase, result: CaseResult, service: ServiceDefinition): Difference[] {
  const found: Difference[] = []
  if (expect.eligible !== undefined && expect.eligible !== result.eligible)
    found.push(['eligible', expect.eligible, result.eligible])
  if (Array.isArray(expect.amount)) {
    if (!isSame(expect.amount, result.amounts)) found.push(['amount', expect.amount, result.amounts])
  } else if (expect.amount !== undefined && expect.amount !== result.amount) found.push(['amount', expect.amount, result.amount])
  if (expect.failed && !isSame(sorted(expect.failed), sorted(result.failed))) found.push(['failed', expect.failed, result.failed])
  if (expect.missing && !isSame(sorted(expect.missing), sorted(result.missing)))
    found.push(['missing', expect.missing, result.missing])
  const wrong = expect.decision === undefined ? undefined : wrongDecision(expect.decision, result, service)
  if (wrong !== undefined) found.push(['decision', expect.decision, wrong])
  return found
}

/** A grant needs rules that do not say no; a refusal of somebody eligible needs a reason that is no criterion. */
function wrongDecision(
  code: string,
  { eligible }: CaseResult,
  { decisions, eligibility }: ServiceDefinition,
): string | undefined {
  const decision = decisions.find((one) => one.code === code)
  if (!decision) return decisions.map((one) => one.code).join(', ')
  const gives = decision.outcome === 'grant' || decision.outcome === 'partial'
  if (gives && eligible === false) return decisions.find(({ outcome }) => outcome === 'refuse')?.code ?? 'refuse'
  const criteria = new Set(eligibility.criteria.map(({ id }) => id))
  const isBound = decision.outcome === 'refuse' && decision.reasons.every((reason) => criteria.has(reason.code))
  return isBound && eligible === true ? (decisions.find(({ outcome }) => outcome === 'grant')?.code ?? 'grant') : undefined
}

const sorted = (list: readonly string[]): string[] => [...list].sort()
const isSame = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((one, i) => one === b[i])
type Both = { readonly ko: string; readonly en: string }

/** As people say it: yes, no, not known, none. */
function show(value: unknown): Both {
  const list = Array.isArray(value) ? value : [value]
  const inWords = (one: unknown): Both => WORDS.get(one) ?? { ko: String(one), en: String(one) }
  const all = list.length === 0 ? [inWords(null)] : list.map(inWords)
  return { ko: all.map(({ ko }) => ko).join(', '), en: all.map(({ en }) => en).join(', ') }
}

const WORDS: ReadonlyMap<unknown, Both> = new Map<unknown, Both>([
  [true, say('case.yes')],
  [false, say('case.no')],
  ['unknown', say('case.unknown')],
  [null, say('case.none')],
])

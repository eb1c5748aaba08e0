/** The cases of a service that is being written, one by one, until its rules have taken longer than their author would wait. */
import { type Engine, LimitError } from '@dpg/rules'
import { type Finding, finding } from './findings.ts'
import { type CaseResult, compareCases, runCase } from './run-cases.ts'
import type { ServiceDefinition } from './schemas/service.ts'
import type { Sources } from './sources.ts'

export interface CheckedCase {
  readonly name: string
  /** What the rules say; a text: what is wrong with its facts. */
  readonly result: CaseResult | string
  /** Where that differs from what the case expects; none: it holds. */
  readonly findings: readonly Finding[]
}

/** How long one part of a check (expressions, cases) may go on. Without: to its end. */
export interface Patience {
  /** Milliseconds of work so far; best those of the thread alone, so that others on the machine make no difference. */
  readonly spent: () => number
  readonly most: number
}

/** Tells when a part that begins now has taken too long. */
export function timed({ spent, most }: Patience = ENDLESS): () => boolean {
  const end = spent() + most
  return () => spent() > end
}
const ENDLESS: Patience = { spent: () => 0, most: 0 }

interface CheckedCases {
  /** Those that were run: the first ones. */
  readonly cases: readonly CheckedCase[]
  /** The rule and the case that took longest, where cases are left. */
  readonly stopped: Finding | undefined
}

export function checkCases(
  service: ServiceDefinition,
  engine: Engine,
  sources: Sources,
  patience: Patience = ENDLESS,
): CheckedCases {
  const { spent } = patience
  const isOver = timed(patience)
  const cases: CheckedCase[] = []
  let longest = { index: 0, ms: 0 }
  for (const index of service.cases.keys()) {
    if (isOver()) return { cases, stopped: stoppedBy(service, longest, cases.length, engine, sources, spent) }
    const begun = spent()
    cases.push(checkCase(service, index, engine, sources))
    const ms = spent() - begun
    if (ms > longest.ms) longest = { index, ms }
  }
  return { cases, stopped: undefined }
}

function checkCase(service: ServiceDefinition, index: number, engine: Engine, sources: Sources): CheckedCase {
  const one = service.cases[index]!
  const result = runCase(service, one, engine)
  const place: Sources['place'] = (kind, id, path = []) =>
    sources.place(kind, id, kind === 'cases' ? [index, ...path.slice(1)] : path)
  return { name: one.name, result, findings: compareCases({ ...service, cases: [one] }, [result], { ...sources, place }) }
}

function stoppedBy(
  service: ServiceDefinition,
  longest: { readonly index: number; readonly ms: number },
  run: number,
  engine: Engine,
  sources: Sources,
  spent: Patience['spent'],
): Finding {
  const { name, given, on } = service.cases[longest.index]!
  const { path, rule } = heaviest(service, (feel) => engine.value(feel, { facts: given, asOf: on }), longest.ms, spent)
  const values = { rule, case: name, left: String(service.cases.length - run) }
  return finding('case.stopped', sources.place('service', service.id, path), values)
}

interface Rule {
  readonly path: readonly (string | number)[]
  readonly rule: string
  readonly feel: string | null
}

/** The rule that takes half of what the case took, or that never ends; else the first one that may go on for long. */
function heaviest(
  { eligibility, amount }: ServiceDefinition,
  evaluate: (feel: string) => unknown,
  ms: number,
  spent: Patience['spent'],
): Rule {
  const tests = eligibility.criteria.map(
    ({ id, test }, i): Rule => ({ path: ['eligibility', 'criteria', i, 'test'], rule: id, feel: test }),
  )
  const steps = (amount?.steps ?? []).map((one, i): Rule => ({ path: ['amount', 'steps', i, 'be'], rule: one.let, feel: one.be }))
  const begun = spent()
  for (const one of tests) {
    if (one.feel !== null && isEndless(one.feel, evaluate)) return one
    if (spent() - begun > ms / 2) return one
  }
  const loops = [...steps, ...tests].find(({ feel }) => feel !== null && HEAVY.test(feel))
  return loops ?? steps.at(-1) ?? tests.at(-1) ?? { path: [], rule: 'rule', feel: null }
}

const HEAVY = /\b(for|some|every)\b|\*\*|\b(matches|replace|split|sort)\s*\(/

/** What names the element of a list, or a step, cannot be asked alone. */
function isEndless(feel: string, evaluate: (feel: string) => unknown): boolean {
  try {
    evaluate(feel)
    return false
  } catch (cause) {
    return cause instanceof LimitError
  }
}

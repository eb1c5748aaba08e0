/** The fewest changes over all criteria that turn a "no", tried out: the facts are changed and the service is screened again. */
import type { Node } from '../compiler/ir.ts'
import type { Change, Json, Remedy, ScreenInput } from '../types.ts'
import { NOT_MET, OUTCOMES } from './answers.ts'
import type { Evaluation } from './evaluation.ts'
import type { Service } from './program.ts'
import { codeOf, screening } from './screen.ts'
import { together, type Way, waysFor } from './ways.ts'

/** `unmet`: the conditions that stand in the way, with the role bound as it was when they were judged. */
export function remedyFor(
  service: Service,
  unmet: readonly Node[],
  evaluation: Evaluation,
  input: ScreenInput,
): Remedy | undefined {
  const ways = together(unmet.map((node) => waysFor(node, evaluation)))
  const tried = ways.filter((way) => way.length > 0).flatMap((way) => attempt(service, way, evaluation, input) ?? [])
  return tried.find(({ outcome }) => outcome === 'eligible') ?? tried[0]
}

function attempt(service: Service, changes: Way, { program }: Evaluation, { facts, asOf }: ScreenInput): Remedy | undefined {
  const changed: Record<string, Json> = {}
  let on = asOf
  for (const change of changes) {
    if (change.kind === 'date') {
      if (change.from > on) on = change.from
    } else if (!program.words.factIndex.has(change.fact)) return undefined
    else changed[change.fact] = valueAfter(change)
  }
  const after = screening(program, { facts: { ...facts, ...changed }, asOf: on, services: [service.rules.id] })
  const code = codeOf(after, service)
  if (code === NOT_MET) return undefined
  return { changes, on, outcome: OUTCOMES[code] === 'eligible' ? 'eligible' : 'unknown' }
}

function valueAfter(change: Exclude<Change, { kind: 'date' }>): Json {
  if (change.kind === 'value') return change.values[0]!
  const { op, value } = change
  return op === '<' ? Math.ceil(value) - 1 : op === '>' ? Math.floor(value) + 1 : value
}

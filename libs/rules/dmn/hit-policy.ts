/** What a table gives for the rules that match (DMN 1.5, 8.3.7 hit policies, 8.2.10 aggregation). */
import { equal } from '../feel/equality.ts'
import { FUNCTIONS } from '../feel/functions/index.ts'
import { Context, hasUnknown, isList, type Value } from '../feel/values.ts'
import type { Aggregation, HitPolicy } from './model.ts'

/** What the policy needs to know of a table; `output` computes the outputs of one rule, in the order of the columns. */
export interface Policy {
  readonly hitPolicy: HitPolicy
  readonly aggregation: Aggregation | undefined
  /** Names of the outputs; a single output has none. */
  readonly names: readonly string[]
  /** Position of a value in the order of an output's values: the lower the more important; undefined when it has none. */
  readonly rank: (output: number, value: Value) => number | undefined
  readonly otherwise: () => Value
}

export interface Outcome {
  readonly value: Value
  /** The rules that made the value. */
  readonly fired: readonly number[]
  /** Why there is none. */
  readonly conflict?: readonly number[]
}

/** The outcome when exactly these rules match, in the order of the table. */
export function settle(policy: Policy, matched: readonly number[], output: (rule: number) => readonly Value[]): Outcome {
  if (matched.length === 0) return { value: policy.otherwise(), fired: [] }
  const whole = (rule: number): Value => assemble(policy, output(rule))
  switch (policy.hitPolicy) {
    case 'UNIQUE':
      if (matched.length > 1) return { value: null, fired: [], conflict: matched }
      return { value: whole(matched[0]!), fired: matched }
    case 'FIRST':
      return { value: whole(matched[0]!), fired: [matched[0]!] }
    case 'ANY':
      return any(matched, whole)
    case 'PRIORITY': {
      const sorted = byPriority(policy, matched, output)
      return sorted === undefined ? { value: undefined, fired: matched } : { value: whole(sorted[0]!), fired: [sorted[0]!] }
    }
    case 'OUTPUT ORDER': {
      const sorted = byPriority(policy, matched, output)
      return { value: sorted?.map(whole), fired: matched }
    }
    case 'RULE ORDER':
      return { value: matched.map(whole), fired: matched }
    case 'COLLECT':
      return { value: collect(policy, matched.map(output)), fired: matched }
  }
}

const assemble = ({ names }: Policy, outputs: readonly Value[]): Value =>
  names.length === 0 ? outputs[0] : new Context(new Map(names.map((name, i) => [name, outputs[i]])), false)

/** All must say the same. */
function any(matched: readonly number[], whole: (rule: number) => Value): Outcome {
  const [first, ...rest] = matched.map(whole)
  let isUnknown = false
  for (const other of rest) {
    const same = first === null && other === null ? true : equal(first, other)
    if (same === undefined) isUnknown = true
    else if (same !== true) return { value: null, fired: [], conflict: matched }
  }
  return { value: isUnknown ? undefined : first, fired: matched }
}

/** Most important first: by the first output, then the next; what has no place in the order comes last. Undefined while a value is unknown. */
function byPriority(
  policy: Policy,
  matched: readonly number[],
  output: (rule: number) => readonly Value[],
): readonly number[] | undefined {
  const ranked = matched.map((rule) => {
    const outputs = output(rule)
    return {
      rule,
      isUnknown: outputs.some(hasUnknown),
      ranks: outputs.map((value, i) => policy.rank(i, value) ?? Number.MAX_SAFE_INTEGER),
    }
  })
  if (ranked.length > 1 && ranked.some((one) => one.isUnknown)) return undefined
  const compare = (a: readonly number[], b: readonly number[]): number => {
    for (const [i, rank] of a.entries()) if (rank !== b[i]) return rank - b[i]!
    return 0
  }
  return ranked.sort((a, b) => compare(a.ranks, b.ranks) || a.rule - b.rule).map((one) => one.rule)
}

function collect({ aggregation, names }: Policy, rows: readonly (readonly Value[])[]): Value {
  if (names.length === 0)
    return aggregate(
      aggregation,
      rows.map((row) => row[0]),
    )
  if (aggregation === undefined) return rows.map((row) => new Context(new Map(names.map((name, i) => [name, row[i]])), false))
  return new Context(
    new Map(
      names.map((name, i) => [
        name,
        aggregate(
          aggregation,
          rows.map((row) => row[i]),
        ),
      ]),
    ),
    false,
  )
}

const BY_NAME: Readonly<Record<Aggregation, string>> = { SUM: 'sum', COUNT: 'count', MIN: 'min', MAX: 'max' }

function aggregate(aggregation: Aggregation | undefined, values: readonly Value[]): Value {
  if (aggregation === undefined) return values
  if (aggregation === 'COUNT') return values.length
  const all = values.every((value) => isList(value)) ? values.flatMap((value) => (isList(value) ? value : [])) : values
  if (all.some(hasUnknown)) return undefined
  return FUNCTIONS.get(BY_NAME[aggregation])!.run([all], 0) ?? null
}

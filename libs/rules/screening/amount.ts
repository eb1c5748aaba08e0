/** The amount of a service: its steps one after the other, the last one is the amount. */
import { type Evaluation, missingOf } from './evaluation.ts'
import { giveUp } from './give-up.ts'
import { add, isNum, type Num } from '../feel/numbers.ts'
import type { Waits } from './missing.ts'
import type { Service } from './program.ts'
import type { Amount, Json } from '../types.ts'
import { hasUnknown, toJson, type Value } from '../feel/values.ts'

/** An amount before it becomes JSON: `value` is undefined when something is missing. */
export interface Sum {
  readonly amount: Amount
  readonly value: Num | undefined
}

/** The amount of a service without units, evaluated once. */
export function sumOf(evaluation: Evaluation, service: Service): Sum | undefined {
  const { sums, blank, stale } = evaluation
  if (sums.has(service)) return sums.get(service)
  const isStale = blank === undefined || stale.services[service.index] === 1
  const made = isStale ? amountOf(service, evaluation) : sumOf(blank, service)
  sums.set(service, made)
  return made
}

/** Evaluates the steps with the role (if any) bound; undefined when the service pays nothing in money. */
export function amountOf(service: Service, evaluation: Evaluation, element?: Value): Sum | undefined {
  const { rules, steps, each } = service
  const last = steps.at(-1)
  if (rules.amount === undefined || last === undefined) return undefined
  const { run, program, sets } = evaluation
  run.locals = each ? [element] : []
  const values: Value[] = []
  let missing: ReturnType<typeof missingOf> = { missing: 0, params: [] }
  try {
    for (const { code, slot } of steps) {
      const value = code(run)
      run.locals[slot] = value
      values.push(value)
    }
    if (values.at(-1) === undefined) missing = missingOfSteps(evaluation, steps, values)
  } catch (cause) {
    giveUp(run, cause)
  }
  const value = values.length === steps.length ? values.at(-1) : undefined
  const known = isNum(value) ? value : undefined
  return {
    value: known,
    amount: {
      ...(known !== undefined && { value: rounded(known) }),
      per: rules.amount.per,
      unit: rules.unit,
      steps: steps.map(({ name }, i) => stepJson(name, toJson(values[i]))),
      missingFacts: sets.names(missing.missing),
      missingParameters: missing.params.map((index) => program.words.parameters[index]!.id),
    },
  }
}

const stepJson = (name: string, value: Json | undefined) => ({ let: name, ...(value !== undefined && { value }) })

/** What the last step waits for: one step after the other, for each may read those before it. */
function missingOfSteps(evaluation: Evaluation, steps: Service['steps'], values: readonly Value[]): ReturnType<typeof missingOf> {
  const found = new Map<number, Waits>()
  let missing: ReturnType<typeof missingOf> = { missing: 0, params: [] }
  steps.forEach(({ node, slot }, i) => {
    if (!hasUnknown(values[i])) return
    missing = missingOf(evaluation, node, found)
    found.set(slot, { facts: missing.missing, params: [...missing.params] })
  })
  return missing
}

/** A JS number; 15 digits where it cannot be exact (the step keeps the exact text). */
const rounded = (value: Num): number => (typeof value === 'number' ? value : value.toSignificantDigits(15).toNumber())

/** The amounts of several units added up; unknown as soon as one is. The steps are those of the first. */
export function totalOf(sums: readonly Sum[]): Amount | undefined {
  const [first] = sums
  if (first === undefined) return undefined
  if (sums.length === 1) return first.amount
  const total = sums.reduce<Num | undefined>(
    (t, { value }) => (t === undefined || value === undefined ? undefined : add(t, value)),
    0,
  )
  const all = (pick: (amount: Amount) => readonly string[]) => [...new Set(sums.flatMap(({ amount }) => pick(amount)))]
  return {
    ...(total !== undefined && { value: rounded(total) }),
    per: first.amount.per,
    unit: first.amount.unit,
    steps: first.amount.steps,
    missingFacts: all((amount) => amount.missingFacts),
    missingParameters: all((amount) => amount.missingParameters),
  }
}

/** One person against all services by the closure back end, outcomes only: what a changed person is held against. */
import type { Run } from '../../compiler/run.ts'
import type { Plan } from '../plan/services.ts'
import { anyUnit, conditionsOf, type Derived } from '../plan/derived.ts'
import { bounded } from '../plan/given-up.ts'
import type { Value } from '../../feel/values.ts'
import type { Delta } from '../types.ts'

export const INELIGIBLE = 0
export const ELIGIBLE = 1
export const OPEN = 3

export interface Outcomes {
  readonly services: readonly string[]
  /** What happened to the services between two runs of one person that differ in these facts only; the others are not looked at. */
  readonly between: (before: Run, after: Run, changed: ReadonlySet<string>) => PersonDelta
}

/** Services by what happened to them between two outcomes of one person. */
export type PersonDelta = Readonly<Record<keyof Delta, readonly string[]>>

/** Services with the same conditions. */
interface Shared {
  readonly conditions: Int32Array
  readonly units: Derived | undefined
  /** Numbers of the services. */
  readonly services: number[]
}

const UNASKED = 255

export function createOutcomes({ program, lowering }: Plan): Outcomes {
  const { conditions, services } = program
  const lists = sharedLists({ program, lowering })
  const byFact = listsByFact(lists, (id) => lowering.readsOf.reads(conditions[id]!.node).facts)
  const answers = new Uint8Array(conditions.length)
  const codes: ((run: Run) => Value)[] = []

  const answer = (id: number, run: Run): number => {
    if (answers[id] !== UNASKED) return answers[id]!
    run.locals = []
    const { node, code } = conditions[id]!
    codes[id] ??= bounded(lowering.names.keyOf('value', node), code)
    const value = codes[id](run)
    const made = value === true ? ELIGIBLE : value === undefined ? OPEN : INELIGIBLE
    answers[id] = made
    return made
  }
  const outcome = ({ conditions: ids, units }: Shared, run: Run): number => {
    let result = ELIGIBLE
    for (const id of ids) {
      const one = answer(id, run)
      if (one === INELIGIBLE) return INELIGIBLE
      if (one === OPEN) result = OPEN
    }
    if (units === undefined) return result
    const any = units.run(run)
    return any === true ? result : any === undefined ? OPEN : INELIGIBLE
  }
  const outcomes = (among: readonly number[], run: Run): Uint8Array => {
    answers.fill(UNASKED)
    return Uint8Array.from(among, (list) => outcome(lists[list]!, run))
  }
  const ids = services.map(({ rules }) => rules.id)
  return {
    services: ids,
    between: (before, after, changed) => {
      const among = [...new Set([...changed].flatMap((fact) => byFact.get(fact) ?? []))]
      const [was, is] = [outcomes(among, before), outcomes(among, after)]
      const differing = among.flatMap((list, i) => (was[i] === is[i] ? [] : [{ list, was: was[i]!, is: is[i]! }]))
      const where = (holds: (a: number, b: number) => boolean): readonly string[] =>
        differing
          .flatMap(({ list, was: a, is: b }) => (holds(a, b) ? lists[list]!.services : []))
          .sort((a, b) => a - b)
          .map((service) => ids[service]!)
      return {
        newlyEntitled: where((_a, b) => b === ELIGIBLE),
        noLongerEntitled: where((a) => a === ELIGIBLE),
        newlyAnswerable: where((a) => a === OPEN),
        newlyUnknown: where((_a, b) => b === OPEN),
      }
    },
  }
}

function sharedLists({ program, lowering }: Pick<Plan, 'program' | 'lowering'>): readonly Shared[] {
  const { conditions, slots, groups, services } = program
  const lists = new Map<string, Shared>()
  services.forEach((service, index) => {
    const units = service.each && anyUnit(program, lowering.readsOf, lowering.names, service)
    const plain = new Set(conditionsOf(program, service).plain)
    const ids = new Set(groups[service.group]!.map((slot) => slots[slot]!.condition).filter((id) => plain.has(conditions[id]!)))
    const key = `${[...ids].sort((a, b) => a - b).join()} ${units?.key ?? ''}`
    const known = lists.get(key) ?? { conditions: Int32Array.from(ids), units, services: [] }
    lists.set(key, known)
    known.services.push(index)
  })
  return [...lists.values()]
}

function listsByFact(
  lists: readonly Shared[],
  factsOf: (condition: number) => ReadonlySet<string>,
): ReadonlyMap<string, readonly number[]> {
  const byFact = new Map<string, Set<number>>()
  lists.forEach(({ conditions, units }, list) => {
    for (const fact of [...[...conditions].flatMap((id) => [...factsOf(id)]), ...(units?.facts ?? [])]) {
      const of = byFact.get(fact) ?? new Set()
      byFact.set(fact, of.add(list))
    }
  })
  return new Map([...byFact].map(([fact, of]) => [fact, [...of]]))
}

/** One person against all services by the closure back end, outcomes only: what a changed person is held against. */
import type { Run } from '../../compiler/run.ts'
import type { Plan } from '../plan/services.ts'
import { anyUnit, conditionsOf, type Derived } from '../plan/derived.ts'
import type { Delta } from '../types.ts'

export const INELIGIBLE = 0
export const ELIGIBLE = 1
export const OPEN = 3

export interface Outcomes {
  readonly services: readonly string[]
  /** By service. */
  readonly of: (run: Run) => Uint8Array
}

export function createOutcomes({ program, lowering }: Plan): Outcomes {
  const { conditions, slots, groups, services } = program
  const plain = new Map<string, number>()
  const lists: { readonly conditions: Int32Array; readonly units: Derived | undefined }[] = []
  const placeOf = services.map((service) => {
    const units = service.each && anyUnit(program, lowering.readsOf, lowering.names, service)
    const all = conditionsOf(program, service).plain
    const ids = groups[service.group]!.map((slot) => slots[slot]!.condition).filter((id) => all.includes(conditions[id]!))
    const key = `${[...new Set(ids)].sort((a, b) => a - b).join()} ${units?.key ?? ''}`
    const at = plain.get(key) ?? lists.push({ conditions: Int32Array.from(new Set(ids)), units }) - 1
    plain.set(key, at)
    return at
  })
  const answers = new Uint8Array(conditions.length)
  const byList = new Uint8Array(lists.length)
  const UNASKED = 255
  const answer = (id: number, run: Run): number => {
    if (answers[id] !== UNASKED) return answers[id]!
    run.locals = []
    const value = conditions[id]!.code(run)
    const made = value === true ? ELIGIBLE : value === undefined ? OPEN : INELIGIBLE
    answers[id] = made
    return made
  }
  return {
    services: services.map(({ rules }) => rules.id),
    of: (run) => {
      answers.fill(UNASKED)
      for (let i = 0; i < lists.length; i++) {
        const list = lists[i]!
        let result = ELIGIBLE
        for (const id of list.conditions) {
          const one = answer(id, run)
          if (one === ELIGIBLE) continue
          result = one
          if (one === INELIGIBLE) break
        }
        if (result !== INELIGIBLE && list.units !== undefined) {
          const any = list.units.run(run)
          if (any !== true) result = any === undefined ? OPEN : INELIGIBLE
        }
        byList[i] = result
      }
      return Uint8Array.from(placeOf, (at) => byList[at]!)
    },
  }
}

/** Services by what happened to them between two outcomes of one person. */
export type PersonDelta = Readonly<Record<keyof Delta, readonly string[]>>

export function deltaBetween(services: readonly string[], before: Uint8Array, after: Uint8Array): PersonDelta {
  const where = (is: (a: number, b: number) => boolean): readonly string[] => services.filter((_, i) => is(before[i]!, after[i]!))
  return {
    newlyEntitled: where((a, b) => a !== ELIGIBLE && b === ELIGIBLE),
    noLongerEntitled: where((a, b) => a === ELIGIBLE && b !== ELIGIBLE),
    newlyAnswerable: where((a, b) => a === OPEN && b !== OPEN),
    newlyUnknown: where((a, b) => a !== OPEN && b === OPEN),
  }
}

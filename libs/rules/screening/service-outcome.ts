/** The outcome of one service, without the others. */
import { type Evaluation, outcomeOf } from './evaluation.ts'
import type { Service } from './program.ts'
import { outcomeOfUnits } from './units.ts'

/** As a code. */
export function outcomeOfService(evaluation: Evaluation, service: Service): number {
  if (service.each) return outcomeOfUnits(service, evaluation)
  const { groups, slots } = evaluation.program
  return groups[service.group]!.reduce((worst, slot) => Math.max(worst, outcomeOf(evaluation, slots[slot]!.condition)), 0)
}

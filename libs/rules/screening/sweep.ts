/** All groups at once: cells from their condition and their rest. */
import { type Evaluation, outcomeOf, reasonAt } from './evaluation.ts'

/** The outcome code of every cell. */
export function sweep(evaluation: Evaluation): Uint8Array {
  const { plain } = evaluation.program.layout
  for (let at = 0; at < plain.length; at++) outcomeOf(evaluation, plain[at]!)
  return joined(evaluation)
}

/** The outcome code of every cell when all conditions are judged. */
export function joined({ program, outcomes }: Evaluation): Uint8Array {
  const { conditionOf, restOf } = program.layout
  const cells = new Uint8Array(conditionOf.length)
  for (let cell = 1; cell < cells.length; cell++) {
    cells[cell] = Math.max(outcomes[conditionOf[cell]!]!, cells[restOf[cell]!]!)
  }
  return cells
}

/** By cell: the list of its reasons, by its number in the tellings; -1 where a condition reads a role. */
export function sweepReasons(evaluation: Evaluation): Int32Array {
  const { program, tellings, reasons } = evaluation
  const { slotOf, restOf, plainSlots } = program.layout
  for (let at = 0; at < plainSlots.length; at++) reasonAt(evaluation, plainSlots[at]!)
  const lists = new Int32Array(slotOf.length)
  for (let cell = 1; cell < lists.length; cell++) {
    const reason = reasons[slotOf[cell]!]!
    const rest = lists[restOf[cell]!]!
    lists[cell] = reason < 0 || rest < 0 ? -1 : tellings.precede(cell, reason, rest)
  }
  return lists
}

/** The list of one cell, as `sweepReasons` finds it. */
export function reasonsOfCell(evaluation: Evaluation, cell: number): number {
  if (cell === 0) return 0
  const { slotOf, restOf } = evaluation.program.layout
  const rest = reasonsOfCell(evaluation, restOf[cell]!)
  return evaluation.tellings.precede(cell, reasonAt(evaluation, slotOf[cell]!), rest)
}

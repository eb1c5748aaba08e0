/** Types of expressions that are no rules: conditions of screens, needs, fees. */
import type { StaticType } from '../feel/functions/index.ts'
import { tryParseFeel } from '../feel/empty.ts'
import type { Declarations, Finding } from '../types.ts'
import { lower } from './lower.ts'
import { createWords } from './vocabulary.ts'

/** What does not fit in an expression over facts and parameters, or that it gives something else than is `wanted`. */
export type TypeChecker = (feel: string, wanted?: StaticType) => readonly Finding[]

const WANTED: Readonly<Partial<Record<StaticType, string>>> = {
  boolean: 'Write a condition that is true or false',
  number: 'Let it give a number',
}

/** What is wrong with the declarations, with names and with syntax is told elsewhere (`createEngine`, `checkFeel`). */
export function createTypeChecker({ facts, parameters }: Pick<Declarations, 'facts' | 'parameters'>): TypeChecker {
  const words = createWords(facts, parameters, [], false)
  return (feel, wanted) => {
    const expr = tryParseFeel(feel, [])
    if (expr === undefined) return []
    const { node, findings } = lower(expr, words.store, words)
    const wrong = findings.filter(({ kind }) => kind === 'type')
    const isFitting = wanted === undefined || [wanted, 'any', 'null'].includes(node.t)
    if (wrong.length > 0 || isFitting) return wrong
    const remedy = WANTED[wanted] ?? `Write an expression that gives a ${wanted}`
    return [{ kind: 'type', message: `The expression gives a ${node.t}`, start: 0, end: feel.length, remedy }]
  }
}

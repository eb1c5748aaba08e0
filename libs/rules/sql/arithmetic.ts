/** Arithmetic on numbers and days. */
import type { NodeOf } from '../compiler/ir.ts'
import { isNum } from '../feel/numbers.ts'
import type { Compiler } from './compiler.ts'
import * as num from './numbers.ts'
import { isOpen, stageOf, strictNone, type Term, type TermType } from './term.ts'
import { Unfit } from './text.ts'

export function arithmeticNode(self: Compiler, node: NodeOf<'arith'> | NodeOf<'neg'>): Term {
  if (node.k === 'neg') return negative(self.term(node.a))
  const [a, b] = [self.term(node.a), self.term(node.b)]
  const { op } = node
  if (op === '**') throw new Unfit('powers')
  if (a.t === 'null' || b.t === 'null') throw new Unfit('arithmetic with null')
  if (a.t === 'number' && b.t === 'number') {
    if (op !== '/') return num.arithmetic(self.dialect, op, a, b)
    return num.divide(self.dialect, a, b, node.b.k === 'const' && isNum(node.b.value) ? node.b.value : undefined)
  }
  if (op === '-' && a.t === 'date' && b.t === 'date')
    return strict('seconds', `(CAST((${a.v} - ${b.v}) AS BIGINT) * 86400)`, [a, b])
  if (a.t === 'date' && b.t === 'seconds' && (op === '+' || op === '-')) return later(node.b, a, op)
  if (a.t === 'seconds' && b.t === 'date' && op === '+') return later(node.a, b, op)
  throw new Unfit(`${a.t} ${op} ${b.t}`)
}

/** A day so many whole days later or earlier. */
function later(by: NodeOf<'arith'>['b'], day: Term, op: '+' | '-'): Term {
  const seconds =
    by.k === 'const' && by.value !== null && typeof by.value === 'object' && 'seconds' in by.value ? by.value.seconds : undefined
  if (typeof seconds !== 'number') throw new Unfit('a day and a duration that is not fixed')
  const days = Math.floor(((op === '+' ? 1 : -1) * seconds) / 86_400)
  if (Math.abs(days) > 1_000_000) throw new Unfit(`a duration of ${days} days`)
  return strict('date', `(${day.v} + CAST(${days} AS INTEGER))`, [day])
}

function negative(a: Term): Term {
  if (a.t !== 'number' && a.t !== 'seconds') throw new Unfit(`the negative of a ${a.t}`)
  return { ...a, v: `(-${a.v})` }
}

const strict = (t: TermType, v: string, terms: readonly Term[]): Term => ({
  t,
  v,
  none: strictNone(terms),
  open: isOpen(terms),
  stage: stageOf(terms),
})

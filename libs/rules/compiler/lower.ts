/** From the syntax tree to the intermediate form: names resolved, types checked, all that is wrong collected. */
import type { Expr } from '../feel/ast.ts'
import { parseNumber } from '../feel/numbers.ts'
import { resolveType, typeNames, typeText } from '../feel/types.ts'
import { suggest } from '../feel/names.ts'
import type { Finding } from '../types.ts'
import type { Node } from './ir.ts'
import { calls } from './lowering/calls.ts'
import { conditions } from './lowering/conditions.ts'
import { loops } from './lowering/loops.ts'
import { names } from './lowering/names.ts'
import { bind, type Lowering, type Place, type Scope, type Vocabulary } from './lowering/place.ts'
import type { Store } from './store.ts'

export type { Scope, Vocabulary } from './lowering/place.ts'

export interface Lowered {
  readonly node: Node
  readonly findings: readonly Finding[]
}

/** Lowers one expression. `scope` holds the role and the steps in force, whose slots come before `firstSlot`. */
export function lower(expr: Expr, store: Store, vocabulary: Vocabulary, scope: Scope = new Map(), firstSlot = 0): Lowered {
  const findings: Finding[] = []
  const report: Lowering['report'] = (kind, at, message, remedy) => {
    findings.push({ kind, message, start: at.start, end: at.end, remedy })
  }
  const node = lowering(store, vocabulary, report).go(expr, { names: scope, slot: firstSlot, filters: [] })
  return { node, findings }
}

function lowering(store: Store, vocabulary: Vocabulary, report: Lowering['report']): Lowering {
  // The parts call each other only while lowering, when all of them are there.
  const all = { store, vocabulary, report, go } as Lowering
  const { literal, reference } = names(all)
  const { negative, arithmetic, logic, comparison, between, membership, conditional } = conditions(all)
  const { loop, quantified, filter } = loops(all)
  const { call, lambda } = calls(all)

  function go(expr: Expr, place: Place): Node {
    switch (expr.k) {
      case 'null':
        return store.constant(null)
      case 'boolean':
      case 'string':
        return store.constant(expr.value)
      case 'number':
        return store.constant(parseNumber(expr.text) ?? null)
      case 'at':
        return literal(expr.text, expr)
      case 'name':
      case 'path':
        return reference(expr, place)
      case 'neg':
        return negative(expr, place)
      case 'binary':
        return arithmetic(expr, place)
      case 'compare':
        return comparison(expr, place)
      case 'and':
      case 'or':
        return logic(expr, place)
      case 'between':
        return between(expr, place)
      case 'in':
        return membership(expr, place)
      case 'instanceOf':
        return instanceOf(expr, place)
      case 'if':
        return conditional(expr, place)
      case 'for':
        return loop(expr, place)
      case 'some':
      case 'every':
        return quantified(expr, place)
      case 'filter':
        return filter(expr, place)
      case 'call':
        return call(expr, place)
      case 'function':
        return lambda(expr, place)
      case 'list':
        return store.make({ k: 'list', items: expr.items.map((item) => go(item, place)) }, 'list')
      case 'context':
        return context(expr, place)
      case 'range':
        return range(expr, place)
    }
  }

  function instanceOf(expr: Extract<Expr, { k: 'instanceOf' }>, place: Place): Node {
    const a = go(expr.value, place)
    const type = resolveType(expr.type, vocabulary.types ?? new Map())
    if (type !== undefined) return store.make({ k: 'instanceOf', a, type, text: typeText(type) }, 'boolean')
    const remedy = suggest(expr.type.name, typeNames(vocabulary.types ?? new Map()), 'Use number, string, boolean, date …')
    report('type', expr, `There is no type ${expr.type.name}`, remedy)
    return store.constant(null)
  }

  function context(expr: Extract<Expr, { k: 'context' }>, place: Place): Node {
    let inner = place
    const items: Node[] = []
    const slots: number[] = []
    for (const { key, value } of expr.entries) {
      const def = go(value, inner)
      items.push(def)
      slots.push(inner.slot)
      inner = bind(inner, key, store.make({ k: 'let', slot: inner.slot, name: key, def }, def.t))
    }
    return store.make({ k: 'context', keys: expr.entries.map((entry) => entry.key), slots, items }, 'context')
  }

  function range(expr: Extract<Expr, { k: 'range' }>, place: Place): Node {
    const low = expr.low && go(expr.low, place)
    const high = expr.high && go(expr.high, place)
    return store.make({ k: 'range', low, high, lowIn: expr.lowIn, highIn: expr.highIn, form: expr.form }, 'range')
  }

  return all
}

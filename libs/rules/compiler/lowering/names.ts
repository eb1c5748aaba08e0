/** Names and literals: what each means where it stands. */
import type { At, Expr } from '../../feel/ast.ts'
import { builtInValue } from '../../feel/functions/index.ts'
import { chainOf, suggest } from '../../feel/names.ts'
import { partType } from '../../feel/static-types.ts'
import { fieldType } from '../../feel/types.ts'
import { parseTemporal } from '../../feel/temporal/literal.ts'
import type { Node } from '../ir.ts'
import { type Lowering, makeDeclared, type Place } from './place.ts'

export function names(lowering: Lowering) {
  const { store, vocabulary, report, go } = lowering
  const { make } = store

  function literal(text: string, at: At): Node {
    const value = parseTemporal(text)
    if (value === undefined)
      report('type', at, `${text} is no date, time or duration`, 'Write @"2026-03-01", @"10:30:00", @"P1Y" or @"P10D"')
    return store.constant(value ?? null)
  }

  function reference(expr: Expr, place: Place): Node {
    const words = chainOf(expr)
    if (words !== undefined) return resolve(words, expr, place)
    if (expr.k !== 'path') return store.constant(null)
    return part(go(expr.of, place), expr.name)
  }

  const part = (of: Node, name: string): Node =>
    makeDeclared(lowering, { k: 'path', of, name }, fieldType(vocabulary.declared?.get(of.id), name), partType(of, name))
  const paths = (of: Node, parts: readonly string[]): Node => parts.reduce(part, of)

  /** A bound name, then the longest dotted fact or parameter, then `today`, then a field of the item being filtered. */
  function resolve(words: readonly string[], at: At, place: Place): Node {
    const [first, ...rest] = words
    if (vocabulary.isItemFirst) {
      const found = longestBound(words, place)
      if (found !== undefined) return found
    } else {
      const bound = place.names.get(first!)
      if (bound !== undefined) return paths(bound, rest)
    }
    for (let length = words.length; length > 0; length--) {
      const found = vocabulary.find(words.slice(0, length).join('.'))
      if (found !== undefined) return paths(found, words.slice(length))
    }
    if (first === 'today') return paths(make({ k: 'today' }, 'date'), rest)
    const [inner] = place.filters
    if (inner !== undefined && words.length === 1) return paths(inner.item, words)
    const builtIn = words.length === 1 ? builtInValue(first!) : undefined
    if (builtIn !== undefined) return store.constant(builtIn)
    const name = words.join('.')
    const remedy = suggest(name, vocabulary.names(), 'Declare it as a fact or a parameter')
    report('name', at, `There is no fact, parameter or name ${name}`, remedy)
    return store.constant(null)
  }

  /** DMN lets a name hold dots. */
  function longestBound(words: readonly string[], place: Place): Node | undefined {
    for (let length = words.length; length > 0; length--) {
      const name = words.slice(0, length).join('.')
      const found = length === 1 || place.names.has(name) ? inFilters(name, place, 0) : undefined
      if (found !== undefined) return paths(found, words.slice(length))
    }
    return undefined
  }

  /** A name bound within the filter, else a field of its item, else what the name means outside of it. */
  function inFilters(name: string, place: Place, depth: number): Node | undefined {
    const filter = place.filters[depth]
    const bound = (depth === 0 ? place.names : place.filters[depth - 1]!.outside).get(name)
    if (filter === undefined || bound !== filter.outside.get(name)) return bound
    const otherwise = inFilters(name, place, depth + 1)
    const field = fieldType(vocabulary.declared?.get(filter.item.id), name)
    // Fields that nobody declared do not hide the item itself.
    const type = field ?? (name === 'item' && otherwise ? vocabulary.declared?.get(otherwise.id) : undefined)
    return makeDeclared(lowering, { k: 'field', of: filter.item, name, otherwise }, type, 'any')
  }

  return { literal, reference }
}

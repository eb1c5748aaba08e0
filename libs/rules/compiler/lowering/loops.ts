/** `for`, `some`, `every` and filters: names bound to the items of a list. */
import type { Expr, Iterator } from '../../feel/ast.ts'
import { type Node, partsOf, visitAll } from '../ir.ts'
import { bind, expectType, itemDeclared, type Lowering, makeDeclared, type Place } from './place.ts'

type Of<K extends Expr['k']> = Extract<Expr, { k: K }>

interface Bound {
  readonly slot: number
  readonly list: Node
  readonly to: Node | undefined
  readonly inner: Place
}

export function loops(lowering: Lowering) {
  const { store, go } = lowering
  const { make } = store

  function iterate(iterator: Iterator, place: Place): Bound {
    const list = go(iterator.list, place)
    const to = iterator.to && go(iterator.to, place)
    const { slot } = place
    const shape = { k: 'var', slot, name: iterator.name, source: list } as const
    const item = to ? make(shape, list.t) : makeDeclared(lowering, shape, itemDeclared(lowering, list), 'any')
    return { slot, list, to, inner: bind(place, iterator.name, item) }
  }

  /** The name `partial` stands for the results so far; its slot comes before those of the iterators. */
  function loop({ iterators, body }: Of<'for'>, place: Place): Node {
    const partial = make({ k: 'var', slot: place.slot, name: 'partial', source: undefined }, 'list')
    const inner = bind(place, 'partial', partial)
    const node = turns(iterators, body, inner)
    return node.k === 'for' && reads(node, place.slot) ? make({ ...node, partial: place.slot }, 'list') : node
  }

  function turns([first, ...rest]: readonly Iterator[], body: Expr, place: Place): Node {
    const { slot, list, to, inner } = iterate(first!, place)
    const isFlat = rest.length > 0
    const of = isFlat ? turns(rest, body, inner) : go(body, inner)
    return make({ k: 'for', slot, list, to, body: of, isFlat, partial: undefined }, 'list')
  }

  const quantified = ({ k, iterators, body }: Of<'some' | 'every'>, place: Place): Node => tests(k, iterators, body, place)

  function tests(k: 'some' | 'every', [first, ...rest]: readonly Iterator[], body: Expr, place: Place): Node {
    const { slot, list, to, inner } = iterate(first!, place)
    const test = rest.length > 0 ? tests(k, rest, body, inner) : expectType(lowering, go(body, inner), 'boolean', body)
    return make({ k, slot, list, to, body: test }, 'boolean')
  }

  function filter(expr: Of<'filter'>, place: Place): Node {
    const list = go(expr.of, place)
    const { slot } = place
    const shape = { k: 'var', slot, name: 'item', source: list } as const
    const item = makeDeclared(lowering, shape, itemDeclared(lowering, list), 'any')
    const inner = bind(place, 'item', item)
    const body = go(expr.by, { ...inner, filters: [{ item, outside: inner.names }, ...place.filters] })
    const isFixed = !reads(body, slot)
    const isOpen = !isFixed && !readsItself(body, slot)
    const t = (isFixed || isOpen) && body.t !== 'boolean' ? 'any' : 'list'
    return make({ k: 'filter', slot, list, body, isFixed, isOpen }, t)
  }

  return { loop, quantified, filter }
}

/** Does it read the item other than for a name that may be known outside? */
function readsItself(root: Node, slot: number): boolean {
  const todo: Node[] = [root]
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (node.k === 'var' && node.slot === slot) return true
    const outside = node.k === 'field' && node.of.k === 'var' && node.of.slot === slot ? node.otherwise : undefined
    todo.push(...(outside ? [outside] : partsOf(node)))
  }
  return false
}

function reads(root: Node, slot: number): boolean {
  let found = false
  visitAll(root, (node) => {
    if (node.k === 'var' && node.slot === slot) found = true
  })
  return found
}

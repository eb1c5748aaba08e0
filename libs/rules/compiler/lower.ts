/** From the syntax tree to the intermediate form: names resolved, types checked, all that is wrong collected. */
import type { At, Expr, Iterator, Test } from '../feel/ast.ts'
import { FUNCTIONS, type StaticType } from '../feel/functions/index.ts'
import { parseDay } from '../feel/dates.ts'
import { type Node, visitAll } from './ir.ts'
import { chainOf, suggest } from '../feel/names.ts'
import { isTypeName } from '../feel/operators.ts'
import { parseNumber } from '../feel/numbers.ts'
import { arithmeticType, isOpen, joined, partType } from '../feel/static-types.ts'
import type { Store } from './store.ts'
import type { Finding } from '../types.ts'
import { Day, parseDuration } from '../feel/values.ts'

/** What names mean outside an expression. */
export interface Vocabulary {
  /** The node of a fact or parameter; undefined when there is none of that name. */
  readonly find: (name: string) => Node | undefined
  readonly names: () => Iterable<string>
}

/** Names bound inside an expression, innermost last. */
export type Scope = ReadonlyMap<string, Node>

export interface Lowered {
  readonly node: Node
  readonly findings: readonly Finding[]
}

/** Lowers one expression. `scope` holds the role and the steps in force, whose slots come before `firstSlot`. */
export function lower(expr: Expr, store: Store, vocabulary: Vocabulary, scope: Scope = new Map(), firstSlot = 0): Lowered {
  const findings: Finding[] = []
  const report = (kind: Finding['kind'], at: At, message: string, remedy: string) => {
    findings.push({ kind, message, start: at.start, end: at.end, remedy })
  }
  const node = lowering(store, vocabulary, report)(expr, { names: scope, slot: firstSlot })
  return { node, findings }
}

interface Place {
  readonly names: Scope
  readonly slot: number
  /** Inside a filter: the item, whose fields may be named without `item.` */
  readonly item?: Node
}

type Report = (kind: Finding['kind'], at: At, message: string, remedy: string) => void

function lowering(store: Store, vocabulary: Vocabulary, report: Report) {
  const { make } = store
  const bind = (place: Place, name: string, node: Node): Place => ({
    ...place,
    names: new Map([...place.names, [name, node]]),
    slot: place.slot + 1,
  })

  function expect(node: Node, type: StaticType, at: At): Node {
    if (node.t !== type && !isOpen(node.t))
      report('type', at, `A ${type} is needed here, this is a ${node.t}`, `Write an expression that gives a ${type}`)
    return node
  }

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
      case 'or': {
        const items = chain(expr, expr.k).map((part) => expect(go(part, place), 'boolean', part))
        return expr.k === 'and' ? store.all(items) : store.any(items)
      }
      case 'between': {
        const x = go(expr.value, place)
        return store.all([typed('>=', x, go(expr.low, place), expr), typed('<=', x, go(expr.high, place), expr)])
      }
      case 'in': {
        const x = go(expr.value, place)
        return store.any(expr.tests.map((test) => membership(x, test, place)))
      }
      case 'instanceOf': {
        const a = go(expr.value, place)
        if (!isTypeName(expr.type.name))
          report('type', expr, `There is no type ${expr.type.name}`, 'Use number, string, boolean, date …')
        return make({ k: 'instanceOf', a, type: expr.type.name }, 'boolean')
      }
      case 'if': {
        const cond = expect(go(expr.cond, place), 'boolean', expr.cond)
        const yes = go(expr.yes, place)
        const no = go(expr.no, place)
        return make({ k: 'if', cond, yes, no }, joined(yes, no))
      }
      case 'for':
        return loop(expr.iterators, expr.body, place)
      case 'some':
      case 'every':
        return quantified(expr.k, expr.iterators, expr.body, place)
      case 'filter':
        return filter(expr, place)
      case 'call':
        return call(expr, place)
      case 'list':
        return make({ k: 'list', items: expr.items.map((item) => go(item, place)) }, 'list')
      case 'context':
        return context(expr, place)
      case 'range': {
        const low = expr.low && go(expr.low, place)
        const high = expr.high && go(expr.high, place)
        return make({ k: 'range', low, high, lowIn: expr.lowIn, highIn: expr.highIn }, 'range')
      }
      case 'function': {
        const slots = expr.params.map((_, i) => place.slot + i)
        const inner = expr.params.reduce(
          (at, name, i) => bind(at, name, make({ k: 'var', slot: slots[i]!, name, source: undefined }, 'any')),
          place,
        )
        return make({ k: 'lambda', params: expr.params, slots, body: go(expr.body, inner) }, 'function')
      }
    }
  }

  function literal(text: string, at: At): Node {
    const days = parseDay(text)
    const value = days === undefined ? parseDuration(text) : new Day(days)
    if (value === undefined) report('type', at, `${text} is no day and no duration`, 'Write @"2026-03-01", @"P1Y" or @"P10D"')
    return store.constant(value ?? null)
  }

  function reference(expr: Expr, place: Place): Node {
    const words = chainOf(expr)
    if (words !== undefined) return resolve(words, expr, place)
    if (expr.k !== 'path') return store.constant(null)
    return make({ k: 'path', of: go(expr.of, place), name: expr.name }, 'any')
  }

  const paths = (of: Node, names: readonly string[]): Node =>
    names.reduce((node, name) => make({ k: 'path', of: node, name }, partType(node, name)), of)

  /** A bound name, then the longest dotted fact or parameter, then `today`, then a field of the item being filtered. */
  function resolve(words: readonly string[], at: At, place: Place): Node {
    const [first, ...rest] = words
    const bound = place.names.get(first!)
    if (bound !== undefined) return paths(bound, rest)
    for (let length = words.length; length > 0; length--) {
      const found = vocabulary.find(words.slice(0, length).join('.'))
      if (found !== undefined) return paths(found, words.slice(length))
    }
    if (first === 'today') return paths(make({ k: 'today' }, 'date'), rest)
    if (place.item !== undefined && words.length === 1) return paths(place.item, words)
    const name = words.join('.')
    const remedy = suggest(name, vocabulary.names(), 'Declare it as a fact or a parameter')
    report('name', at, `There is no fact, parameter or name ${name}`, remedy)
    return store.constant(null)
  }

  function negative(expr: Extract<Expr, { k: 'neg' }>, place: Place): Node {
    const a = go(expr.value, place)
    if (!['number', 'months', 'seconds', 'any', 'null'].includes(a.t))
      report('type', expr, `A ${a.t} has no negative`, 'Negate a number')
    return make({ k: 'neg', a }, a.t)
  }

  function arithmetic(expr: Extract<Expr, { k: 'binary' }>, place: Place): Node {
    const a = go(expr.a, place)
    const b = go(expr.b, place)
    const t = arithmeticType(expr.op, a.t, b.t)
    if (t === undefined) report('type', expr, `${a.t} ${expr.op} ${b.t} has no meaning`, 'Convert one side, or correct it')
    return make({ k: 'arith', op: expr.op, a, b }, t ?? 'any')
  }

  function typed(op: Extract<Expr, { k: 'compare' }>['op'], a: Node, b: Node, at: At): Node {
    if (a.t !== b.t && !isOpen(a.t) && !isOpen(b.t))
      report('type', at, `A ${a.t} is compared with a ${b.t}`, 'Compare values of one type')
    else if (op !== '=' && op !== '!=' && ['boolean', 'list', 'context', 'function'].includes(a.t))
      report('type', at, `A ${a.t} has no order`, 'Use = or !=')
    return store.compare(op, a, b)
  }

  const comparison = (expr: Extract<Expr, { k: 'compare' }>, place: Place): Node =>
    typed(expr.op, go(expr.a, place), go(expr.b, place), expr)

  function membership(x: Node, test: Test, place: Place): Node {
    const { value } = test
    if (test.op !== 'in') return typed(test.op, x, go(value, place), test)
    if (value.k === 'range') {
      const low = value.low && typed(value.lowIn ? '>=' : '>', x, go(value.low, place), test)
      const high = value.high && typed(value.highIn ? '<=' : '<', x, go(value.high, place), test)
      return store.all([low, high].filter((end) => end !== undefined))
    }
    if (value.k === 'list' && x.t !== 'list' && x.t !== 'any')
      return store.any(
        value.items.map((item) => membership(x, { op: 'in', value: item, start: item.start, end: item.end }, place)),
      )
    const node = go(value, place)
    if (node.k === 'const' && node.t === x.t && x.t !== 'list') return store.compare('=', x, node)
    return make({ k: 'in', x, test: node }, 'boolean')
  }

  interface Bound {
    readonly slot: number
    readonly list: Node
    readonly to: Node | undefined
    readonly inner: Place
  }

  function iterate(iterator: Iterator, place: Place): Bound {
    const list = go(iterator.list, place)
    const to = iterator.to && go(iterator.to, place)
    const { slot } = place
    const item = make({ k: 'var', slot, name: iterator.name, source: list }, to ? list.t : 'any')
    return { slot, list, to, inner: bind(place, iterator.name, item) }
  }

  function loop([first, ...rest]: readonly Iterator[], body: Expr, place: Place): Node {
    const { slot, list, to, inner } = iterate(first!, place)
    const isFlat = rest.length > 0
    return make({ k: 'for', slot, list, to, body: isFlat ? loop(rest, body, inner) : go(body, inner), isFlat }, 'list')
  }

  function quantified(k: 'some' | 'every', [first, ...rest]: readonly Iterator[], body: Expr, place: Place): Node {
    const { slot, list, to, inner } = iterate(first!, place)
    const test = rest.length > 0 ? quantified(k, rest, body, inner) : expect(go(body, inner), 'boolean', body)
    return make({ k, slot, list, to, body: test }, 'boolean')
  }

  function filter(expr: Extract<Expr, { k: 'filter' }>, place: Place): Node {
    const list = go(expr.of, place)
    const { slot } = place
    const item = make({ k: 'var', slot, name: 'item', source: list }, 'any')
    const body = go(expr.by, { ...bind(place, 'item', item), item })
    const isFixed = !readsSlot(body, slot)
    return make({ k: 'filter', slot, list, body, isFixed }, isFixed && body.t !== 'boolean' ? 'any' : 'list')
  }

  function call(expr: Extract<Expr, { k: 'call' }>, place: Place): Node {
    const name = expr.fn.k === 'name' ? expr.fn.name : undefined
    const fn = name === undefined || place.names.has(name) ? undefined : FUNCTIONS.get(name)
    if (name === undefined || fn === undefined) {
      if (name !== undefined && !place.names.has(name)) {
        report('function', expr.fn, `There is no function ${name}`, suggest(name, FUNCTIONS.keys(), 'Use a function of FEEL'))
        return store.constant(null)
      }
      return make({ k: 'invoke', of: go(expr.fn, place), args: expr.args.map((arg) => go(arg, place)), names: expr.names }, 'any')
    }
    const given = expr.args.map((arg) => go(arg, place))
    const args = expr.names ? fn.params.map((param) => given[expr.names!.indexOf(param)]) : given
    while (args.length > 0 && args.at(-1) === undefined) args.pop()
    const wrong = expr.names?.find((param) => !fn.params.includes(param))
    const isShort = args.length < fn.min || args.slice(0, fn.min).includes(undefined)
    if (wrong !== undefined)
      report('function', expr, `${name} has no parameter ${wrong}`, `Its parameters: ${fn.params.join(', ')}`)
    else if (isShort || given.length > fn.max)
      report('function', expr, `${name} does not take ${given.length} arguments`, `${name}(${fn.params.join(', ')})`)
    else if (!expr.names) for (const [i, type] of (fn.takes ?? []).entries()) if (args[i]) expect(args[i], type, expr.args[i]!)
    if (name === 'not') return args[0] ? store.not(expect(args[0], 'boolean', expr)) : store.constant(null)
    return make({ k: 'call', name, fn, args }, fn.gives)
  }

  function context(expr: Extract<Expr, { k: 'context' }>, place: Place): Node {
    let inner = place
    const items: Node[] = []
    const slots: number[] = []
    for (const { key, value } of expr.entries) {
      const def = go(value, inner)
      items.push(def)
      slots.push(inner.slot)
      inner = bind(inner, key, make({ k: 'let', slot: inner.slot, name: key, def }, def.t))
    }
    return make({ k: 'context', keys: expr.entries.map((entry) => entry.key), slots, items }, 'context')
  }

  return go
}

/** The operands of a row of `and`s or `or`s, without recursion over its length. */
function chain(expr: Expr, k: 'and' | 'or'): readonly Expr[] {
  const parts: Expr[] = []
  let at = expr
  while (at.k === k) {
    parts.push(at.b)
    at = at.a
  }
  return [at, ...parts.reverse()]
}

function readsSlot(body: Node, slot: number): boolean {
  let reads = false
  visitAll(body, (node) => {
    if (node.k === 'var' && node.slot === slot) reads = true
  })
  return reads
}

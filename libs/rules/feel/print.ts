/** A node as FEEL text, for explanations: what is left of a condition after folding, in one normal form. */
import type { Interval } from '../compiler/intervals.ts'
import { type Node, partsOf } from '../compiler/ir.ts'
import { type Type, typeText } from './types.ts'
import { Context, isList, type Kind, type Known, kindOf, Lambda, Range, type Value, valueText } from './values.ts'

const LOOSE = new Set<Node['k']>(['and', 'or', 'if', 'for', 'some', 'every', 'lambda'])

/** FEEL that means what the node means. */
export function print(node: Node): string {
  switch (node.k) {
    case 'const':
      return literal(node.value)
    case 'fact':
    case 'param':
      return node.ref
    case 'today':
      return 'today'
    case 'var':
    case 'let':
      return node.name
    case 'and':
    case 'or':
      return node.items.map((item) => tight(item)).join(` ${node.k} `)
    case 'not':
      return `not(${print(node.a)})`
    case 'compare':
    case 'arith':
      return `${operand(node.a)} ${node.op} ${operand(node.b)}`
    case 'interval':
      return node.set.map((one) => intervalText(operand(node.x), one)).join(' or ') || 'false'
    case 'oneOf':
      return oneOfText(operand(node.x), node.values, node.negated)
    case 'in':
      return `${operand(node.x)} in ${operand(node.test)}`
    case 'neg':
      return `-${operand(node.a)}`
    case 'if':
      return `if ${print(node.cond)} then ${print(node.yes)} else ${print(node.no)}`
    case 'for':
      return `for ${iterators(node)}`
    case 'some':
    case 'every':
      return `${node.k} ${itemName(node)} in ${listText(node)} satisfies ${print(node.body)}`
    case 'filter':
      return `${operand(node.list)}[${print(node.body)}]`
    case 'field':
      return node.name
    case 'path':
      return `${operand(node.of)}.${node.name}`
    case 'call':
      return `${node.name}(${node.args.map((arg) => (arg ? print(arg) : 'null')).join(', ')})`
    case 'invoke':
      return `${operand(node.of)}(${node.args.map((arg, i) => (node.names ? `${node.names[i]}: ` : '') + print(arg)).join(', ')})`
    case 'list':
      return `[${node.items.map(print).join(', ')}]`
    case 'context':
      return `{${node.items.map((item, i) => `${JSON.stringify(node.keys[i])}: ${print(item)}`).join(', ')}}`
    case 'range':
      return rangeText(node)
    case 'lambda':
      return `function(${node.params.map((name, i) => named(name, node.types[i])).join(', ')}) ${print(node.body)}`
    case 'instanceOf':
      return `${operand(node.a)} instance of ${node.text}`
  }
}

const named = (name: string, type: Type | undefined): string => (type === undefined ? name : `${name}: ${typeText(type)}`)

const tight = (node: Node): string => (LOOSE.has(node.k) || isRow(node) ? `(${print(node)})` : print(node))
const isRow = (node: Node): boolean => node.k === 'interval' && node.set.length > 1
const operand = (node: Node): string =>
  LOOSE.has(node.k) || ['compare', 'arith', 'neg', 'interval', 'oneOf', 'in', 'instanceOf'].includes(node.k)
    ? `(${print(node)})`
    : print(node)

const TEMPORAL: ReadonlySet<Kind> = new Set(['date', 'time', 'date and time', 'months', 'seconds'] as const)

function literal(value: Value): string {
  if (value === undefined || value === null) return 'null'
  if (typeof value === 'string') return JSON.stringify(value)
  if (TEMPORAL.has(kindOf(value))) return `@"${valueText(value)}"`
  if (isList(value)) return `[${value.map(literal).join(', ')}]`
  if (value instanceof Context)
    return `{${[...value.fields].map(([key, field]) => `${JSON.stringify(key)}: ${literal(field)}`).join(', ')}}`
  if (value instanceof Range) return rangeLiteral(value)
  return value instanceof Lambda && value.name !== undefined ? value.name : valueText(value)
}

function rangeLiteral({ low, high, lowIn, highIn, form }: Range): string {
  if (form !== undefined) return `(${form} ${literal(low ?? high)})`
  return `${lowIn ? '[' : '('}${literal(low)}..${literal(high)}${highIn ? ']' : ')'}`
}

function intervalText(x: string, { low, lowIn, high, highIn }: Interval): string {
  if (low === undefined) return high === undefined ? 'true' : `${x} ${highIn ? '<=' : '<'} ${literal(high)}`
  if (high === undefined) return `${x} ${lowIn ? '>=' : '>'} ${literal(low)}`
  return `${x} in ${lowIn ? '[' : '('}${literal(low)}..${literal(high)}${highIn ? ']' : ')'}`
}

function oneOfText(x: string, values: readonly Known[], negated: boolean): string {
  if (values.length === 1) return `${x} ${negated ? '!=' : '='} ${literal(values[0]!)}`
  const text = `${x} in (${values.map(literal).join(', ')})`
  return negated ? `not(${text})` : text
}

/** Inner iterators add to the same results, so they stand in one row. */
function iterators(node: Extract<Node, { k: 'for' }>): string {
  const own = `${itemName(node)} in ${listText(node)}`
  return node.isFlat && node.body.k === 'for' ? `${own}, ${iterators(node.body)}` : `${own} return ${print(node.body)}`
}

type Over = Extract<Node, { k: 'for' | 'some' | 'every' }>

const listText = (node: Over): string => (node.to ? `${operand(node.list)}..${operand(node.to)}` : operand(node.list))

/** The name its body uses; none in particular, when it uses none. */
function itemName(node: Over): string {
  const todo: Node[] = [node.body]
  for (let part = todo.pop(); part !== undefined; part = todo.pop()) {
    if (part.k === 'var' && part.slot === node.slot) return part.name
    todo.push(...partsOf(part))
  }
  return '_'
}

function rangeText({ low, high, lowIn, highIn, form }: Extract<Node, { k: 'range' }>): string {
  if (low && (form === '=' || form === '!=')) return `(${form} ${print(low)})`
  if (low === undefined) return `(${highIn ? '<=' : '<'} ${high ? print(high) : 'null'})`
  if (high === undefined) return `(${lowIn ? '>=' : '>'} ${print(low)})`
  return `${lowIn ? '[' : '('}${print(low)}..${print(high)}${highIn ? ']' : ')'}`
}

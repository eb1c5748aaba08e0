/** A node as FEEL text, for explanations: what is left of a condition after folding, in one normal form. */
import type { Interval } from '../compiler/intervals.ts'
import { type Node, partsOf } from '../compiler/ir.ts'
import { type Kind, type Known, kindOf, valueText } from './values.ts'

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
      return `for ${itemName(node)} in ${listText(node)} return ${print(node.body)}`
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
      return `${operand(node.of)}(${node.args.map(print).join(', ')})`
    case 'list':
      return `[${node.items.map(print).join(', ')}]`
    case 'context':
      return `{${node.items.map((item, i) => `${JSON.stringify(node.keys[i])}: ${print(item)}`).join(', ')}}`
    case 'range':
      return rangeText(node)
    case 'lambda':
      return `function(${node.params.join(', ')}) ${print(node.body)}`
    case 'instanceOf':
      return `${operand(node.a)} instance of ${node.text}`
  }
}

const tight = (node: Node): string => (LOOSE.has(node.k) || isRow(node) ? `(${print(node)})` : print(node))
const isRow = (node: Node): boolean => node.k === 'interval' && node.set.length > 1
const operand = (node: Node): string =>
  LOOSE.has(node.k) || ['compare', 'arith', 'neg', 'interval', 'oneOf', 'in', 'instanceOf'].includes(node.k)
    ? `(${print(node)})`
    : print(node)

const TEMPORAL: ReadonlySet<Kind> = new Set(['date', 'time', 'date and time', 'months', 'seconds'] as const)

function literal(value: Known): string {
  if (typeof value === 'string') return JSON.stringify(value)
  return value !== null && TEMPORAL.has(kindOf(value)) ? `@"${valueText(value)}"` : valueText(value)
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

type Over = Extract<Node, { k: 'for' | 'some' | 'every' }>

const listText = (node: Over): string => (node.to ? `${operand(node.list)}..${operand(node.to)}` : operand(node.list))

/** The name its body uses; any, when it uses none. */
function itemName(node: Over): string {
  const todo: Node[] = [node.body]
  for (let part = todo.pop(); part !== undefined; part = todo.pop()) {
    if (part.k === 'var' && part.slot === node.slot) return part.name
    todo.push(...partsOf(part))
  }
  return 'item'
}

function rangeText({ low, high, lowIn, highIn, form }: Extract<Node, { k: 'range' }>): string {
  if (low && (form === '=' || form === '!=')) return `(${form} ${print(low)})`
  if (low === undefined) return `(${highIn ? '<=' : '<'} ${high ? print(high) : 'null'})`
  if (high === undefined) return `(${lowIn ? '>=' : '>'} ${print(low)})`
  return `${lowIn ? '[' : '('}${print(low)}..${print(high)}${highIn ? ']' : ')'}`
}

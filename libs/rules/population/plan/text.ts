/** An expression as one text that is the same whenever its meaning is: derivations written out, parameters by value. */
import { type Node, partsOf } from '../../compiler/ir.ts'
import type { Program } from '../../screening/program.ts'
import { FUNCTIONS } from '../../feel/functions/index.ts'
import { typeText } from '../../feel/types.ts'
import { valueText } from '../../feel/values.ts'
import type { ReadsOf } from './reads.ts'

export interface Texts {
  /** For keys: values of parameters in, the day where it is read. */
  readonly keyOf: (node: Node) => string
  /** For people who look at the report. */
  readonly shown: (node: Node) => string
}

export function createTexts(program: Program, { reads, derivation }: ReadsOf, day: number): Texts {
  const params = program.words.inForce(day)
  const writer = (byValue: boolean) => {
    const known = new Map<number, string>()
    const write = (node: Node): string => {
      const before = known.get(node.id)
      if (before !== undefined) return before
      const made = alone(node)
      known.set(node.id, made)
      return made
    }
    const alone = (node: Node): string => {
      if (node.k === 'fact') {
        const derive = byValue ? derivation(node) : undefined
        return derive === undefined ? node.ref : write(derive)
      }
      if (node.k === 'param') return byValue ? `$${node.ref}=${valueText(params[node.index])}` : `$${node.ref}`
      if (node.k === 'today') return 'today'
      if (node.k === 'const') return typeof node.value === 'string' ? JSON.stringify(node.value) : valueText(node.value)
      if (node.k === 'var') return `@${node.slot}.${node.name}`
      if (node.k === 'let') return byValue ? `(${write(node.def)})` : node.name
      return `${headOf(node)}(${partsOf(node).map(write).join(', ')})`
    }
    return write
  }
  const full = writer(true)
  return {
    keyOf: (node) => (reads(node).today ? `${full(node)} @${day}` : full(node)),
    shown: writer(false),
  }
}

/** What tells two nodes of the same parts apart. */
function headOf(node: Node): string {
  switch (node.k) {
    case 'compare':
    case 'arith':
      return `${node.op}`
    case 'interval':
      return `in ${node.set.map((one) => `${one.lowIn ? '[' : '('}${end(one.low)}..${end(one.high)}${one.highIn ? ']' : ')'}`).join(' or ')} `
    case 'oneOf':
      return `${node.negated ? 'not ' : ''}one of ${node.values.map((value) => valueText(value)).join(' | ')} `
    case 'call':
      return FUNCTIONS.get(node.name) === node.fn ? node.name : `${node.name}(${node.fn.params.join()})`
    case 'invoke':
      return `invoke ${node.names?.join() ?? ''}`
    case 'path':
    case 'field':
      return `${node.k === 'field' ? 'item' : ''}.${node.name}`
    case 'instanceOf':
      return `instance of ${node.text}`
    case 'for':
      return `for @${node.slot} ${node.isFlat} ${node.partial ?? ''}`
    case 'some':
    case 'every':
      return `${node.k} @${node.slot}`
    case 'filter':
      return `filter @${node.slot} ${node.isFixed}${node.isOpen}`
    case 'context':
      return `context ${node.keys.join()}`
    case 'lambda':
      return `function ${node.slots.join()} ${node.types.map((type) => type && typeText(type)).join()}`
    case 'range':
      return `range ${node.lowIn}${node.highIn}${node.low === undefined}${node.high === undefined}${node.form ?? ''}`
    default:
      return node.k
  }
}

const end = (value: Parameters<typeof valueText>[0]): string => (value === undefined ? '' : valueText(value))

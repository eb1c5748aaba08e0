/** An expression as people read it in a report: facts and parameters by name. */
import { type Node, partsOf } from '../../compiler/ir.ts'
import { FUNCTIONS } from '../../feel/functions/index.ts'
import { typeText } from '../../feel/types.ts'
import { valueText } from '../../feel/values.ts'

/** A writer that knows what it has written before. Two meanings may have one text; what is kept goes by key.ts. */
export function createText(): (node: Node) => string {
  const known = new Map<number, string>()
  const write = (node: Node): string => {
    const before = known.get(node.id)
    if (before !== undefined) return before
    const made = alone(node)
    known.set(node.id, made)
    return made
  }
  const alone = (node: Node): string => {
    if (node.k === 'fact') return node.ref
    if (node.k === 'param') return `$${node.ref}`
    if (node.k === 'today') return 'today'
    if (node.k === 'const') return typeof node.value === 'string' ? JSON.stringify(node.value) : valueText(node.value)
    if (node.k === 'var') return `@${node.slot}.${node.name}`
    if (node.k === 'let') return node.name
    return `${headOf(node)}(${partsOf(node).map(write).join(', ')})`
  }
  return write
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

/**
 * What a compiled expression is, as a hash that is the same wherever its meaning is: derivations written out, parameters by value,
 * the day where it is read, bound names by their place. Columns worked out and kept are found by it, so nothing that two
 * meanings share may go in.
 */
import { createHash } from 'node:crypto'
import { type Node, partsOf } from '../../compiler/ir.ts'
import type { Program } from '../../screening/program.ts'
import { FUNCTIONS } from '../../feel/functions/index.ts'
import { typeText } from '../../feel/types.ts'
import { Context, isList, kindOf, Lambda, Range, type Value, valueText } from '../../feel/values.ts'
import type { ReadsOf } from './reads.ts'

/**
 * Goes up whenever equal hashes would no longer mean equal columns: this encoding changes, or what FEEL makes of an expression.
 * What was kept under another version is never read and is worked out anew.
 */
export const KEY_VERSION = 3

/** How every key of this version begins. */
export const KEY_PREFIX = `c${KEY_VERSION}-`

export interface Keys {
  /** The key of the expressions together, used in one way (`kind`). */
  readonly keyOf: (kind: string, ...nodes: readonly Node[]) => string
}

/** A bound name before it has its number; JSON never holds this sign bare. */
const SLOT = '\u0001'
const SLOTS = new RegExp(`${SLOT}(\\d+);`, 'g')

export function createKeys(program: Program, { reads, derivation }: ReadsOf, day: number): Keys {
  const params = program.words.inForce(day)
  const types = new Map(program.words.facts.map(({ decl }) => [decl.id, decl.type]))
  const known = new Map<number, string>()
  const keys = new Map<string, string>()

  const write = (node: Node): string => {
    const before = known.get(node.id)
    if (before !== undefined) return before
    const made = alone(node)
    known.set(node.id, made)
    return made
  }
  const alone = (node: Node): string => {
    if (node.k === 'fact') {
      const derive = derivation(node)
      return derive === undefined ? `["fact",${JSON.stringify(node.ref)},"${types.get(node.ref) ?? node.t}"]` : write(derive)
    }
    if (node.k === 'param') return encoded(params[node.index])
    if (node.k === 'let') return write(node.def)
    return `[${[...headOf(node), ...(node.k === 'call' ? node.args : partsOf(node)).map((part) => (part ? write(part) : '0'))].join()}]`
  }
  return {
    keyOf: (kind, ...nodes) => {
      const asked = `${kind} ${nodes.map(({ id }) => id).join()}`
      const before = keys.get(asked)
      if (before !== undefined) return before
      const readsDay = nodes.some((node) => reads(node).today)
      const made = hashOf(`${kind}\n${nodes.map(write).join('\n')}\n${readsDay ? day : ''}`)
      keys.set(asked, made)
      return made
    },
  }
}

/** Bound names are numbered as they come up, so that what else a program holds does not show. */
function hashOf(text: string): string {
  const numbers = new Map<string, number>()
  const placed = text.replace(SLOTS, (_all, slot: string) => {
    const number = numbers.get(slot) ?? numbers.size
    numbers.set(slot, number)
    return `${SLOT}${number};`
  })
  return `${KEY_PREFIX}${createHash('sha256').update(placed).digest('hex').slice(0, 40)}`
}

const text = (value: unknown): string => JSON.stringify(value)
const bound = (slot: number): string => `${SLOT}${slot};`

/** A value with its kind: the text "5" and the number 5, a list and the text of a list are not the same. */
function encoded(value: Value): string {
  if (value === undefined) return '"?"'
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return text(value)
  if (isList(value)) return `["list",${value.map(encoded).join()}]`
  if (value instanceof Lambda) return `["function",${text(value.name ?? '')},${text(value.params)}]`
  if (value instanceof Context)
    return `{"open":${value.open},"fields":{${[...value.fields].map(([key, field]) => `${text(key)}:${encoded(field)}`).join()}}}`
  if (value instanceof Range)
    return `["range",${encoded(value.low)},${encoded(value.high)},${value.lowIn},${value.highIn},${text(value.form ?? '')}]`
  return `["${kindOf(value)}",${text(valueText(value))}]`
}

/** What tells two nodes of the same parts apart. */
function headOf(node: Node): readonly string[] {
  const kind = text(node.k)
  switch (node.k) {
    case 'const':
      return [kind, encoded(node.value)]
    case 'var':
      return [kind, bound(node.slot)]
    case 'compare':
    case 'arith':
      return [kind, text(node.op)]
    case 'interval':
      return [kind, ...node.set.map((one) => `[${encoded(one.low)},${encoded(one.high)},${one.lowIn},${one.highIn}]`)]
    case 'oneOf':
      return [kind, String(node.negated), ...node.values.map(encoded)]
    case 'call':
      return [kind, text(FUNCTIONS.get(node.name) === node.fn ? node.name : [node.name, node.fn.params])]
    case 'invoke':
      return [kind, text(node.names ?? [])]
    case 'path':
    case 'field':
      return [kind, text(node.name)]
    case 'instanceOf':
      return [kind, text(node.text)]
    case 'for':
      return [kind, bound(node.slot), String(node.isFlat), node.partial === undefined ? '' : bound(node.partial)]
    case 'some':
    case 'every':
      return [kind, bound(node.slot)]
    case 'filter':
      return [kind, bound(node.slot), String(node.isFixed), String(node.isOpen)]
    case 'context':
      return [kind, text(node.keys), ...node.slots.map(bound)]
    case 'lambda':
      return [kind, ...node.slots.map(bound), text(node.types.map((type) => type && typeText(type)))]
    case 'range':
      return [kind, text([node.lowIn, node.highIn, node.low === undefined, node.high === undefined, node.form ?? ''])]
    default:
      return [kind]
  }
}

/** FEEL types: what a value conforms to, and the conversions the standard makes by itself (DMN 1.5, 10.3.2.9). */
import type { TypeName } from './ast.ts'
import type { Truth } from './logic.ts'
import { burn, newTank, type Tank } from './tank.ts'
import { midnight } from './temporal/clock-times.ts'
import { Context, Day, isList, type Kind, kindOf, Lambda, Range, type Value } from './values.ts'

export interface FunctionType {
  readonly k: 'function'
  readonly params: readonly Type[]
  readonly gives: Type
}

export type Type =
  | { readonly k: 'any' }
  | { readonly k: 'kind'; readonly kind: Kind }
  | { readonly k: 'list' | 'range'; readonly of: Type }
  | { readonly k: 'context'; readonly fields: ReadonlyMap<string, Type> }
  | FunctionType

/** Types that have a name: item definitions. */
export type Types = ReadonlyMap<string, Type>

export const ANY: Type = { k: 'any' }

const kind = (of: Kind): Type => ({ k: 'kind', kind: of })

const BUILT_IN: Types = new Map<string, Type>([
  ['Any', ANY],
  ['Null', kind('null')],
  ['number', kind('number')],
  ['string', kind('string')],
  ['boolean', kind('boolean')],
  ['date', kind('date')],
  ['time', kind('time')],
  ['date and time', kind('date and time')],
  ['years and months duration', kind('months')],
  ['days and time duration', kind('seconds')],
  // Without parts: any list, any context, any range, any function.
  ['list', { k: 'list', of: ANY }],
  ['range', { k: 'range', of: ANY }],
  ['context', { k: 'context', fields: new Map() }],
  ['function', kind('function')],
])

export const typeNames = (types: Types): readonly string[] => [...BUILT_IN.keys(), ...types.keys()]

/** The type that is written so; undefined when a name in it does not exist. */
export function resolveType({ name, of, keys, gives }: TypeName, types: Types): Type | undefined {
  if (of === undefined) return types.get(name) ?? BUILT_IN.get(name)
  const parts = of.map((part) => resolveType(part, types))
  if (!parts.every((part) => part !== undefined)) return undefined
  if (name === 'context') return { k: 'context', fields: new Map(keys?.map((key, i) => [key, parts[i]!])) }
  if (name === 'function') {
    const result = gives === undefined ? ANY : resolveType(gives, types)
    return result && { k: 'function', params: parts, gives: result }
  }
  return (name === 'list' || name === 'range') && parts.length === 1 ? { k: name, of: parts[0]! } : undefined
}

/** The kind of a type's values, where it is one of single values: lists and contexts turn into others where needed. */
export const kindOfType = (type: Type | undefined): Kind | undefined =>
  type?.k === 'kind' && type.kind !== 'function' && type.kind !== 'null' ? type.kind : undefined

/** The type of a field: of a context, or of each context of a list. */
export function fieldType(type: Type | undefined, name: string): Type | undefined {
  if (type?.k === 'context') return type.fields.get(name)
  const of = type?.k === 'list' ? fieldType(type.of, name) : undefined
  return of && { k: 'list', of }
}

export const itemType = (type: Type | undefined): Type | undefined => (type?.k === 'list' ? type.of : undefined)

/** One text for each type. */
export function typeText(type: Type): string {
  switch (type.k) {
    case 'any':
      return 'Any'
    case 'kind':
      return [...BUILT_IN].find(([, one]) => one.k === 'kind' && one.kind === type.kind)?.[0] ?? type.kind
    case 'list':
    case 'range':
      return `${type.k}<${typeText(type.of)}>`
    case 'context':
      return `context<${[...type.fields].map(([key, field]) => `${key}: ${typeText(field)}`).join(', ')}>`
    case 'function':
      return `function<${type.params.map(typeText).join(', ')}> -> ${typeText(type.gives)}`
  }
}

/** `value instance of type`: null is an instance of Null alone. */
export const instanceOf = (value: Value, type: Type): Truth =>
  value === undefined ? undefined : value === null ? type.k === 'kind' && type.kind === 'null' : conforms(value, type)

/** Does the value fit the type? Unlike for `instance of`, null fits all. Kleene over unknown parts. Throws LimitError. */
export const conforms = (value: Value, type: Type): boolean | undefined => fits(value, type, undefined)

function fits(value: Value, type: Type, tank: Tank | undefined): boolean | undefined {
  if (value === undefined) return undefined
  if (value === null || type.k === 'any') return true
  switch (type.k) {
    case 'kind':
      return kindOf(value) === type.kind
    case 'list':
      return isList(value) && listFits(value, type.of, tank ?? newTank())
    case 'range':
      return value instanceof Range && all([value.low, value.high].map((end) => fits(end, type.of, tank)))
    case 'context':
      return value instanceof Context && all([...type.fields].map(([key, field]) => fieldFits(value, key, field, tank)))
    case 'function':
      return value instanceof Lambda && functionFits(value, type)
  }
}

function listFits(list: readonly Value[], type: Type, tank: Tank): boolean | undefined {
  burn(tank, list.length)
  return type.k === 'any' ? (list.includes(undefined) ? undefined : true) : all(list.map((item) => fits(item, type, tank)))
}

function fieldFits(value: Context, key: string, type: Type, tank: Tank | undefined): boolean | undefined {
  if (value.fields.has(key)) return fits(value.fields.get(key), type, tank)
  return value.open ? undefined : false
}

function all(parts: readonly (boolean | undefined)[]): boolean | undefined {
  if (parts.includes(false)) return false
  return parts.includes(undefined) ? undefined : true
}

function functionFits({ params, type: known }: Lambda, wanted: FunctionType): boolean {
  if (params.length !== wanted.params.length) return false
  if (known === undefined) return true
  // A function written in FEEL does not say what it gives: nothing is known of it, so nothing is wrong with it.
  const givesRight = known.gives.k === 'any' || includes(wanted.gives, known.gives)
  return givesRight && wanted.params.every((param, i) => includes(known.params[i] ?? ANY, param))
}

/** Is every value of `narrow` one of `wide`? */
function includes(wide: Type, narrow: Type): boolean {
  if (wide.k === 'any') return true
  if (narrow.k === 'any') return false
  if (narrow.k === 'kind') return narrow.kind === 'null' || (wide.k === 'kind' && wide.kind === narrow.kind)
  if (wide.k === 'kind') return wide.kind === narrow.k
  if (wide.k === 'list' || wide.k === 'range') return narrow.k === wide.k && includes(wide.of, narrow.of)
  if (wide.k === 'context')
    return narrow.k === 'context' && [...wide.fields].every(([key, type]) => fieldIncludes(type, narrow.fields.get(key)))
  if (wide.k !== 'function' || narrow.k !== 'function' || narrow.params.length !== wide.params.length) return false
  return narrow.params.every((param, i) => includes(param, wide.params[i]!)) && includes(wide.gives, narrow.gives)
}

const fieldIncludes = (wide: Type, narrow: Type | undefined): boolean => narrow !== undefined && includes(wide, narrow)

/**
 * The value as the type wants it: a list of one for its item and an item for a list of one, a date for the date and time of its
 * midnight (UTC); null when it does not fit, unknown when that cannot be told.
 */
export function coerce(value: Value, type: Type): Value {
  const isRight = conforms(value, type)
  if (isRight !== false) return isRight === undefined ? undefined : value
  if (type.k === 'kind' && type.kind === 'date and time' && value instanceof Day) return midnight(value)
  if (isList(value)) return value.length === 1 && type.k !== 'list' ? coerce(value[0], type) : null
  if (type.k === 'list') {
    const item = coerce(value, type.of)
    return item === null ? null : [item]
  }
  return null
}

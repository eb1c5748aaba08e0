/** Context functions (DMN 1.5, 10.3.4.10). */
import { Context, isList, type Value } from '../values.ts'
import { fn, type Functions, partial, picking } from './function.ts'

/** The value of a field: absent is unknown in what came from outside, null in what FEEL made. */
export const field = (of: Context, name: string): Value =>
  of.fields.has(name) ? of.fields.get(name) : of.open ? undefined : null

const make = (fields: ReadonlyMap<string, Value>): Context => new Context(fields, false)

function fromEntries(entries: Value): Value {
  if (!isList(entries)) return null
  const fields = new Map<string, Value>()
  for (const entry of entries) {
    const key = entry instanceof Context ? entry.fields.get('key') : null
    if (!(entry instanceof Context) || typeof key !== 'string' || fields.has(key) || !entry.fields.has('value')) return null
    fields.set(key, entry.fields.get('value'))
  }
  return make(fields)
}

/** The context with a field set, at the end of a path of contexts; null where the path leads to none. */
function put(of: Value, [key, ...rest]: readonly Value[], value: Value): Value {
  if (!(of instanceof Context) || typeof key !== 'string') return null
  const field = rest.length === 0 ? value : put(of.fields.get(key) ?? null, rest, value)
  return rest.length > 0 && field === null ? null : make(new Map([...of.fields, [key, field]]))
}

export const contexts: Functions = {
  'get value': picking(
    partial(
      fn('m, key', 'any', ([of, key]) => {
        if (of === undefined || key === undefined) return undefined
        return of instanceof Context && typeof key === 'string' ? field(of, key) : null
      }),
    ),
  ),
  'get entries': fn('m', 'list', ([of]) =>
    of instanceof Context
      ? [...of.fields].map(([key, value]) =>
          make(
            new Map<string, Value>([
              ['key', key],
              ['value', value],
            ]),
          ),
        )
      : null,
  ),
  context: fn('entries', 'context', ([entries]) => fromEntries(entries), ['list']),
  'context put': {
    ...fn('context, keys, value', 'context', ([of, key, value]) => put(of, isList(key) ? key : [key], value)),
    forms: [
      fn('context, key, value', 'context', ([of, key, value]) => put(of, [key], value)),
      fn('context, keys, value', 'context', ([of, keys, value]) => (isList(keys) ? put(of, keys, value) : null)),
    ],
  },
  'context merge': fn(
    'contexts',
    'context',
    ([all]) => {
      if (!isList(all) || !all.every((one) => one instanceof Context)) return null
      return make(new Map(all.flatMap((one) => [...one.fields])))
    },
    ['list'],
  ),
}

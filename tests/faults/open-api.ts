/** Requests out of the OpenAPI text alone: for every route, every parameter and every part of a body in turn is made hostile. */
import { BODIES, TEXTS, VALUES } from './hostile-values.ts'

export interface Attack {
  readonly what: string
  /** Only somebody who has signed in gets through. */
  readonly isSecured: boolean
  /** Nothing about it is hostile. */
  readonly isPlain: boolean
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly type: string | null
  readonly body: string | Uint8Array | undefined
}

interface Schema {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly default?: unknown
}
interface Operation {
  readonly security?: readonly object[]
  readonly parameters?: readonly { readonly name: string; readonly in: 'path' | 'query'; readonly schema: Schema }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
}
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

/** `known`: what stands for a path parameter where another part of the request is under attack. */
export function* attacksOn({ paths }: OpenApi, known: (name: string, path: string) => string): Generator<Attack> {
  for (const [path, operations] of Object.entries(paths))
    for (const [verb, operation] of Object.entries(operations)) {
      const method = verb.toUpperCase() as Attack['method']
      const isSecured = operation.security !== undefined
      for (const attack of byParameter(path, method, operation, known)) yield { ...attack, isSecured }
      if (method === 'GET') continue
      for (const attack of byBody(fillIn(path, known), method, operation)) yield { ...attack, isSecured, isPlain: false }
    }
}

const fillIn = (
  path: string,
  known: (name: string, path: string) => string,
  set: Readonly<Record<string, string>> = {},
): string => path.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(wellFormed(set[name] ?? known(name, path))))

/** No address can carry half of a character, nor more than the 16 KB that HTTP takes. */
const wellFormed = (text: string): string =>
  text.slice(0, Math.floor((6_000 * text.length) / encodeURIComponent(text.toWellFormed()).length)).toWellFormed()

function* byParameter(
  path: string,
  method: Attack['method'],
  { parameters = [], requestBody }: Operation,
  known: (name: string, path: string) => string,
): Generator<Parametered> {
  const body = requestBody ? { type: 'application/json', body: JSON.stringify(example(schemaOf(requestBody))) } : NO_BODY
  for (const { name, in: where } of parameters)
    for (const text of TEXTS) {
      const what = `${method} ${path} ${name}=${text.slice(0, 30)}`
      if (where === 'path') yield { what, isPlain: false, method, path: fillIn(path, known, { [name]: text }), ...body }
      else
        for (const query of [
          `${name}=${encodeURIComponent(wellFormed(text))}`,
          `${name}=1&${name}=${encodeURIComponent(wellFormed(text))}`,
        ])
          yield { what, isPlain: false, method, path: `${fillIn(path, known)}?${query}`, ...body }
    }
  yield { what: `${method} ${path} as it is`, isPlain: true, method, path: fillIn(path, known).replace('*', 'x'), ...body }
  yield {
    what: `${method} ${path} unknown query`,
    isPlain: false,
    method,
    path: `${fillIn(path, known).replace('*', 'x')}?no-such=1`,
    ...body,
  }
}

type Parametered = Omit<Attack, 'isSecured'>
type Bodied = Omit<Parametered, 'isPlain'>

const NO_BODY = { type: null, body: undefined }

function* byBody(path: string, method: Attack['method'], { requestBody }: Operation): Generator<Bodied> {
  for (const { name, type, body } of BODIES) yield { what: `${method} ${path} with ${name}`, method, path, type, body }
  if (!requestBody) return
  const whole = example(schemaOf(requestBody))
  for (const place of placesOf(whole))
    for (const value of VALUES)
      yield {
        what: `${method} ${path} ${place.join('.') || '(whole)'} = ${JSON.stringify(value)?.slice(0, 40)}`,
        method,
        path,
        type: 'application/json',
        body: JSON.stringify(put(whole, place, value)),
      }
}

const schemaOf = (body: NonNullable<Operation['requestBody']>): Schema => Object.values(body.content)[0]?.schema ?? {}

/** A body that has everything a schema speaks of. */
function example({ type, properties, items, anyOf, enum: values, default: given }: Schema): unknown {
  if (given !== undefined) return given
  if (values) return values[0]
  if (anyOf) return example(anyOf[0] ?? {})
  if (type === 'array') return items ? [example(items)] : []
  if (type === 'object') {
    const own = Object.entries(properties ?? {}).map(([name, schema]) => [name, example(schema)])
    return Object.fromEntries(own.length > 0 ? own : [['person.birthDate', '1956-03-14']])
  }
  if (type === 'integer' || type === 'number') return 1
  if (type === 'boolean') return true
  return 'x'
}

/** Every place in a body: the whole of it, each field, each item. */
function placesOf(value: unknown, at: readonly string[] = []): (readonly string[])[] {
  const within = typeof value === 'object' && value !== null ? Object.entries(value) : []
  return [at, ...within.flatMap(([key, part]) => placesOf(part, [...at, key]))]
}

function put(whole: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value
  if (Array.isArray(whole)) return whole.map((part, at) => (String(at) === key ? put(part, rest, value) : part))
  const own = whole as Readonly<Record<string, unknown>>
  return { ...own, [key]: put(own[key], rest, value) }
}

/** Writes the types of an OpenAPI 3.1 text in TypeScript: every call with what it takes and what it answers. */
import { type JsonSchema, keyOf, typeOf } from './schema.ts'

interface Parameter {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly description?: string
  readonly schema: JsonSchema
}
type Content = Readonly<Record<string, { readonly schema?: JsonSchema }>>
interface Described {
  readonly operationId: string
  readonly summary?: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly required?: boolean; readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>
}
interface Call extends Described {
  readonly method: string
  readonly path: string
}

export interface OpenApi {
  readonly info: { readonly title: string; readonly version: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>
}

/** One file: `Operations`, and the table by which the client makes requests. The same text gives the same file. */
export function generate({ info, paths }: OpenApi): string {
  const calls = Object.entries(paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, described]): Call => ({ ...described, method: method.toUpperCase(), path })),
    )
    .toSorted((a, b) => (a.operationId < b.operationId ? -1 : 1))
  return [
    `/** Calls of ${info.title} ${info.version}. Made from its OpenAPI text: changes go there. */`,
    '// biome-ignore-all format: made by a program',
    "import type { Described } from '../client.ts'",
    '',
    'export interface Operations {',
    ...calls.flatMap((call) => [
      `  /** ${comment(call)} */`,
      `  ${call.operationId}: { args: ${argsOf(call)}; answer: ${answerOf(call)} }`,
    ]),
    '}',
    '',
    'export const OPERATIONS: Readonly<Record<keyof Operations, Described>> = {',
    ...calls.map((call) => `  ${call.operationId}: ${JSON.stringify(describedOf(call))},`),
    '}',
    '',
  ].join('\n')
}

const comment = ({ summary = '', method, path }: Call) => `${summary}: \`${method} ${path}\``.replaceAll('*/', '* /')

/** Parameters by their names, the body as `body`; the key against doing things twice is made by the client unless it is given. */
function argsOf({ parameters = [], requestBody }: Call): string {
  const rows = parameters
    .filter(({ in: where }) => where !== 'header')
    .map(({ name, required, schema }) => `readonly ${keyOf(name)}${required ? '' : '?'}: ${typeOf(schema)}`)
  const rest = requestBody ? [`readonly body: ${bodyOf(requestBody.content)}`] : []
  const key = needsKey({ parameters }) ? ['readonly idempotencyKey?: string'] : []
  const all = [...rows, ...rest, ...key]
  return all.length === 0 ? 'object' : `{ ${all.join('; ')} }`
}

function bodyOf(content: Content): string {
  const [type, { schema }] = Object.entries(content)[0] ?? ['', {}]
  return type.includes('json') ? typeOf(schema ?? {}) : 'Uint8Array'
}

function answerOf({ responses }: Call): string {
  const content = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1].content
  if (!content) return 'undefined'
  const kinds = Object.entries(content).map(([type, { schema }]) =>
    type.includes('json') ? typeOf(schema ?? {}) : isText(type) ? 'string' : 'Uint8Array',
  )
  return [...new Set(kinds)].join(' | ')
}

/** As the client reads an answer. */
const isText = (type: string) => /^text\/|jose|jwt|xml/.test(type)

function describedOf(call: Call) {
  const { method, path, parameters = [], requestBody } = call
  const query = parameters.filter(({ in: where }) => where === 'query').map(({ name }) => name)
  const body = Object.keys(requestBody?.content ?? {})[0]
  return {
    method,
    path,
    ...(query.length > 0 ? { query } : {}),
    ...(body ? { body } : {}),
    ...(needsKey(call) ? { needsKey: true } : {}),
  }
}

const needsKey = ({ parameters = [] }: Pick<Call, 'parameters'>) =>
  parameters.some(({ in: where, name }) => where === 'header' && name === 'Idempotency-Key')

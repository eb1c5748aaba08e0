/** A tool for assistants from each open call: its name, what it says in Korean and English, what it takes. */
import { randomUUID } from 'node:crypto'
import type { Lang, Translate } from '@dpg/kernel'
import type { JSONObject } from '@modelcontextprotocol/server'
import type { Operation } from './contract.ts'
import { PERSON_HEADER } from './gate.ts'
import { REST } from './operations.ts'

export interface ApiTool {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly inputSchema: {
    readonly type: 'object'
    readonly properties: { [name: string]: JSONObject }
    readonly required?: string[]
    readonly additionalProperties: false
  }
  readonly annotations: { readonly readOnlyHint: boolean; readonly destructiveHint: boolean; readonly openWorldHint: boolean }
}

type Texts = (lang: Lang) => Translate
export type Arguments = Readonly<Record<string, unknown>>

/** The text of an operation, or what the OpenAPI text says where nobody has written one. */
export function sayOperation(t: Translate, { id, summary }: Pick<Operation, 'id' | 'summary'>): string {
  const key = `developers.operation.${id}`
  const said = t(key)
  return said === key ? summary : said
}

export function toolOf(operation: Operation, texts: Texts, lang: Lang): ApiTool {
  const korean = sayOperation(texts('ko'), operation)
  return {
    name: operation.id,
    title: lang === 'ko' ? korean : operation.summary,
    description: `${korean}\n${operation.summary}\n(${operation.method} ${operation.path})`,
    inputSchema: inputOf(operation, texts(lang)),
    annotations: {
      readOnlyHint: operation.method === 'GET',
      destructiveHint: operation.method === 'DELETE',
      openWorldHint: false,
    },
  }
}

const BODY = 'body'
const PERSON = 'person'

function inputOf(operation: Operation, t: Translate): ApiTool['inputSchema'] {
  const { parameters, body, needsPerson } = operation
  const properties: Record<string, JSONObject> = {}
  for (const { name, schema, description } of parameters)
    properties[name] = { ...(schema as JSONObject), ...(description ? { description } : {}) }
  if (body)
    properties[BODY] = /json/.test(body.type)
      ? (body.schema as JSONObject)
      : { type: 'string', contentEncoding: 'base64', contentMediaType: body.type }
  if (needsPerson) properties[PERSON] = { type: 'string', description: t('developers.tool.person') }
  const required = [
    ...parameters.filter(({ isRequired }) => isRequired).map(({ name }) => name),
    ...(body ? [BODY] : []),
    ...(needsPerson ? [PERSON] : []),
  ]
  return { type: 'object', properties, ...(required.length > 0 ? { required } : {}), additionalProperties: false }
}

/** The request that a tool stands for. What is missing or wrong the route itself says. */
export function requestOf(operation: Operation, given: Arguments, baseUrl: string, lang: Lang): Request {
  const path = operation.path.replace(/\{(\w+)\}/g, (_all, name: string) => partOf(name, textOf(given[name])))
  const url = new URL(path, baseUrl)
  for (const { name, in: where } of operation.parameters)
    if (where === 'query' && given[name] !== undefined)
      for (const value of [given[name]].flat()) url.searchParams.append(name, textOf(value))
  const body = operation.body ? bodyOf(operation.body.type, given[BODY]) : undefined
  const headers = new Headers({ accept: 'application/json', 'accept-language': lang })
  if (operation.body) headers.set('content-type', operation.body.type)
  if (body) headers.set('content-length', String(body.byteLength))
  if (given[PERSON] !== undefined) headers.set(PERSON_HEADER, textOf(given[PERSON]).replace(/[^\x21-\x7e]/g, '?'))
  if (operation.needsKey) headers.set('idempotency-key', randomUUID())
  return new Request(url, { method: operation.method, headers, ...(body ? { body: new Uint8Array(body) } : {}) })
}

/** Something stands there: an address with a hole in it would be another address. */
const partOf = (name: string, value: string): string => {
  const whole = value.toWellFormed()
  if (name !== REST) return isStep(whole) ? '-' : encodeURIComponent(whole) || '-'
  return (
    encodeURI(
      whole
        .split('/')
        .filter((part) => !isStep(part))
        .join('/'),
    ) || '-'
  )
}

/** `.` and `..` would lead to another address. */
const isStep = (part: string): boolean => part === '.' || part === '..'

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value)

function bodyOf(type: string, value: unknown): Buffer | undefined {
  if (value === undefined) return undefined
  return /json/.test(type) ? Buffer.from(JSON.stringify(value)) : Buffer.from(textOf(value), 'base64')
}

/** The form of one call, and the request it makes: nothing here needs script. */
import type { Operation, OperationParameter, ToRun, AppId } from '@dpg/developers/contract'
import { z } from 'zod'
import { example } from './example.ts'

/** Fields of parameters have a prefix, so that a parameter may be called `body`. */
export const fieldOf = (name: string): string => `p-${name}`

/** A form sends no files: a call that takes one is tried from a shell. */
export const isForForm = (body: Operation['body']): boolean => body === null || body.type.includes('json')

export type Fields = Readonly<Record<string, string>>
export const playForm = z.record(z.string().max(100), z.string().max(100_000))

/** What stands in the form at first: something that answers. */
export function firstFields(operation: Operation): Fields {
  const { parameters, body } = example(operation)
  return {
    ...Object.fromEntries(Object.entries(parameters).map(([name, value]) => [fieldOf(name), value])),
    ...(body === undefined ? {} : { body: JSON.stringify(body, null, 2) }),
  }
}

/** What is missing or is no JSON, by field. */
export function wrongFields({ parameters, body }: Operation, fields: Fields): { field: string; why: 'missing' | 'not-json' }[] {
  const missing = parameters
    .filter(({ name, isRequired }) => isRequired && !fields[fieldOf(name)]?.trim())
    .map(({ name }) => ({ field: fieldOf(name), why: 'missing' as const }))
  return body && !isJson(fields['body'] ?? '') ? [...missing, { field: 'body', why: 'not-json' as const }] : missing
}

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

export function requestOf({ method, path, parameters, body }: Operation, fields: Fields): ToRun {
  const value = ({ name }: OperationParameter) => fields[fieldOf(name)]?.trim() ?? ''
  const filled = parameters
    .filter(({ in: where }) => where === 'path')
    .reduce(
      (made, one) => made.replace(`{${one.name}}`, one.name === 'rest' ? encodeURI(value(one)) : encodeURIComponent(value(one))),
      path,
    )
  const query = new URLSearchParams(
    parameters.flatMap((one) => (one.in === 'query' && value(one) !== '' ? [[one.name, value(one)]] : [])),
  ).toString()
  return {
    app: (fields['app'] || null) as AppId | null,
    person: fields['person'] || null,
    method,
    path: query === '' ? filled : `${filled}?${query}`,
    body: body ? (fields['body'] ?? '') : null,
  }
}

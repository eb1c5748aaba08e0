/** JSON Schema 2020-12 of what a form asks, made from the facts. */
import type { FactDefinition } from './schemas/fact.ts'
import type { ServiceFile } from './schemas/service.ts'

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
type Shape = Pick<FactDefinition, 'type'> & Partial<Pick<FactDefinition, 'unit' | 'values' | 'fields' | 'min' | 'max' | 'title'>>

/** The schema of the answers of a form: an object keyed by fact id; null when the form asks no fact. */
export function dataSchemaOf(
  { screens }: ServiceFile['form'],
  facts: ReadonlyMap<string, FactDefinition>,
): Record<string, Json> | null {
  const asked = screens.flatMap(({ fields, each }) => [...fields, ...(each === null ? [] : [each])])
  const properties: Record<string, Json> = {}
  for (const id of asked) {
    const fact = facts.get(id)
    if (fact) properties[id] = schemaOf(fact)
  }
  if (Object.keys(properties).length === 0) return null
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object', additionalProperties: false, properties }
}

function schemaOf({ type, unit, values, fields, min, max, title }: Shape): Json {
  const named: Record<string, Json> = title ? { title: title.ko } : {}
  const options: Record<string, Json> = values ? { enum: Object.keys(values) } : {}
  switch (type) {
    case 'boolean':
      return { ...named, type: 'boolean' }
    case 'number':
      return {
        ...named,
        type: unit === 'won' || unit === 'people' ? 'integer' : 'number',
        ...(min == null ? {} : { minimum: min }),
        ...(max == null ? {} : { maximum: max }),
      }
    case 'date':
      return { ...named, type: 'string', format: 'date' }
    case 'string':
      return { ...named, type: 'string', ...options }
    case 'list':
      return { ...named, type: 'array', items: fields ? contextOf(fields) : { type: 'string', ...options } }
    case 'context':
      return { ...named, ...contextOf(fields ?? {}) }
  }
}

const contextOf = (fields: NonNullable<FactDefinition['fields']>): { [key: string]: Json } => ({
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, schemaOf({ ...field, title: field.title ?? { ko: name } })]),
  ),
})

/** The OpenAPI text as the pages read it: operations by tag. */

interface Schema {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly additionalProperties?: Schema | boolean
  readonly format?: string
  readonly default?: unknown
}

interface Parameter {
  readonly name: string
  readonly in: string
  readonly required: boolean
  readonly description?: string
  readonly schema: Schema
}

interface Described {
  readonly summary: string
  readonly tags: readonly string[]
  readonly operationId: string
  readonly 'x-needs'?: string
  readonly parameters: readonly Parameter[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> }>>
}

export interface Operation extends Described {
  readonly method: string
  readonly path: string
}

export interface Row {
  readonly name: string
  readonly type: string
  readonly isRequired: boolean
  readonly description: string
}

/** By tag, tags and paths in order. */
export function operationsByTag(text: object): ReadonlyMap<string, readonly Operation[]> {
  const { paths } = text as { readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>> }
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({ ...described, method: method.toUpperCase(), path })),
  )
  const sorted = all.toSorted((a, b) => (a.path === b.path ? a.method.localeCompare(b.method) : a.path.localeCompare(b.path)))
  return Map.groupBy(sorted, ({ tags }) => tags[0] ?? '')
}

/** The place of a tag on the page: its name without spaces. */
export const anchorOf = (tag: string): string => tag.replaceAll(' ', '-')

export const parameterRows = ({ parameters }: Operation): Row[] =>
  parameters.map(({ name, in: where, required, description, schema }) => ({
    name: `${name} (${where})`,
    type: typeOf(schema),
    isRequired: required,
    description: description ?? '',
  }))

export const bodyRows = ({ requestBody }: Operation): Row[] => rowsOf(Object.values(requestBody?.content ?? {})[0]?.schema)

export const answerRows = ({ responses }: Operation): Row[] => rowsOf(Object.values(responses['200']?.content ?? {})[0]?.schema)

/** Statuses a caller should expect besides success. */
export const problemStatuses = ({ responses }: Operation): string[] =>
  Object.keys(responses).filter((status) => /^[45]/.test(status))

function rowsOf(schema: Schema | undefined, prefix = '', depth = 0): Row[] {
  if (!schema) return []
  const inner = schema.items?.properties ? schema.items : schema
  return Object.entries(inner.properties ?? {}).flatMap(([name, property]) => {
    const row = {
      name: prefix + name,
      type: typeOf(property),
      isRequired: inner.required?.includes(name) ?? false,
      description: property.description ?? '',
    }
    return depth < 2 ? [row, ...rowsOf(property, `${prefix}${name}${property.items ? '[]' : ''}.`, depth + 1)] : [row]
  })
}

function typeOf(schema: Schema): string {
  if (schema.enum) return schema.enum.map(String).join(' | ')
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' | ')
  if (schema.items) return `${typeOf(schema.items)}[]`
  const type = Array.isArray(schema.type) ? schema.type.join(' | ') : String(schema.type ?? 'any')
  return schema.format ? `${type} (${schema.format})` : type
}

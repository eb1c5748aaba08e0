/** A JSON Schema as the type of its values in TypeScript; what TypeScript cannot say (lengths, patterns) is left out. */
export interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly allOf?: readonly JsonSchema[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: JsonSchema | boolean
  readonly items?: JsonSchema | boolean
  readonly prefixItems?: readonly JsonSchema[]
  readonly $ref?: string
}

export function typeOf(schema: JsonSchema): string {
  // A schema that speaks of itself is any JSON.
  if (schema.$ref !== undefined) return 'unknown'
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return either(schema.enum.map((value) => JSON.stringify(value)))
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return either(choices.map(typeOf))
  if (schema.allOf) return schema.allOf.map((one) => `(${typeOf(one)})`).join(' & ')
  const kinds = schema.type === undefined ? [] : [schema.type].flat()
  if (kinds.length > 1) return either(kinds.map((type) => typeOf({ ...schema, type })))
  switch (kinds[0] ?? (schema.properties ? 'object' : '')) {
    case 'string':
      return 'string'
    case 'number':
    case 'integer':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'null':
      return 'null'
    case 'array':
      return arrayOf(schema)
    case 'object':
      return objectOf(schema)
    default:
      return 'unknown'
  }
}

function either(types: readonly string[]): string {
  const each = [...new Set(types)]
  return each.includes('unknown') ? 'unknown' : each.join(' | ')
}

function arrayOf({ items, prefixItems }: JsonSchema): string {
  if (prefixItems) return `readonly [${prefixItems.map(typeOf).join(', ')}]`
  return `ReadonlyArray<${typeof items === 'object' ? typeOf(items) : 'unknown'}>`
}

function objectOf({ properties = {}, required = [], additionalProperties }: JsonSchema): string {
  const rows = Object.entries(properties).map(
    ([name, property]) => `readonly ${keyOf(name)}${required.includes(name) ? '' : '?'}: ${typeOf(property)}`,
  )
  if (rows.length > 0) return `{ ${rows.join('; ')} }`
  const value = typeof additionalProperties === 'object' ? typeOf(additionalProperties) : 'unknown'
  return additionalProperties === false ? 'Readonly<Record<string, never>>' : `Readonly<Record<string, ${value}>>`
}

export const keyOf = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name))

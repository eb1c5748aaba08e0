/** Something to begin with: values that answer, from what the schema says, or better known by hand. */
import type { Operation } from '@dpg/developers/contract'

export interface Example {
  readonly parameters: Readonly<Record<string, string>>
  readonly body?: unknown
}

interface Schema {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly minItems?: number
  readonly minimum?: number
}

const PENSION = 'SSE000000170'
const ELDER = { 'person.birthDate': '1955-03-01', 'person.eupmyeondong': '1162010200' }

const KNOWN: Readonly<Record<string, Example>> = {
  getApiServices: { parameters: { q: '기초연금', limit: '3' } },
  getApiServicesId: { parameters: { id: PENSION } },
  getApiServicesIdCpsvAp: { parameters: { id: PENSION } },
  getApiDefinitionsKindId: { parameters: { kind: 'service', id: PENSION } },
  getApiAccessTile: { parameters: { rest: 'tile/0/000.p/1' } },
  getApiMydataBundlesIdPreview: { parameters: { id: 'bank-loan-pensioner' } },
  getApiBenefitsConsentPurpose: { parameters: { purpose: 'look' } },
  postApiBenefitsScreen: { parameters: {}, body: { facts: ELDER, services: [PENSION] } },
  postApiBenefitsScreenServiceWhy: { parameters: { service: PENSION }, body: { facts: ELDER } },
  postApiBenefitsComing: { parameters: {}, body: { facts: ELDER } },
  postApiExchangeOwnFacts: {
    parameters: {},
    body: { facts: ['person.name', 'person.birthDate', 'person.nationalPensionAmount'] },
  },
}

export function example({ id, parameters, body }: Operation): Example {
  const known = KNOWN[id]
  const fromSchema = parameters
    .filter(({ isRequired, schema }) => isRequired && (schema as Schema).enum)
    .map(({ name, schema }) => [name, String((schema as Schema).enum?.[0])])
  return {
    parameters: { ...Object.fromEntries(fromSchema), ...known?.parameters },
    ...(body ? { body: known?.body ?? leastOf(body.schema as Schema) } : {}),
  }
}

/** The least that a schema takes. */
export function leastOf(schema: Schema, depth = 0): unknown {
  if (schema.default !== undefined) return schema.default
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  if (schema.anyOf) return leastOf(schema.anyOf[0] ?? {}, depth)
  if (schema.type === 'array') return (schema.minItems ?? 0) > 0 && depth < 4 ? [leastOf(schema.items ?? {}, depth + 1)] : []
  if (schema.type === 'object' || schema.properties)
    return Object.fromEntries(
      (schema.required ?? []).map((name) => [name, depth < 4 ? leastOf(schema.properties?.[name] ?? {}, depth + 1) : null]),
    )
  if (schema.type === 'number' || schema.type === 'integer') return schema.minimum ?? 0
  if (schema.type === 'boolean') return true
  return schema.type === 'null' ? null : ''
}

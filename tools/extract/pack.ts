/** The declarations of `countries/kr` as the rules library takes them, for the tests of this folder. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  type ConditionCode,
  conditionCodeSchema,
  type FactDefinition,
  factSchema,
  type ParameterDefinition,
  parameterSchema,
  type RegisterDefinition,
  registerSchema,
} from '@dpg/definitions'
import type { Declarations } from '@dpg/rules'
import { parse } from 'yaml'

export const PACK = fileURLToPath(new URL('../../countries/kr/', import.meta.url))

interface Schema<T> {
  parse(value: unknown): T
}

const readList = <T>(path: string, schema: Schema<T>): readonly T[] => {
  const list: unknown = parse(readFileSync(`${PACK}${path}`, 'utf8'))
  if (!Array.isArray(list)) throw new Error(`${path} is not a list`)
  return list.map((item) => schema.parse(item))
}

const readFolder = <T>(folder: string, schema: Schema<T>): readonly T[] =>
  readdirSync(`${PACK}${folder}`)
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
    .flatMap((name) => readList(`${folder}/${name}`, schema))

export const readFacts = (): readonly FactDefinition[] => readFolder('facts', factSchema)
export const readParameters = (): readonly ParameterDefinition[] => readFolder('parameters', parameterSchema)
export const readRegisters = (): readonly RegisterDefinition[] => readList('registers.yaml', registerSchema)
export const readConditionCodes = (): readonly ConditionCode[] => readList('condition-codes.yaml', conditionCodeSchema)

/** Facts and parameters for an engine; no services. */
export const readDeclarations = (): Declarations => ({
  facts: readFacts().map((fact) => ({
    id: fact.id,
    type: fact.type,
    askable: fact.question !== null,
    burden: fact.burden,
    ...(fact.derive === null ? {} : { derive: fact.derive }),
    ...(fact.values === null ? {} : { values: Object.keys(fact.values) }),
  })),
  parameters: readParameters().map(({ id, values }) => ({
    id,
    values: values.map(({ from, value, missing }) => ({
      from,
      ...(missing === null && value !== undefined ? { value } : { missing: true }),
    })),
  })),
  services: [],
})

/** Facts, parameters and registers: references exist, every fact can become known, values follow one another. */
import { kindWords } from '../engine-words.ts'
import { type Finding, finding } from '../findings.ts'
import type { ParameterDefinition, ParameterValue } from '../schemas/parameter.ts'
import type { Linted, PackCheck } from './lint.ts'

export const lintFacts: PackCheck = ({ pack, sources }) =>
  [...pack.facts.values()].flatMap((fact) => {
    const at = (...path: PropertyKey[]) => sources.place('fact', fact.id, path)
    const findings: Finding[] = []
    if (fact.register !== null && !pack.registers.has(fact.register))
      findings.push(finding('reference.register', at('register'), { id: fact.register }))
    if (fact.register !== null && fact.law === null) findings.push(finding('fact.law', at('register'), { id: fact.id }))
    if (fact.register === null && fact.question === null && fact.derive === null && fact.sensitivity !== 'public')
      findings.push(finding('fact.nobody', at(), { id: fact.id }, 'warning'))
    if (fact.min !== null && fact.max !== null && fact.min > fact.max)
      findings.push(finding('fact.range', at('min'), { min: String(fact.min), max: String(fact.max) }))
    return findings
  })

/** Dated values do not overlap and leave no silent gap; what is not known is said by `missing`. */
export const lintParameters: PackCheck = ({ pack, sources }) =>
  [...pack.parameters.values()].flatMap((parameter) => [...overlapsOf(parameter, sources), ...kindsOf(parameter, sources)])

function overlapsOf({ id, values }: ParameterDefinition, sources: Linted['sources']): Finding[] {
  const findings: Finding[] = []
  values.forEach(({ from, to }, index) => {
    const at = () => sources.place('parameter', id, ['values', index, 'from'])
    const before = values[index - 1]
    if (to !== null && to < from) findings.push(finding('parameter.order', at(), { from, before: to }))
    if (before && before.from >= from) findings.push(finding('parameter.order', at(), { from, before: before.from }))
    else if (before && before.to !== null && before.to >= from)
      findings.push(finding('parameter.overlap', at(), { from, to: before.to }))
  })
  return findings
}

/** What is counted in something (won, years) is a number, or a table of numbers; from day to day it stays of one kind. */
function kindsOf({ id, unit, index, values }: ParameterDefinition, sources: Linted['sources']): Finding[] {
  const first = values.find(({ value }) => value !== undefined)?.value
  return values.flatMap(({ value }, i) => {
    if (value === undefined) return []
    const at = sources.place('parameter', id, ['values', i, 'value'])
    const other = unit === null ? undefined : value === null ? value : notNumberIn(value)
    if (unit !== null && other !== undefined) return [finding('parameter.number', at, { unit, found: kindWords(kindOf(other)) })]
    if (unit !== null && index === null && Array.isArray(value)) return [finding('parameter.index', at)]
    const [expected, found] = [first!, value].map(kindOf)
    const kinds = { expected: kindWords(expected!), found: kindWords(found!) }
    return expected === found ? [] : [finding('parameter.kind', at, kinds)]
  })
}

/** What keeps a table from being one of numbers. None may stand in it: there is no such figure. */
function notNumberIn(value: ParameterValue): ParameterValue | undefined {
  if (typeof value === 'object' && value !== null)
    return Object.values(value)
      .map(notNumberIn)
      .find((one) => one !== undefined)
  return value === null || typeof value === 'number' ? undefined : value
}

const kindOf = (value: ParameterValue): string =>
  value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value === 'object' ? 'context' : typeof value

export const lintRegisters: PackCheck = ({ pack, sources }) =>
  [...pack.registers.values()].flatMap(({ id, agency }) =>
    agency === null || pack.agencies.has(agency)
      ? []
      : [finding('reference.agency', sources.place('register', id, ['agency']), { id: agency })],
  )

/** Codes of the catalogue speak of facts that exist; a mark that is in use says how it is tested. */
export const lintConditionCodes: PackCheck = ({ pack, sources }) =>
  [...pack.conditionCodes.values()].flatMap((code) => {
    const at = (...path: PropertyKey[]) => sources.place('conditionCode', code.code, path)
    const facts = [...(code.fact === null ? [] : [code.fact]), ...code.facts]
    const unknown = facts.filter((fact) => !pack.facts.has(fact)).map((id) => finding('reference.fact', at('fact'), { id }))
    const isTested = code.retired || code.group === 'age' || code.test !== null
    return isTested ? unknown : [...unknown, finding('code.test', at(), { code: code.code })]
  })

/** Facts, parameters and registers: references exist, every fact can become known, values follow one another. */
import { type Finding, finding } from '../findings.ts'
import type { ParameterDefinition } from '../schemas/parameter.ts'
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
  [...pack.parameters.values()].flatMap((parameter) => overlapsOf(parameter, sources))

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

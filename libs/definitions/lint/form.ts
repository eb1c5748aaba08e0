/** Screens: every field can be asked, every jump leads somewhere, what a register holds is shown and not asked. */
import { type Finding, finding } from '../findings.ts'
import type { Screen } from '../schemas/service-evidence.ts'
import type { ServiceDefinition } from '../schemas/service.ts'
import type { Linted, ServiceCheck } from './lint.ts'

export const lintForm: ServiceCheck = (service, linted) => {
  const { screens, validation } = service.form
  const at = (...path: PropertyKey[]) => linted.sources.place('service', service.id, ['form', ...path])
  const ids = screens.map(({ id }) => id)
  return [
    ...screens.flatMap((screen, i) =>
      ids.indexOf(screen.id) === i ? [] : [finding('form.twice', at('screens', i, 'id'), { screen: screen.id })],
    ),
    ...screens.flatMap((screen, i) => lintScreen(screen, i, service, linted)),
    ...validation.flatMap(({ fields }, i) =>
      fields
        .filter((field) => !isField(field, service, linted))
        .map((field) => finding('form.field', at('validation', i), { field })),
    ),
  ]
}

function lintScreen(screen: Screen, index: number, service: ServiceDefinition, linted: Linted): Finding[] {
  const { pack, sources } = linted
  const at = (...path: PropertyKey[]) => sources.place('service', service.id, ['form', 'screens', index, ...path])
  const { screens, hints } = service.form
  const findings: Finding[] = []
  for (const [i, { to }] of screen.branch.entries())
    if (!screens.some(({ id }) => id === to)) findings.push(finding('form.jump', at('branch', i, 'to'), { screen: to }))
  for (const [i, field] of screen.fields.entries()) {
    const fact = pack.facts.get(field)
    if (!isField(field, service, linted)) findings.push(finding('form.field', at('fields', i), { field }))
    else if (fact && fact.question === null && !hints[field]?.label)
      findings.push(finding('form.question', at('fields', i), { fact: field }))
    else if (fact && fact.register !== null && ['question', 'group'].includes(screen.kind))
      findings.push(finding('form.held', at('fields', i), { fact: field, register: fact.register }, 'warning'))
  }
  if (screen.each !== null && pack.facts.get(screen.each)?.type !== 'list')
    findings.push(finding('form.each', at('each'), { fact: screen.each }))
  if (screen.kind === 'repeat' && screen.each === null) findings.push(finding('form.each', at(), { fact: screen.id }))
  if (screen.kind === 'declare' && screen.declarations.length === 0)
    findings.push(finding('form.declare', at(), { screen: screen.id }))
  if (['question', 'group'].includes(screen.kind) && screen.fields.length === 0)
    findings.push(finding('form.empty', at(), { screen: screen.id }))
  return findings
}

/** A fact, a field of a context or list fact (`household.members.name`), or a document that is asked for. */
function isField(field: string, { needs, requirements }: ServiceDefinition, { pack }: Linted): boolean {
  if (pack.facts.has(field)) return true
  const [subject, name, part] = field.split('.')
  const fields = pack.facts.get(`${subject}.${name}`)?.fields
  return (
    (part !== undefined && fields !== null && fields !== undefined && Object.hasOwn(fields, part)) ||
    [...needs, ...requirements].some(({ id }) => id === field)
  )
}

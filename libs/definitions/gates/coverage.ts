/** Cases reach every decision, and let every criterion fail once. */
import { called, type Finding, finding } from '../findings.ts'
import type { ServiceCheck } from '../lint/lint.ts'
import type { ServiceCase } from '../schemas/case.ts'
import type { ServiceDefinition } from '../schemas/service.ts'

export const gateCases: ServiceCheck = (service, { sources }) => {
  const { id, cases, decisions, eligibility } = service
  if (cases.length === 0) return [finding('gate.no-cases', sources.place('service', id))]
  const decided = new Set(cases.map((one) => decisionOf(one, service)))
  const failed = new Set(cases.flatMap(({ expect }) => expect.failed ?? []))
  const known = new Set(eligibility.criteria.map((criterion) => criterion.id))
  const findings: Finding[] = []
  decisions.forEach(({ code, title }, i) => {
    if (!decided.has(code))
      findings.push(finding('gate.decision', sources.place('service', id, ['decisions', i]), { decision: called(title, code) }))
  })
  eligibility.criteria.forEach((criterion, i) => {
    if (!failed.has(criterion.id))
      findings.push(
        finding('gate.criterion', sources.place('service', id, ['eligibility', 'criteria', i]), {
          criterion: called(criterion.says, criterion.id),
        }),
      )
  })
  cases.forEach(({ expect }, i) => {
    for (const criterion of expect.failed ?? [])
      if (!known.has(criterion))
        findings.push(finding('case.criterion', sources.place('cases', id, [i, 'expect', 'failed']), { criterion }))
  })
  return findings
}

/** The decision a case leads to: the one it names, else the first grant or refusal by what it expects. */
export function decisionOf({ expect }: ServiceCase, { decisions }: ServiceDefinition): string | undefined {
  if (expect.decision !== undefined) return expect.decision
  const outcome = expect.eligible === true ? 'grant' : expect.eligible === false ? 'refuse' : undefined
  return decisions.find((decision) => decision.outcome === outcome)?.code
}

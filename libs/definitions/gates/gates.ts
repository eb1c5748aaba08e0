/** Publication gates: what a service must promise before anybody may apply. A draft is only warned. */
import type { Finding } from '../findings.ts'
import type { PackCheck, ServiceCheck } from '../lint/lint.ts'
import { gateChannels, gateEvidence, gateLegalNotices, gateRefusals } from './answers.ts'
import { gateCases } from './coverage.ts'
import { gateLanguages } from './languages.ts'
import { gateVariants } from './variants.ts'

/** Reachable states that can end are checked with the work itself (lint/workflow.ts). */
const GATES: readonly ServiceCheck[] = [
  gateRefusals,
  gateEvidence,
  gateLanguages,
  gateLegalNotices,
  gateChannels,
  gateCases,
  gateVariants,
]

export const checkGates: PackCheck = (linted) =>
  [...linted.pack.services.values()].flatMap((service) => gateService(service, linted))

/** The gates of one service. */
export const gateService: ServiceCheck = (service, linted) => {
  const findings = GATES.flatMap((gate) => gate(service, linted))
  return service.status === 'draft' ? findings.map((f): Finding => ({ ...f, level: 'warning' })) : findings
}

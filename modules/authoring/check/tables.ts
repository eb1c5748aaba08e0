/** Gaps, overlaps and unreached rows of the decision tables of a service. */
import type { Pack, ServiceDefinition } from '@dpg/definitions'
import type { ReportTable } from '../contract.ts'

export function analyseTables(_service: ServiceDefinition, _pack: Pack): ReportTable[] {
  return []
}

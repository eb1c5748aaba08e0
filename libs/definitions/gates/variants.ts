/** Ordinances may change how a service is offered, never who has a right to it or what protects them. */
import { finding } from '../findings.ts'
import type { ServiceCheck } from '../lint/lint.ts'

/** Fields an ordinance may change; everything else is protected. */
export const OPEN_FIELDS: ReadonlySet<string> = new Set(
  'offices contact windows channels fees kiosk assistance easyText keywords synonyms capacity support'.split(' '),
)

export const gateVariants: ServiceCheck = ({ id, localVariants }, { sources }) =>
  localVariants.flatMap(({ overrides }, i) =>
    overrides.flatMap(({ path }, j) => {
      const field = path.split('/')[1]!.replaceAll('~1', '/').replaceAll('~0', '~')
      if (OPEN_FIELDS.has(field)) return []
      return [finding('gate.protected', sources.place('service', id, ['localVariants', i, 'overrides', j]), { path })]
    }),
  )

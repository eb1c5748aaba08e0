/** For what each fact of a service is used. */
import { closureOf, localNames, readsOf, ruleExpressions } from '../reads.ts'
import { CONSENTERS } from '../schemas/service-evidence.ts'
import type { ServiceDefinition } from '../schemas/service.ts'
import type { Linted } from './lint.ts'
import { conditionsOf } from './feel.ts'

/** Facts that say where somebody lives: an office that is found by residence needs them. */
const RESIDENCE = ['person.address', 'person.eupmyeondong', 'person.sigungu', 'person.sido']

export interface Uses {
  /** Named by the rules, and what lies below. */
  readonly rules: ReadonlySet<string>
  /** Used anywhere: by rules, conditions, form, outputs, payment, notices, to find the office, to reach the person by post. */
  readonly all: ReadonlySet<string>
  /** Asked in the form. */
  readonly asked: ReadonlySet<string>
}

export function usesOf(service: ServiceDefinition, { pack }: Linted): Uses {
  const local = localNames(service)
  const direct = readsOf(ruleExpressions(service), pack, local)
  const rules = closureOf(direct, pack).facts
  const conditions = conditionsOf(service).flatMap(([, feel]) => feel ?? [])
  const others = closureOf(readsOf(conditions, pack, local), pack).facts
  const asked = new Set(service.form.screens.flatMap(({ fields, each }) => [...fields, ...(each === null ? [] : [each])]))
  const byResidence = service.offices.processing !== 'agency' && service.offices.rule === null
  const asksOthers = service.needs.flatMap(({ consent: { of } }) => (of === undefined ? [] : [CONSENTERS[of]]))
  const byPost = service.notices.some(({ fallback }) => fallback === 'post')
  return {
    rules: direct.facts,
    asked,
    all: new Set([
      ...rules,
      ...others,
      ...asked,
      ...service.form.prefill.flatMap(({ path, from }) => [path, from]),
      ...service.outputs.flatMap(({ facts }) => facts),
      ...service.payments.map(({ account }) => account),
      ...service.templates.flatMap(({ placeholders }) => placeholders),
      ...asksOthers,
      ...(byResidence ? RESIDENCE : byPost ? ['person.address'] : []),
    ]),
  }
}

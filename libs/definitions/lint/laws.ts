/** Every rule cites its article, in a form that can be looked up, of an Act that the service stands on. */
import { type Finding, finding } from '../findings.ts'
import type { ServiceDefinition } from '../schemas/service.ts'
import type { Path } from '../source.ts'
import type { Kind } from '../sources.ts'
import type { PackCheck, ServiceCheck } from './lint.ts'
import { relationsOf } from './references.ts'

/** `제3조의2제1항제2호`, `별표 1`, `제2025-135호`, `부칙`, or a guideline with its year. */
const CITABLE = /제\d+조|별표|별지|제[\d-]+호|부칙|\(\d{4}[^)]*\)/

/** A criterion, a step, a decision without an article is an opinion. */
export const lintArticles: ServiceCheck = (service, { sources }) => {
  if (service.basis !== 'law') return []
  const { eligibility, amount, decisions, appeal } = service
  const cited: readonly (readonly [Path, string | null, string])[] = [
    ...eligibility.criteria.map((c, i) => [['eligibility', 'criteria', i], c.law, c.id] as const),
    ...(amount?.steps ?? []).map((step, i) => [['amount', 'steps', i], step.law, step.let] as const),
    ...decisions.map((decision, i) => [['decisions', i], decision.law, decision.code] as const),
    ...appeal.map((route, i) => [['appeal', i], route.law, route.id] as const),
    ...relationsOf(service).map(([path, { service: id, law }]) => [path, law, id] as const),
  ]
  return cited
    .filter(([, law]) => law === null)
    .map(([path, , id]) => finding('law.none', sources.place('service', service.id, path), { id }))
}

/** The Act of a criterion or a step stands among the laws of the service. */
export const lintActs: ServiceCheck = (service, { sources }) => {
  const acts = new Set(service.law.map(({ ref }) => actOf(ref)))
  const { criteria } = service.eligibility
  const cited: readonly (readonly [Path, string | null])[] = [
    ...criteria.map((criterion, i) => [['eligibility', 'criteria', i, 'law'], criterion.law] as const),
    ...(service.amount?.steps ?? []).map((step, i) => [['amount', 'steps', i, 'law'], step.law] as const),
  ]
  return cited.flatMap(([path, law]) =>
    law === null || acts.has(actOf(law))
      ? []
      : [finding('law.act', sources.place('service', service.id, path), { act: actOf(law) }, 'warning')],
  )
}

/** `아동수당법 시행령 제2조제2항` is of 아동수당법: the decree and the rules of an Act count as the Act. */
export const actOf = (law: string): string =>
  law
    .replace(/\s+(제\d+조|별표|별지|부칙|제[\d-]+호|\().*$/, '')
    .replace(/\s*(시행령|시행규칙)$/, '')
    .trim()

/** All references to laws in a pack can be looked up. */
export const lintCitations: PackCheck = ({ pack, sources }) => {
  const check = (kind: Kind, id: string, laws: readonly (readonly [Path, string | null])[]): Finding[] =>
    laws.flatMap(([path, law]) =>
      law === null || CITABLE.test(law) ? [] : [finding('law.form', sources.place(kind, id, path), { law })],
    )
  return [
    ...[...pack.facts.values()].flatMap(({ id, law }) => check('fact', id, [[['law'], law]])),
    ...[...pack.parameters.values()].flatMap(({ id, law }) => check('parameter', id, [[['law'], law]])),
    ...[...pack.exceptions.values()].flatMap(({ id, law }) => check('exception', id, [[['law'], law]])),
    ...[...pack.registers.values()].flatMap(({ id, law }) => check('register', id, [[['law'], law]])),
    ...[...pack.workflows.values()].flatMap(({ id, actions }) =>
      check(
        'workflow',
        id,
        actions.map(({ law }, i) => [['actions', i, 'law'], law] as const),
      ),
    ),
    ...[...pack.services.values()].flatMap((service) => check('service', service.id, lawsOf(service))),
  ]
}

/** Every law of a service with the path where it stands, whatever the field it is in. */
function lawsOf(service: ServiceDefinition): (readonly [Path, string])[] {
  const { cases: _cases, templates: _templates, work: _work, rules: _rules, ...written } = service
  const found: (readonly [Path, string])[] = []
  const walk = (value: unknown, path: Path): void => {
    if (value === null || typeof value !== 'object') return
    for (const [key, inner] of Object.entries(value)) {
      if (typeof inner === 'string' && (key === 'law' || key === 'ref' || key === 'ordinance'))
        found.push([[...path, key], inner])
      else walk(inner, [...path, Array.isArray(value) ? Number(key) : key])
    }
  }
  walk(written, [])
  return found
}

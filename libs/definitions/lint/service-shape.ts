/** A worked-out service in itself: ids stand once, roles have the fields that are read, texts name facts that exist. */
import { namesIn } from '@dpg/rules'
import { placeholders } from '@dpg/korean/particles'
import { type Finding, finding } from '../findings.ts'
import { readsOf } from '../reads.ts'
import type { Path } from '../source.ts'
import type { ServiceCheck } from './lint.ts'

/** Lists whose items are called by id from elsewhere. */
export const lintIds: ServiceCheck = (service, { sources }) => {
  const lists: readonly (readonly [Path, readonly string[]])[] = [
    [['decisions'], service.decisions.map(({ code }) => code)],
    [['appeal'], service.appeal.map(({ id }) => id)],
    [['needs'], service.needs.map(({ id }) => id ?? '')],
    [['requirements'], service.requirements.map(({ id }) => id)],
    [['outputs'], service.outputs.map(({ id }) => id)],
    [['fees'], service.fees.map(({ id }) => id)],
    [['payments'], service.payments.map(({ id }) => id)],
    [['cases'], service.cases.map(({ name }) => name)],
  ]
  return lists.flatMap(([path, ids]) =>
    ids.flatMap((id, i) => {
      if (ids.indexOf(id) === i) return []
      const place =
        path[0] === 'cases' ? sources.place('cases', service.id, [i]) : sources.place('service', service.id, [...path, i])
      return [finding('service.twice', place, { id })]
    }),
  )
}

/** `child.birthDate` is a field of the members that `each` goes through. */
export const lintRoles: ServiceCheck = (service, { pack, sources }) => {
  const { each, unit } = service.award
  if (each === null) return []
  const lists = [...readsOf([each], pack).facts]
    .map((id) => pack.facts.get(id)?.fields ?? null)
    .filter((fields) => fields !== null)
  if (lists.length === 0) return []
  const known = new Set(lists.flatMap((fields) => Object.keys(fields)))
  const expressions: readonly (readonly [Path, string])[] = [
    ...service.eligibility.criteria.map(({ test }, i) => [['eligibility', 'criteria', i, 'test'], test] as const),
    ...(service.amount?.steps ?? []).map(({ be }, i) => [['amount', 'steps', i, 'be'], be] as const),
  ]
  return expressions.flatMap(([path, feel]) =>
    roleFields(feel, unit)
      .filter((field) => !known.has(field))
      .map((field) => finding('service.role', sources.place('service', service.id, path), { role: unit, field })),
  )
}

function roleFields(feel: string, role: string): string[] {
  try {
    return namesIn(feel).flatMap((name) => {
      const [first, field] = name.split('.')
      return first === role && field !== undefined ? [field] : []
    })
  } catch {
    return [] // told by the engine
  }
}

/** `change` may hold `{person.birthDate}`. */
export const lintChanges: ServiceCheck = (service, { pack, sources }) =>
  service.eligibility.criteria.flatMap(({ change }, i): Finding[] =>
    Object.values(change ?? {})
      .flatMap((text) => placeholders(text ?? ''))
      .filter((name) => !pack.facts.has(name))
      .map((id) =>
        finding('reference.fact', sources.place('service', service.id, ['eligibility', 'criteria', i, 'change']), { id }),
      ),
  )

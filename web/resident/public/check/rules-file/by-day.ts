/** The rules of a file by the day that is asked about: those in force, and those that are approved for a later day. */
import type { ScreenDeps, Telling } from '@dpg/benefits/browser'
import { RuleErrors } from '@dpg/rules'
import type { FileLater, RulesFile } from './format.ts'
import type { Ruled, RuledService } from './telling.ts'

interface Named {
  readonly ids: readonly string[]
  readonly titleOf: (id: string) => string
}

type ByDay = Required<Pick<ScreenDeps, 'newRules'>> & { readonly rules: (day: string) => Telling }

/** Compiled when they are first asked about, as the server does (`createRules` of benefits). */
export function rulesByDay(file: RulesFile, named: Named, compile: (ruled: Ruled) => Telling): ByDay {
  const inForce = ruledNow(file, named)
  const now = compile(inForce)
  const known = new Map<FileLater, Telling>()
  const days = file.later.map(({ from }) => from)
  const compiled = (later: FileLater) => {
    const telling = known.get(later) ?? tried(() => compile(ruledLater(inForce, later))) ?? now
    known.set(later, telling)
    return telling
  }
  return {
    rules: (day) => {
      const later = file.later.findLast(({ from }) => from <= day)
      return later ? compiled(later) : now
    },
    newRules: (after, until) => days.filter((day) => day > after && day <= until),
  }
}

/** Nothing where they do not fit what is in force: on their day they would not come into force either. */
function tried(compile: () => Telling): Telling | undefined {
  try {
    return compile()
  } catch (error) {
    if (error instanceof RuleErrors) return undefined
    throw error
  }
}

const ruledNow = ({ services, worked, parameters }: RulesFile, { ids, titleOf }: Named): Ruled => ({
  services: ids.map((id, at) => ({ id, title: titleOf(id), group: services.group[at]!, worked: worked[at] })),
  parameters,
})

/** What is worked out anew stands in its place, what is worked out for the first time behind the others, as the server has them. */
function ruledLater(now: Ruled, later: FileLater): Ruled {
  const changed = new Map(later.services.map((one): [string, RuledService] => [one.id, { ...one, worked: one }]))
  const worked = now.services.filter((one) => one.worked)
  const isWorked = new Set(worked.map(({ id }) => id))
  const figures = new Map([...now.parameters, ...later.parameters].map((one) => [one.id, one]))
  return {
    services: [
      ...worked.map((one) => changed.get(one.id) ?? one),
      ...[...changed.values()].filter(({ id }) => !isWorked.has(id)),
      ...now.services.filter((one) => !one.worked && !changed.has(one.id)),
    ],
    parameters: [...figures.values()],
  }
}

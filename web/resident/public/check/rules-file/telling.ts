/** An engine on the reader's own device, with the words its answers are told in, for the rules of one day. */
import { createLines, type Line, reasonsOf, type Telling, type TellingAmount, type TellingCriterion } from '@dpg/benefits/browser'
import type { Text, Translate } from '@dpg/kernel'
import { createEngine, type Declarations, type ServiceRules } from '@dpg/rules'
import type { CheckFact } from '../world.ts'
import type { FileCriterion, FileParameter, FileWorked, RulesFile } from './format.ts'

/** What may be otherwise on another day. */
export interface Ruled {
  /** In the order of the engine: those that are worked out come first. */
  readonly services: readonly RuledService[]
  readonly parameters: readonly FileParameter[]
}

export interface RuledService {
  readonly id: string
  readonly title: string
  /** Place in `groups` of the file. */
  readonly group: number
  /** Undefined: known by its entry of the catalogue alone. */
  readonly worked: FileWorked | undefined
}

export const textOf = (text: string | undefined): Text | null => (text ? { ko: text } : null)

/** Throws what the engine throws of rules that do not fit together. */
export function tellingOf(file: RulesFile, ruled: Ruled, facts: Telling['facts'], t: Translate): Telling {
  const criteria = file.criteria.map(criterionOf)
  const groups = file.groups.map((group) => group.map((at) => criteria[at]!))
  const shared = createLines()
  const lines = new Map<string, Line>()
  const services = new Map(ruled.services.map((one) => [one.id, one]))
  const figures = new Map(ruled.parameters.map(({ id, title }) => [id, title]))
  const groupOf = (id: string) => groups[services.get(id)?.group ?? -1]
  const lineOf = (id: string) => {
    const known = lines.get(id) ?? shared.line(groupOf(id) ?? [], services.get(id)?.worked === undefined)
    lines.set(id, known)
    return known
  }
  const eachText = () => t('benefits.criterion.each')
  return {
    engine: createEngine(declarationsOf(file, ruled)),
    facts,
    hasService: (id) => services.has(id),
    isWorkedOut: (id) => services.get(id)?.worked?.basis === 'law',
    criterion: (service, id) => groupOf(service)?.find((one) => one.id === id),
    reasons: (result, lang) => reasonsOf(result, lineOf(result.service), lang, eachText),
    title: (id) => services.get(id)?.title ?? id,
    amount: (id) => amountOf(services.get(id)?.worked),
    figure: (id) => figures.get(id) ?? id,
  }
}

const criterionOf = ([id, , says, law, change, can]: FileCriterion): TellingCriterion => ({
  id,
  says: { ko: says },
  law: law === '' ? null : law,
  change: textOf(change),
  whatYouCanDo: textOf(can),
})

const amountOf = (worked: FileWorked | undefined): TellingAmount | undefined =>
  worked?.amount && {
    per: worked.amount.per,
    unit: worked.amount.unit,
    steps: worked.amount.steps.map((step) => ({ ...step, says: { ko: step.says } })),
  }

function declarationsOf(file: RulesFile, { services, parameters }: Ruled): Declarations {
  const tests = file.criteria.map(([id, test]) => ({ id, test }))
  const groups = file.groups.map((group) => group.map((at) => tests[at]!))
  return {
    facts: file.facts.map(({ id, type, derive, values, question, burden }) => ({
      id,
      type: type as CheckFact['type'],
      askable: question !== undefined,
      burden,
      ...(values && type === 'string' ? { values: Object.keys(values) } : {}),
      ...(derive === undefined ? {} : { derive }),
    })),
    parameters: parameters.map(({ id, values }) => ({ id, values })),
    services: services.map(({ id, group, worked }): ServiceRules => {
      const criteria = groups[group]!
      if (!worked) return { id, basis: 'codes', unit: 'person', criteria }
      const { basis, unit, each, rule, amount, excludes, requires } = worked
      return {
        id,
        basis,
        unit,
        ...(each === undefined ? {} : { each }),
        ...(excludes ? { excludes } : {}),
        ...(requires ? { requires } : {}),
        criteria: rule === undefined ? criteria : [{ id: 'rule', test: rule }],
        ...(amount ? { amount: { per: amount.per, steps: amount.steps.map((step) => ({ let: step.let, be: step.be })) } } : {}),
      }
    }),
  }
}

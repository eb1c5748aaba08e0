/** Reads the rules file on the reader's own device: an engine, and everything the check needs to know. */
import {
  coming,
  createLines,
  explain,
  type Line,
  reasonsOf,
  screen,
  type Telling,
  type TellingCriterion,
} from '@dpg/benefits/browser'
import { fill, type Text, type Translate } from '@dpg/kernel'
import { createIndex } from '@dpg/korean/search'
export type { RulesFile } from './format.ts'
import { createEngine, type Declarations, type ServiceRules } from '@dpg/rules'
import type { CheckFact, CheckPlace, CheckService, CheckWorld } from '../world.ts'
import { type FileCriterion, type FileFact, FORMAT, type RulesFile, synonymsIn, unpacked } from './format.ts'

/** A world that answers without any network. `today` is the server's day when the page was drawn. */
export function deviceWorld(file: RulesFile, today: string): CheckWorld {
  if (file.format !== FORMAT) throw new Error(`rules of format ${file.format}`)
  const { lang } = file
  const t: Translate = (key, values) => fill(file.texts[key] ?? key, values)
  const services = servicesOf(file)
  const facts = new Map(file.facts.map((fact) => [fact.id, factOf(fact)]))
  const telling = tellingOf(file, services, facts, t)
  const places = placesOf(file)
  const deps = {
    rules: () => telling,
    clock: { today: () => today },
    texts: () => t,
    directory: { area: (code: string) => places.get(code) },
  }
  return {
    lang,
    t,
    today,
    facts,
    districts: file.areas.map(({ name, districts }) => ({
      label: name,
      options: districts.map(([value, label]) => ({ value, label })),
    })),
    area: (code) => places.get(code),
    service: (id) => services.byId.get(id),
    ofDistrict: (code) => services.ofDistrict(code),
    views: (id) => services.viewsOf(id),
    screen: (request) => screen(deps, request, lang),
    explain: (service, request) => explain(deps, service, request, lang),
    coming: (request) => coming(deps, request, lang),
    find: finder(file, services),
  }
}

type Services = ReturnType<typeof servicesOf>

function servicesOf({ services, agencies, worked, areas }: RulesFile) {
  const ids = unpacked(services.ids)
  const titles = services.titles.split('\n')
  const places = new Map(ids.map((id, at) => [id, at]))
  const codes = areas.flatMap(({ districts }) => districts.map(([code]) => code))
  const byId = new Map(
    ids.map((id, at): [string, CheckService] => [
      id,
      { id, title: { ko: titles[at]! }, agencyName: agencies[services.agency[at]!]!, canApply: worked[at]?.canApply ?? false },
    ]),
  )
  return {
    ids,
    byId,
    placeOf: (id: string) => places.get(id),
    viewsOf: (id: string) => services.views[places.get(id) ?? -1] ?? 0,
    ofDistrict: (code: string): ReadonlySet<string> => {
      const district = codes.indexOf(code) + 1
      return new Set(district === 0 ? [] : ids.filter((_, at) => services.district[at] === district))
    },
  }
}

const textOf = (text: string | undefined): Text | null => (text ? { ko: text } : null)
const textsOf = (texts: Readonly<Record<string, string>> | undefined): Record<string, Text> | null =>
  texts ? Object.fromEntries(Object.entries(texts).map(([code, text]) => [code, { ko: text }])) : null

function factOf({ id, type, title, unit, values, question, hint, min, max, burden, derive, relations }: FileFact): CheckFact {
  return {
    id,
    type: type as CheckFact['type'],
    title: { ko: title },
    unit: (unit ?? null) as CheckFact['unit'],
    values: textsOf(values),
    question: textOf(question),
    hint: textOf(hint),
    min: min ?? null,
    max: max ?? null,
    burden,
    derive: derive ?? null,
    fields: relations ? { relation: { values: textsOf(relations) } } : null,
  }
}

function placesOf({ areas }: RulesFile): ReadonlyMap<string, CheckPlace> {
  const sido = areas.map(({ code, name }): [string, CheckPlace] => [code, { name, fullName: name, level: 'sido' }])
  const districts = areas.flatMap((area) =>
    area.districts.map(([code, name, fullName]): [string, CheckPlace] => [code, { name, fullName, level: 'sigungu' }]),
  )
  return new Map([...sido, ...districts])
}

const criterionOf = ([id, , says, law, change, can]: FileCriterion): TellingCriterion => ({
  id,
  says: { ko: says },
  law: law === '' ? null : law,
  change: textOf(change),
  whatYouCanDo: textOf(can),
})

function tellingOf(file: RulesFile, services: Services, facts: Telling['facts'], t: Translate): Telling {
  const criteria = file.criteria.map(criterionOf)
  const groups = file.groups.map((group) => group.map((at) => criteria[at]!))
  const shared = createLines()
  const lines = new Map<string, Line>()
  const figures = new Map(file.parameters.map(({ id, title }) => [id, title]))
  const groupOf = (id: string) => groups[file.services.group[services.placeOf(id) ?? -1] ?? -1]
  const lineOf = (id: string) => {
    const known = lines.get(id) ?? shared.line(groupOf(id) ?? [], services.placeOf(id)! >= file.worked.length)
    lines.set(id, known)
    return known
  }
  const eachText = () => t('benefits.criterion.each')
  const amounts = file.worked.map(
    ({ amount }) =>
      amount && {
        per: amount.per,
        unit: amount.unit,
        steps: amount.steps.map((step) => ({ ...step, says: { ko: step.says } })),
      },
  )
  return {
    engine: createEngine(declarationsOf(file, services)),
    facts,
    hasService: (id) => services.byId.has(id),
    isWorkedOut: (id) => file.worked[services.placeOf(id) ?? -1]?.basis === 'law',
    criterion: (service, id) => groupOf(service)?.find((one) => one.id === id),
    reasons: (result, lang) => reasonsOf(result, lineOf(result.service), lang, eachText),
    title: (id) => services.byId.get(id)?.title.ko ?? id,
    amount: (id) => amounts[services.placeOf(id) ?? -1],
    figure: (id) => figures.get(id) ?? id,
  }
}

function declarationsOf(file: RulesFile, { ids }: Services): Declarations {
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
    parameters: file.parameters.map(({ id, values }) => ({ id, values })),
    services: ids.map((id, at): ServiceRules => {
      const criteria = groups[file.services.group[at]!]!
      const worked = file.worked[at]
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

/** Searching sends nothing either. The index is made at the first search. */
function finder({ services: columns, worked, synonyms }: RulesFile, { ids, byId }: Services): CheckWorld['find'] {
  let index: ReturnType<typeof createIndex> | undefined
  return (words, limit) => {
    index ??= createIndex(
      ids.map((id, at) => {
        const { title, agencyName } = byId.get(id)!
        const views = columns.views[at] ?? 0
        const known = worked[at]
        return {
          id,
          title: title.ko,
          agency: agencyName,
          views,
          ...(known ? { keywords: known.keywords.split('\n'), prior: WORKED } : {}),
        }
      }),
      { synonyms: synonymsIn(synonyms) },
    )
    return index.search(words, { limit }).hits.map(({ id }) => id)
  }
}

/** A service that was worked out comes before others as good. */
const WORKED = 1.6

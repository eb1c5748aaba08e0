/** Reads the rules file on the reader's own device: an engine, and everything the check needs to know. */
import { coming, explain, screen } from '@dpg/benefits/browser'
import { fill, type Text, type Translate } from '@dpg/kernel'
import { createIndex } from '@dpg/korean/search'
export type { RulesFile } from './format.ts'
import type { CheckFact, CheckPlace, CheckService, CheckWorld } from '../world.ts'
import { rulesByDay } from './by-day.ts'
import { type FileFact, FORMAT, type RulesFile, synonymsIn, unpacked } from './format.ts'
import { textOf, tellingOf } from './telling.ts'

/** A world that answers without any network. `today` is the server's day when the page was drawn. */
export function deviceWorld(file: RulesFile, today: string): CheckWorld {
  if (file.format !== FORMAT) throw new Error(`rules of format ${file.format}`)
  const { lang } = file
  const t: Translate = (key, values) => fill(file.texts[key] ?? key, values)
  const services = servicesOf(file)
  const facts = new Map(file.facts.map((fact) => [fact.id, factOf(fact)]))
  const { rules, newRules } = rulesByDay(file, services, (ruled) => tellingOf(file, ruled, facts, t))
  const places = placesOf(file)
  const deps = {
    rules: (day = today) => rules(day),
    newRules,
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
    titleOf: (id: string) => byId.get(id)?.title.ko ?? id,
    viewsOf: (id: string) => services.views[places.get(id) ?? -1] ?? 0,
    ofDistrict: (code: string): ReadonlySet<string> => {
      const district = codes.indexOf(code) + 1
      return new Set(district === 0 ? [] : ids.filter((_, at) => services.district[at] === district))
    },
  }
}

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

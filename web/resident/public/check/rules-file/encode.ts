/** Writes the rules file from what is published. */
import type { Announced, Catalogue, Snapshot } from '@dpg/catalogue/contract'
import { messages as benefitWords } from '@dpg/benefits/browser'
import {
  conditionOf,
  type Criterion,
  criteriaOf,
  type FactDefinition,
  type Pack,
  rulesOf,
  type ServiceDefinition,
} from '@dpg/definitions'
import type { Directory } from '@dpg/directory/contract'
import { type Lang, type MessageSet, type Text, textIn } from '@dpg/kernel'
import type { Declarations, ServiceRules } from '@dpg/rules'
import { uiMessages } from '@dpg/ui'
import { canApply, type Overview } from '../../overview.ts'
import {
  type FileCriterion,
  type FileFact,
  type FileLater,
  type FileParameter,
  type FileSido,
  type FileWorked,
  FORMAT,
  packed,
  type RulesFile,
  synonymLines,
} from './format.ts'
import en from '../../../messages/en.json' with { type: 'json' }
import ko from '../../../messages/ko.json' with { type: 'json' }

export interface RulesFileParts {
  readonly directory: Directory
  /** For finding services by everyday words. */
  readonly synonyms: ReturnType<Catalogue['synonyms']>
  /** What is approved for later days. */
  readonly announced: readonly Announced[]
}

export function rulesFile({ snapshot, views }: Overview, parts: RulesFileParts, lang: Lang): RulesFile {
  const { directory, synonyms, announced } = parts
  const { pack, rules, serviceIds } = snapshot
  const told = new Map(rules.services.map((one) => [one.id, one]))
  const rows = new Map(pack.catalogue.rows.map((row) => [row.id, row]))
  const areas = areasOf(directory)
  const districtAt = new Map(areas.flatMap(({ districts }) => districts).map(([code], at) => [code, at + 1]))
  const criteria = table<FileCriterion>()
  const groups = table<readonly number[]>()
  const agencies = table<string>()
  const groupOf = (own: readonly Criterion[]) =>
    groups.placeOf(own.map((criterion) => criteria.placeOf(criterionIn(criterion, lang))))
  const lines = serviceIds.map((id) => {
    const worked = pack.services.get(id)
    const row = rows.get(id)
    const own = worked?.eligibility.criteria ?? (row ? read(snapshot, row) : [])
    return {
      title: worked ? textIn(worked.title, lang) : (row?.name ?? id),
      agency: agencies.placeOf(directory.agencyName(worked?.agency ?? row?.agency ?? '', lang)),
      group: groupOf(own),
      district: districtAt.get(row?.area ?? '') ?? 0,
    }
  })
  const later = laterIn(pack, announced, lang, groupOf)
  return {
    format: FORMAT,
    lang,
    facts: [...pack.facts.values()].map((fact) => factIn(fact, lang)),
    parameters: parametersIn(rules, pack, lang),
    criteria: criteria.all(),
    groups: groups.all(),
    services: {
      ids: packed(serviceIds),
      titles: lines.map(({ title }) => title.replaceAll('\n', ' ')).join('\n'),
      agency: lines.map(({ agency }) => agency),
      group: lines.map(({ group }) => group),
      district: lines.map(({ district }) => district),
      views: serviceIds.map((id) => views.get(id) ?? 0),
    },
    worked: [...pack.services.values()].map((service) => workedIn(service, told.get(service.id)!, lang)),
    later,
    agencies: agencies.all(),
    areas,
    synonyms: synonymLines(synonyms),
    texts: textsIn(lang),
  }
}

const read = ({ pack }: Snapshot, row: Parameters<typeof conditionOf>[0]): readonly Criterion[] =>
  criteriaOf(row, conditionOf(row, pack), pack).criteria.map(({ criterion }) => criterion)

const parametersIn = ({ parameters }: Declarations, pack: Pick<Pack, 'parameters'>, lang: Lang): readonly FileParameter[] =>
  parameters.map(({ id, values }) => ({ id, title: textIn(pack.parameters.get(id)!.title, lang), values }))

/** Each day says all that is otherwise from then on: of two changes of one service, or of one figure, the later counts. */
function laterIn(
  pack: Pack,
  announced: readonly Announced[],
  lang: Lang,
  groupOf: (criteria: readonly Criterion[]) => number,
): readonly FileLater[] {
  return [...new Set(announced.map(({ from }) => from))].map((from) => {
    const until = announced.filter((one) => one.from <= from)
    const services = new Map(until.map(({ service }) => [service.id, service]))
    const parameters = new Map(until.flatMap((one) => one.parameters).map((one) => [one.id, one]))
    const rules = rulesOf({ ...pack, facts: new Map(), services, parameters, catalogue: { ...pack.catalogue, rows: [] } })
    const told = new Map(rules.services.map((one) => [one.id, one]))
    return {
      from,
      services: [...services.values()].map((service) => ({
        ...workedIn(service, told.get(service.id)!, lang),
        id: service.id,
        title: textIn(service.title, lang),
        group: groupOf(service.eligibility.criteria),
      })),
      parameters: parametersIn(rules, { parameters }, lang),
    }
  })
}

/** Values in the order in which they come, each once. */
function table<T>() {
  const places = new Map<string, number>()
  const values: T[] = []
  return {
    placeOf(value: T): number {
      const key = JSON.stringify(value)
      const known = places.get(key) ?? places.set(key, values.push(value) - 1).get(key)!
      return known
    },
    all: (): readonly T[] => values,
  }
}

function criterionIn({ id, test, says, law, change, whatYouCanDo }: Criterion, lang: Lang): FileCriterion {
  const said = (text: Text | null) => (text ? textIn(text, lang) : '')
  return [id, test, said(says), law ?? '', said(change), said(whatYouCanDo)]
}

function factIn(fact: FactDefinition, lang: Lang): FileFact {
  const { id, type, title, unit, values, question, hint, min, max, burden, derive, fields } = fact
  const labels = (all: Readonly<Record<string, Text>>) =>
    Object.fromEntries(Object.entries(all).map(([code, label]) => [code, textIn(label, lang)]))
  const relations = fields?.['relation']?.values
  return {
    id,
    type,
    title: textIn(title, lang),
    burden,
    ...(unit === null ? {} : { unit }),
    ...(values ? { values: labels(values) } : {}),
    ...(question ? { question: textIn(question, lang) } : {}),
    ...(hint ? { hint: textIn(hint, lang) } : {}),
    ...(min === null ? {} : { min }),
    ...(max === null ? {} : { max }),
    ...(derive === null ? {} : { derive }),
    ...(relations ? { relations: labels(relations) } : {}),
  }
}

function workedIn(service: ServiceDefinition, { excludes, requires }: ServiceRules, lang: Lang): FileWorked {
  const { basis, award, eligibility, amount, keywords, synonyms, title } = service
  return {
    canApply: canApply(service),
    basis: basis === 'law' ? 'law' : 'codes',
    unit: award.unit,
    ...(award.each === null ? {} : { each: award.each }),
    ...(eligibility.rule === null ? {} : { rule: eligibility.rule }),
    ...(excludes ? { excludes } : {}),
    ...(requires ? { requires } : {}),
    keywords: [title.ko, title.en, ...keywords.ko, ...keywords.en, ...synonyms.ko, ...synonyms.en].filter(Boolean).join('\n'),
    ...(amount === null
      ? {}
      : {
          amount: {
            per: amount.per,
            unit: amount.unit,
            steps: amount.steps.map(({ let: name, be, says, law, unit }) => ({
              let: name,
              be,
              says: textIn(says, lang),
              law,
              unit,
            })),
          },
        }),
  }
}

const areasOf = (directory: Directory): FileSido[] =>
  directory.areasBelow(null).map(({ code, name }) => ({
    code,
    name,
    districts: directory
      .areasBelow(code)
      .filter(({ level }) => level === 'sigungu')
      .map((area) => [area.code, area.name, area.fullName] as const),
  }))

/** Words that the check is told in: its own, and those of the answers. */
const NEEDED =
  /^(resident\.(check|family|outlook|private|suffix|why)\b|resident\.(mark\.applyHere|service\.apply|entry\.machine|home\.signIn\.go)$|ui\.(date|pages)\b|benefits\.(change|coming|criterion|excludes|or|remedy|requires|through|unit|value)\b)/

function textsIn(lang: Lang): Record<string, string> {
  const sets: readonly MessageSet[] = [{ ko, en }, benefitWords, uiMessages]
  const all = sets.flatMap((set) => Object.entries(lang === 'en' ? { ...set.ko, ...set.en } : { ...set.en, ...set.ko }))
  return Object.fromEntries(all.filter(([key]) => NEEDED.test(key)))
}

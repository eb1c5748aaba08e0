/** One compiled engine a release, with the words its answers are told in. */
import type { Catalogue, Snapshot } from '@dpg/catalogue/contract'
import { type CatalogueRow, conditionOf, type Criterion, criteriaOf, type Pack } from '@dpg/definitions'
import { type Lang, textIn } from '@dpg/kernel'
import { createEngine, type CriterionOutcome, type Engine, type ServiceResult } from '@dpg/rules'
import type { Reason } from './contract.ts'

export interface Rules {
  readonly snapshot: Snapshot
  readonly engine: Engine
  /** What a criterion says; undefined for the engine's own (`each`). */
  criterion(service: string, id: string): Criterion | undefined
  /** The reasons of a result in words. The same criterion with the same outcome in the same language is one shared object. */
  reasons(result: ServiceResult, lang: Lang): readonly Reason[]
  title(service: string, lang: Lang): string
  /** The row of the catalogue; undefined for a service that only a folder has. */
  row(service: string): CatalogueRow | undefined
  /** Facts that a register holds and some rule reads. */
  readonly fetchable: () => readonly string[]
}

type EachText = (lang: Lang) => string

/** Compiles on first use after something was published; the one before is dropped. */
export function createRules(catalogue: Catalogue, eachText: EachText): () => Rules {
  let current: Rules | undefined
  return () => {
    const snapshot = catalogue.current()
    if (current?.snapshot !== snapshot) current = compile(snapshot, eachText)
    return current
  }
}

function compile(snapshot: Snapshot, eachText: EachText): Rules {
  const { pack } = snapshot
  const rows = new Map(pack.catalogue.rows.map((row) => [row.id, row]))
  const criteria = new Map(snapshot.serviceIds.map((id) => [id, criteriaIn(pack, id, rows.get(id))]))
  const criterion = (service: string, id: string) => criteria.get(service)?.find((one) => one.id === id)
  const words = { ko: createWords('ko', eachText), en: createWords('en', eachText) }
  const engine = createEngine(snapshot.rules)
  let fetchable: readonly string[] | undefined
  return {
    snapshot,
    engine,
    criterion,
    reasons: (result, lang) => words[lang](result, criteria.get(result.service) ?? []),
    title: (service, lang) => {
      const worked = pack.services.get(service)
      return worked ? textIn(worked.title, lang) : (rows.get(service)?.name ?? service)
    },
    row: (service) => rows.get(service),
    fetchable: () => (fetchable ??= readFromRegisters(snapshot, engine)),
  }
}

function criteriaIn(pack: Pack, service: string, row: CatalogueRow | undefined): readonly Criterion[] {
  const worked = pack.services.get(service)
  if (worked) return worked.eligibility.criteria
  return row ? criteriaOf(row, conditionOf(row, pack), pack).criteria.map((one) => one.criterion) : []
}

type Slot = { [K in CriterionOutcome]?: Reason }

/** Thousands of services share their criteria, so do their reasons: screening everything makes no new texts. */
function createWords(lang: Lang, eachText: EachText) {
  const slots = new Map<Criterion, Slot>()
  const slotOf = (criterion: Criterion): Slot => {
    const known = slots.get(criterion)
    if (known) return known
    const made: Slot = {}
    slots.set(criterion, made)
    return made
  }
  return ({ reasons }: ServiceResult, criteria: readonly Criterion[]): readonly Reason[] => {
    // The engine answers in the order of the criteria; its own `each` comes before them.
    const shift = reasons.length - criteria.length
    return reasons.map((reason, at) => {
      const criterion = criteria[at - shift]
      if (criterion?.id !== reason.criterion) {
        const { outcome, facts } = reason
        return { criterion: reason.criterion, outcome, text: eachText(lang), law: null, facts }
      }
      const slot = slotOf(criterion)
      const made = slot[reason.outcome] ?? say(criterion, reason, lang)
      slot[reason.outcome] = made
      return made
    })
  }
}

const say = ({ id, says, law }: Criterion, { outcome, facts }: Pick<Reason, 'outcome' | 'facts'>, lang: Lang): Reason => ({
  criterion: id,
  outcome,
  text: textIn(says, lang),
  law,
  facts,
})

function readFromRegisters({ pack, serviceIds }: Snapshot, engine: Engine): readonly string[] {
  const read = new Set(serviceIds.flatMap((id) => engine.factsOf(id)))
  return [...pack.facts.values()]
    .filter(({ id, register, derive }) => register !== null && derive === null && read.has(id))
    .map(({ id }) => id)
}

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
  const words: Words = { slots: new Map(), said: new Map() }
  const lines = new Map(snapshot.serviceIds.map((id) => [id, lineOf(pack, id, rows.get(id), words)]))
  const engine = createEngine(snapshot.rules)
  let fetchable: readonly string[] | undefined
  return {
    snapshot,
    engine,
    criterion: (service, id) => lines.get(service)?.criteria.find((one) => one.id === id),
    reasons: (result, lang) => reasonsOf(result, lines.get(result.service), lang, eachText),
    title: (service, lang) => lines.get(service)?.title[lang] ?? service,
    row: (service) => rows.get(service),
    fetchable: () => (fetchable ??= readFromRegisters(snapshot, engine)),
  }
}

/** What every answer says about one service, made once: an answer to everything is thousands of lines. */
interface Line {
  readonly title: Readonly<Record<Lang, string>>
  readonly criteria: readonly Criterion[]
  readonly slots: readonly Slot[]
  /** All reasons of an entry of the official catalogue, by how its criteria came out; shared by entries with the same ones. */
  readonly said: Record<Lang, Map<number, readonly Reason[]>> | undefined
}

/** A criterion's reason in words, by language and outcome. */
type Slot = Record<Lang, { [K in CriterionOutcome]?: Reason }>

/** Thousands of services share their criteria, so do their reasons: screening everything makes no new texts. */
interface Words {
  readonly slots: Map<Criterion, Slot & { readonly number: number }>
  readonly said: Map<string, NonNullable<Line['said']>>
}

function lineOf(pack: Pack, service: string, row: CatalogueRow | undefined, words: Words): Line {
  const worked = pack.services.get(service)
  const name = row?.name ?? service
  const criteria = criteriaIn(pack, service, row)
  const slots = criteria.map((criterion) => slotOf(words, criterion))
  return {
    title: worked ? { ko: textIn(worked.title, 'ko'), en: textIn(worked.title, 'en') } : { ko: name, en: name },
    criteria,
    slots,
    said: worked ? undefined : saidBy(words, slots.map(({ number }) => number).join(' ')),
  }
}

function slotOf({ slots }: Words, criterion: Criterion) {
  const slot = slots.get(criterion) ?? { ko: {}, en: {}, number: slots.size }
  slots.set(criterion, slot)
  return slot
}

function saidBy({ said }: Words, key: string) {
  const known = said.get(key) ?? { ko: new Map(), en: new Map() }
  said.set(key, known)
  return known
}

const OUTCOMES = { met: 0, notMet: 1, unknown: 2 } as const satisfies Record<CriterionOutcome, number>

/** How all criteria came out, as a number to base three. */
function outcomeNumber({ reasons }: ServiceResult): number {
  let number = 0
  for (const { outcome } of reasons) number = number * 3 + OUTCOMES[outcome]
  return number
}

function reasonsOf(result: ServiceResult, line: Line | undefined, lang: Lang, eachText: EachText): readonly Reason[] {
  const known = line?.said?.[lang]
  if (!known || result.reasons.length !== line?.criteria.length) return inWords(result, line, lang, eachText)
  const number = outcomeNumber(result)
  const reasons = known.get(number) ?? inWords(result, line, lang, eachText)
  known.set(number, reasons)
  return reasons
}

/** The engine answers in the order of the criteria; its own `each` comes before them. */
function inWords({ reasons }: ServiceResult, line: Line | undefined, lang: Lang, eachText: EachText): readonly Reason[] {
  const shift = reasons.length - (line?.criteria.length ?? 0)
  return reasons.map((reason, at) => {
    const criterion = line?.criteria[at - shift]
    if (criterion?.id !== reason.criterion) {
      const { outcome, facts } = reason
      return { criterion: reason.criterion, outcome, text: eachText(lang), law: null, facts }
    }
    const said = line!.slots[at - shift]![lang]
    said[reason.outcome] ??= say(criterion, reason, lang)
    return said[reason.outcome]!
  })
}

function criteriaIn(pack: Pack, service: string, row: CatalogueRow | undefined): readonly Criterion[] {
  const worked = pack.services.get(service)
  if (worked) return worked.eligibility.criteria
  return row ? criteriaOf(row, conditionOf(row, pack), pack).criteria.map((one) => one.criterion) : []
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

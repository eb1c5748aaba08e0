/** One compiled engine a release, with the words its answers are told in. */
import type { Announced, Catalogue, Snapshot } from '@dpg/catalogue/contract'
import {
  type AmountStep,
  type CatalogueRow,
  conditionOf,
  type Criterion,
  criteriaOf,
  type FactDefinition,
  type Pack,
} from '@dpg/definitions'
import { type Lang, type Text, textIn } from '@dpg/kernel'
import { createEngine, type Engine, RuleErrors, type ServiceResult } from '@dpg/rules'
import { untilDay, withAnnounced } from './announced.ts'
import type { Reason, ScreenedAmount } from './contract.ts'
import { createLines, type EachText, reasonsOf } from './reasons.ts'

/** What telling an answer needs to know: the same on the server and in a visitor's own browser (`browser.ts`). */
export interface Telling {
  readonly engine: Engine
  readonly facts: ReadonlyMap<string, TellingFact>
  hasService(id: string): boolean
  /** From its law; the others are read from the condition codes of the catalogue. */
  isWorkedOut(id: string): boolean
  /** What a criterion says; undefined for the engine's own (`each`). */
  criterion(service: string, id: string): TellingCriterion | undefined
  /** The reasons of a result in words. */
  reasons(result: ServiceResult, lang: Lang): readonly Reason[]
  title(service: string, lang: Lang): string
  /** How much, of a service worked out with an amount. */
  amount(service: string): TellingAmount | undefined
  /** The name of a figure that the law changes. */
  figure(parameter: string, lang: Lang): string
}

export type TellingFact = Pick<FactDefinition, 'id' | 'type' | 'unit' | 'min' | 'max' | 'values' | 'title'>
export type TellingCriterion = Pick<Criterion, 'id' | 'says' | 'law' | 'change' | 'whatYouCanDo'>
export interface TellingAmount extends Pick<ScreenedAmount, 'per' | 'unit'> {
  /** `unit`: won where it is absent. */
  readonly steps: readonly {
    readonly let: string
    readonly says: Text
    readonly law: string | null
    readonly unit?: AmountStep['unit']
  }[]
}

export interface Rules extends Telling {
  readonly snapshot: Snapshot
  criterion(service: string, id: string): Criterion | undefined
  /** The row of the catalogue; undefined for a service that only a folder has. */
  row(service: string): CatalogueRow | undefined
  /** Facts that a register holds and some rule reads. */
  readonly fetchable: () => readonly string[]
}

/** The rules in force; of a later day (ISO) with what is announced until then. */
export type RulesOn = (day?: string) => Rules

/** Compiles on first use after something was published or announced; the ones before are dropped. */
export function createRules(catalogue: Pick<Catalogue, 'current' | 'announced'>, eachText: EachText): RulesOn {
  let current: Rules | undefined
  let announced: readonly Announced[] | undefined
  const later = new Map<string, Rules>()
  return (day) => {
    const snapshot = catalogue.current()
    if (current?.snapshot !== snapshot) {
      current = compile(snapshot, eachText)
      later.clear()
    }
    if (day === undefined) return current
    if (announced !== catalogue.announced()) {
      announced = catalogue.announced()
      later.clear()
    }
    const changes = untilDay(announced, day)
    if (changes.length === 0) return current
    const name = changes.map(({ id }) => id).join()
    const rules = later.get(name) ?? compiled(snapshot, changes, eachText) ?? current
    later.set(name, rules)
    return rules
  }
}

/** Nothing where they no longer fit what was published since: on their day they go back to their author instead. */
function compiled(snapshot: Snapshot, changes: readonly Announced[], eachText: EachText): Rules | undefined {
  try {
    return compile(withAnnounced(snapshot, changes), eachText)
  } catch (error) {
    if (error instanceof RuleErrors) return undefined
    throw error
  }
}

function compile(snapshot: Snapshot, eachText: EachText): Rules {
  const { pack } = snapshot
  const rows = new Map(pack.catalogue.rows.map((row) => [row.id, row]))
  const shared = createLines()
  const lines = new Map(
    snapshot.serviceIds.map((id) => {
      const criteria = criteriaIn(pack, id, rows.get(id))
      return [id, { criteria, title: titleOf(pack, id, rows.get(id)), told: shared.line(criteria, !pack.services.has(id)) }]
    }),
  )
  const engine = createEngine(snapshot.rules)
  let fetchable: readonly string[] | undefined
  return {
    snapshot,
    engine,
    facts: pack.facts,
    hasService: (id) => lines.has(id),
    isWorkedOut: (id) => pack.services.get(id)?.basis === 'law',
    criterion: (service, id) => lines.get(service)?.criteria.find((one) => one.id === id),
    reasons: (result, lang) => reasonsOf(result, lines.get(result.service)?.told, lang, eachText),
    title: (service, lang) => lines.get(service)?.title[lang] ?? service,
    amount: (service) => pack.services.get(service)?.amount ?? undefined,
    figure: (id, lang) => {
      const parameter = pack.parameters.get(id)
      return parameter ? textIn(parameter.title, lang) : id
    },
    row: (service) => rows.get(service),
    fetchable: () => (fetchable ??= readFromRegisters(snapshot, engine)),
  }
}

function titleOf(pack: Pack, service: string, row: CatalogueRow | undefined): Readonly<Record<Lang, string>> {
  const worked = pack.services.get(service)
  const name = row?.name ?? service
  return worked ? { ko: textIn(worked.title, 'ko'), en: textIn(worked.title, 'en') } : { ko: name, en: name }
}

function criteriaIn(pack: Pack, service: string, row: CatalogueRow | undefined): readonly Criterion[] {
  const worked = pack.services.get(service)
  if (worked) return worked.eligibility.criteria
  return row ? criteriaOf(row, conditionOf(row, pack), pack).criteria.map((one) => one.criterion) : []
}

function readFromRegisters({ pack, serviceIds }: Snapshot, engine: Engine): readonly string[] {
  const read = new Set(serviceIds.flatMap((id) => engine.factsOf(id)))
  return [...pack.facts.values()]
    .filter(({ id, register, derive }) => register !== null && derive === null && read.has(id))
    .map(({ id }) => id)
}

/** For tests: the real definitions answered by the real rules, without a database. */
import type { Benefits, Screened, WhyNot } from '@dpg/benefits/contract'
import type { Area } from '@dpg/directory/contract'
import type { ServiceHits } from '@dpg/catalogue/contract'
import { ANONYMOUS, type Lang, textIn } from '@dpg/kernel'
import { createEngine } from '@dpg/rules'
import { koreaCatalogue, openPages, type Some } from '../my/testing.ts'

export const TODAY = '2026-11-25'
const current = koreaCatalogue().current()
const engine = createEngine(current.rules)

/** One and the same list, as the catalogue gives it: what is made for devices is made anew when another comes. */
const nothing: ReturnType<NonNullable<Some['catalogue']>['announced'] & {}> = []

/** Titles that hold the words; the order of the pack. Enough for pages, which do not rank. */
export const catalogue: Some['catalogue'] = {
  synonyms: () => ({}),
  announced: () => nothing,
  current: () => current,
  fullText: async () => undefined,
  search: ({ q, area, field, lifeEvent, limit, offset }, lang): ServiceHits => {
    const found = current.serviceIds.flatMap((id) => {
      const service = current.service(id)!
      const fits =
        (q === undefined || textIn(service.title, lang).includes(q)) &&
        (area === undefined || service.area === null || service.area === area) &&
        (field === undefined || service.field === field) &&
        (lifeEvent === undefined || (service.lifeEvents as readonly string[]).includes(lifeEvent))
      return fits ? [service] : []
    })
    const items = found.slice(offset, offset + limit).map((service) => ({
      id: service.id,
      title: textIn(service.title, lang),
      summary: textIn(service.description, lang),
      agency: service.agency,
      agencyName: current.pack.agencies.get(service.agency)?.name ?? service.agency,
      area: service.area,
      areaName: service.area === null ? null : (current.pack.areas.get(service.area)?.name ?? null),
      field: service.field,
      kind: service.kind,
      basis: service.basis,
      canApply: service.work !== null,
      status: service.status,
    }))
    return { total: found.length, items }
  },
}

const areaOf = (code: string): Area | undefined => {
  const area = current.pack.areas.get(code)
  return (
    area && { code, name: area.name, fullName: area.name, level: area.level, parent: area.parent === 'KR' ? null : area.parent }
  )
}

export const directory: Some['directory'] = {
  area: areaOf,
  areasBelow: (parent) =>
    [...current.pack.areas.values()]
      .filter((area) => area.parent === (parent ?? 'KR') && area.to === null)
      .flatMap(({ code }) => areaOf(code) ?? []),
  agencyName: (code) => current.pack.agencies.get(code)?.name ?? code,
}

const screen: Benefits['screen'] = ({ facts, services }, lang) => {
  const { counts, results, ask } = engine.screen({ facts, asOf: TODAY, ...(services ? { services } : {}) })
  return {
    asOf: TODAY,
    counts,
    ask,
    results: results.map((result): Screened => {
      const service = current.pack.services.get(result.service)
      const reasons = result.reasons.map(({ criterion, outcome, facts: read }) => ({
        criterion,
        outcome,
        text: sayOf(result.service, criterion, lang),
        law: null,
        facts: read,
      }))
      const { service: id, outcome, basis, missing, amount } = result
      const { per, unit } = service?.amount ?? { per: 'month' as const, unit: 'person' as const }
      return {
        service: id,
        title: id,
        outcome,
        basis,
        reasons,
        missing,
        ...(amount ? { amount: { won: amount.value ?? null, per, unit, missingFigures: [...amount.missingParameters] } } : {}),
      }
    }),
  }
}

const sayOf = (service: string, criterion: string, lang: Lang): string => {
  const known = current.pack.services.get(service)?.eligibility.criteria.find(({ id }) => id === criterion)
  return known ? textIn(known.says, lang) : criterion
}

const explain: Benefits['explain'] = (service, { facts }, lang): WhyNot => {
  const { outcome, criteria } = engine.explain(service, { facts, asOf: TODAY })
  return {
    service,
    title: service,
    outcome,
    basis: current.pack.services.has(service) ? 'law' : 'codes',
    criteria: criteria.map((one) => ({
      criterion: one.criterion,
      text: sayOf(service, one.criterion, lang),
      outcome: one.outcome,
      law: null,
      facts: one.values.map(({ fact, value }) => ({
        fact,
        label: textIn(current.pack.facts.get(fact)!.title, lang),
        value: value === undefined ? null : String(value),
        register: null,
      })),
      changes: one.changes.map(({ kind }) => kind),
      notWorkedOut: null,
      rawChanges: one.changes,
      missing: one.missing,
    })),
    steps: [],
  }
}

const clock = { now: () => Temporal.Instant.from(`${TODAY}T03:00:00Z`), today: () => Temporal.PlainDate.from(TODAY) }

/** Pages as a stranger sees them. What every test asks alike is opened once a file: the rules for devices take seconds to press. */
export async function publicPages(some?: PublicSome): Promise<PublicPages> {
  if (some) return open(some)
  plain ??= open({})
  return plain
}

type PublicSome = Some & { readonly clock?: typeof clock }
type PublicPages = Awaited<ReturnType<typeof open>>
let plain: Promise<PublicPages> | undefined

/** `some` adds to the contracts or takes their place. */
async function open(some: PublicSome) {
  const ask = await openPages({
    catalogue,
    plugins: { search: async () => [] },
    directory,
    benefits: { screen, explain, coming: () => [], comingRules: () => [] },
    identity: {
      personas: async () => [],
      privateIds: { list: async () => [] } as never,
      certificates: { isOffered: false } as never,
      passports: { isOffered: async () => false } as never,
      presentations: { isOffered: async () => false } as never,
    },
    clock,
    ...some,
  } as Some)
  return (line: string, request: Parameters<typeof ask>[1] = {}) => ask(line, { principal: ANONYMOUS, ...request })
}

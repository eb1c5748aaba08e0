/** For tests only: the same counts by the closure engine, person by person, for the bitmaps to be held against. */
import { createEngine, type Engine, type Json, type ServiceResult } from '@dpg/rules'
import { type Column, readColumn, readInfo, TRAITS } from '../people/format.ts'
import type { MeasureRequest } from '../people/measure.ts'
import { missingFrom } from '../people/missing.ts'
import { ageBand, createTally, type Stand, type UnitAnswer } from '../people/tally.ts'
import { type Measured, together } from '../people/together.ts'

const PERIODS: Readonly<Record<string, number>> = { day: 365, month: 12, quarter: 4, semester: 2, year: 1, once: 1 }

export function measureByClosures(request: MeasureRequest): Measured {
  const { folder, service, asOf } = request
  const info = readInfo(folder)
  if (info === undefined) throw new Error(`there are no people in ${folder}`)
  const engines = [createEngine(request.today), createEngine(request.reform)] as const
  const facts = [...new Set(engines.flatMap((engine) => readsOf(engine, request, service)))]
  const unit = request.today.services.find(({ id }) => id === service)!.unit
  const missing = missingFrom(request)
  const parts = Array.from({ length: info.shards }, (_, shard) => {
    const { next, result } = createTally({ perHousehold: unit !== 'person', deciles: info.deciles })
    measureShard({ folder, shard, facts, service, asOf }, engines, next)
    const { tally, open } = result()
    return { tally, missing: missing(shard, open) }
  })
  return together(info, parts)
}

/** Leaves that it reads, and derived facts on the way, whose given value wins. */
function readsOf(engine: Engine, { today }: MeasureRequest, service: string): readonly string[] {
  const derived = today.facts.filter(({ derive }) => derive !== undefined).map(({ id }) => id)
  return [...engine.factsOf(service), ...derived]
}

interface Shard {
  readonly folder: string
  readonly shard: number
  readonly facts: readonly string[]
  readonly service: string
  readonly asOf: string
}

function measureShard(
  { folder, shard, facts, service, asOf }: Shard,
  engines: readonly [Engine, Engine],
  next: (household: number) => UnitAnswer,
): void {
  const trait = (name: string): Column => {
    const column = readColumn(folder, shard, name)
    if (column === undefined) throw new Error(`${folder}: shard ${shard} has no column ${name}`)
    return column
  }
  const [household, sigungu, birth, sex, size, income] = Object.values(TRAITS).map(trait) as [
    Column,
    Column,
    Column,
    Column,
    Column,
    Column,
  ]
  const columns = facts.flatMap((id) => {
    const column = readColumn(folder, shard, id)
    return column ? [{ id, column }] : []
  })
  const at = (column: Column, i: number): Json => column.values[column.codes[i]! - 1] ?? null
  const services = [service]
  for (let i = 0; i < household.codes.length; i++) {
    const known: Record<string, Json> = {}
    for (const { id, column } of columns) {
      const code = column.codes[i]!
      if (code > 0) known[id] = column.values[code - 1]!
    }
    const input = { facts: known, asOf, services }
    const [before, after] = engines.map((engine) => answerOf(engine.screen(input).results[0]!, i)) as [Stand, Stand]
    const area = at(sigungu, i) as string
    Object.assign(next(at(household, i) as number), {
      sido: area.slice(0, 2),
      sigungu: area,
      age: ageBand(at(birth, i) as string, asOf),
      sex: at(sex, i) as string,
      size: at(size, i) as number,
      income: at(income, i) as number,
      before,
      after,
    })
  }
}

function answerOf({ outcome, amount }: ServiceResult, row: number): Stand {
  const isEligible = outcome === 'eligible'
  const year = amount?.value === undefined ? 0 : amount.value * (PERIODS[amount.per] ?? 1)
  return {
    outcome,
    won: isEligible ? year : 0,
    isAmountKnown: !isEligible || amount === undefined || amount.value !== undefined,
    row,
  }
}

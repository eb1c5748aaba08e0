/** One service under two sets of rules over all people of a folder, by the closure engine; aggregates only leave here. */
import { createEngine, type Declarations, type Engine, type Json, type ServiceResult } from '@dpg/rules'
import { type Column, type FolderInfo, readColumn, readInfo, TRAITS } from './format.ts'
import { createTally, type Tally, type UnitAnswer } from './tally.ts'

export interface MeasureRequest {
  readonly folder: string
  readonly service: string
  readonly today: Declarations
  readonly reform: Declarations
  readonly asOf: string
}

export interface Measured {
  readonly info: FolderInfo
  readonly tally: Tally
}

/** How one of a household stands: the answer and a year's won. */
interface Answer {
  readonly outcome: ServiceResult['outcome']
  readonly won: number
  readonly isAmountKnown: boolean
  readonly missing: readonly string[]
}

const PERIODS: Readonly<Record<string, number>> = { day: 365, month: 12, quarter: 4, semester: 2, year: 1, once: 1 }

/** Runs it. Throws what the engine throws, and when the folder is not complete. */
export function measure(request: MeasureRequest, onProgress: (percent: number) => void = () => {}): Measured {
  const { folder, service, asOf } = request
  const info = readInfo(folder)
  if (info === undefined) throw new Error(`there are no people in ${folder}`)
  const engines = [createEngine(request.today), createEngine(request.reform)] as const
  const facts = [...new Set(engines.flatMap((engine) => readsOf(engine, request, service)))]
  const unit = request.today.services.find(({ id }) => id === service)!.unit
  const tally = createTally({ perHousehold: unit !== 'person', asOf, deciles: info.deciles })
  for (let shard = 0; shard < info.shards; shard++) {
    measureShard({ folder, shard, facts, service, asOf }, engines, tally.add)
    onProgress(Math.round(((shard + 1) * 100) / info.shards))
  }
  return { info, tally: tally.result() }
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
  add: (one: UnitAnswer) => void,
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
    const [before, after] = engines.map((engine) => answerOf(engine.screen(input).results[0]!)) as [Answer, Answer]
    add({
      household: at(household, i) as number,
      sigungu: at(sigungu, i) as string,
      birth: at(birth, i) as string,
      sex: at(sex, i) as string,
      size: at(size, i) as number,
      income: at(income, i) as number,
      before,
      after,
    })
  }
}

function answerOf({ outcome, amount, missing }: ServiceResult): Answer {
  const isEligible = outcome === 'eligible'
  const year = amount?.value === undefined ? 0 : amount.value * (PERIODS[amount.per] ?? 1)
  return {
    outcome,
    won: isEligible ? year : 0,
    isAmountKnown: !isEligible || amount === undefined || amount.value !== undefined,
    missing: outcome === 'unknown' ? missing : [],
  }
}

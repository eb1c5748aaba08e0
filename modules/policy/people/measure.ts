/** One service under two sets of rules over all people of a folder, by the population engine; aggregates only leave here. */
import type { Declarations } from '@dpg/rules'
import { eachStretch, type Stands, type StandsSide, type Told } from '@dpg/rules/population'
import { enginePeople, TRAIT_FACTS } from './engine.ts'
import { type FolderInfo, readInfo } from './format.ts'
import { missingOf } from './missing.ts'
import { ageBand, createTally, type Stand, type Tally } from './tally.ts'

export interface MeasureRequest {
  readonly folder: string
  /** Where the engine keeps the people in its own form; may be taken away at any time, then they are written again. */
  readonly engine: string
  readonly service: string
  readonly today: Declarations
  readonly reform: Declarations
  readonly asOf: string
}

export interface Measured {
  readonly info: FolderInfo
  readonly tally: Tally
  /** By fact: units whose answer its absence leaves open. */
  readonly missing: Readonly<Record<string, number>>
}

/** The part of a request that the engine's form of the people depends on. */
export type PrepareRequest = Pick<MeasureRequest, 'folder' | 'engine' | 'today' | 'asOf'>

/** Writes the people for the engine where that is still to be done, so that the first run need not. */
export function prepare(request: PrepareRequest): void {
  const info = readInfo(request.folder)
  if (info === undefined) throw new Error(`there are no people in ${request.folder}`)
  enginePeople({ ...request, info }, () => {})
}

/** Of a run whose people must be written first, this much is that. */
const WRITING = 0.6

/** Runs it. Throws what the engine throws, and when the folder is not complete. */
export function measure(request: MeasureRequest, onProgress: (percent: number) => void = () => {}): Measured {
  const { folder, engine, service, today, reform, asOf } = request
  const info = readInfo(folder)
  if (info === undefined) throw new Error(`there are no people in ${folder}`)
  let written = 0
  enginePeople({ folder, engine, info, today, asOf }, (share) => {
    written = WRITING
    onProgress(Math.round(100 * WRITING * share))
  })
  const unit = today.services.find(({ id }) => id === service)!.unit
  const tally = createTally({ perHousehold: unit !== 'person', deciles: info.deciles })
  const add = adder(tally.next, asOf)
  const progress = (done: number, shards: number) => onProgress(Math.round(100 * (written + ((1 - written) * done) / shards)))
  eachStretch({ population: engine, today, reform, asOf, service, read: TRAIT_FACTS, onProgress: progress }, add)
  return withMissing(request, info, tally.result())
}

export const withMissing = (request: MeasureRequest, info: FolderInfo, tally: Tally): Measured => ({
  info,
  tally,
  missing: missingOf(request, info, tally.open),
})

const OUTCOMES = ['ineligible', 'eligible', undefined, 'unknown'] as const

/** Hands a stretch over person by person. */
function adder(next: ReturnType<typeof createTally>['next'], asOf: string): (stands: Stands) => void {
  let row = 0
  let shard: string | undefined
  const [areas, bands, sexes] = [
    byCode((value) => ({ sigungu: String(value), sido: String(value).slice(0, 2) })),
    byCode((value) => ageBand(String(value), asOf)),
    byCode(String),
  ]
  return (stands) => {
    const [household, sigungu, birth, sex, size, income] = stands.told as [Told, Told, Told, Told, Told, Told]
    // The same code is another value in another shard.
    if (shard !== stands.shard) for (const one of [areas, bands, sexes]) one.forget()
    shard = stands.shard
    for (let i = 0; i < stands.people; i++) {
      const place = next(numberOf(household, i))
      const area = areas.of(sigungu, i)
      place.sido = area.sido
      place.sigungu = area.sigungu
      place.age = bands.of(birth, i)
      place.sex = sexes.of(sex, i)
      place.size = numberOf(size, i)
      place.income = numberOf(income, i)
      fill(place.before, stands.before, i, row)
      fill(place.after, stands.after, i, row)
      row++
    }
  }
}

function fill(stand: Stand, { outcomes, won }: StandsSide, i: number, row: number): void {
  const amount = won[i]!
  stand.outcome = OUTCOMES[outcomes[i]!] ?? 'unknown'
  stand.isAmountKnown = !Number.isNaN(amount)
  stand.won = stand.isAmountKnown ? amount : 0
  stand.row = row
}

/** What is made of a code, made once a shard. */
function byCode<T>(make: (value: unknown) => T) {
  let known: T[] = []
  return {
    of: (told: Told, i: number): T => {
      if (told.kind !== 'codes') throw new TypeError('people are sorted by texts and days')
      const code = told.codes[i]!
      known[code] ??= make(told.valueOf(code))
      return known[code]!
    },
    forget: () => {
      known = []
    },
  }
}

const numberOf = (told: Told, i: number): number =>
  told.kind === 'numbers' ? told.numbers[i]! : Number(told.valueOf(told.codes[i]!))

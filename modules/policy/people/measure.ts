/** One service under two sets of rules over all people of a folder, by the population engine; aggregates only leave here. */
import { type Declarations, LimitError } from '@dpg/rules'
import { type Stands, type StandsSide, stretchesOf, type Told } from '@dpg/rules/population'
import { enginePeople, TRAIT_FACTS } from './engine.ts'
import { type FolderInfo, readInfo } from './format.ts'
import { missingFrom } from './missing.ts'
import { ageBand, createTally, type Stand } from './tally.ts'
import { type Measured, type Part, together } from './together.ts'

export interface MeasureRequest {
  readonly folder: string
  /** Where the engine keeps the people in its own form; may be taken away at any time, then they are written again. */
  readonly engine: string
  readonly service: string
  readonly today: Declarations
  readonly reform: Declarations
  readonly asOf: string
}

/** The part of a request that the engine's form of the people depends on. */
export type PrepareRequest = Pick<MeasureRequest, 'folder' | 'engine' | 'today' | 'asOf'>

/** Writes the people for the engine where that is still to be done, so that the first run need not. */
export function prepare(request: PrepareRequest): void {
  const info = readInfo(request.folder)
  if (info === undefined) throw new Error(`there are no people in ${request.folder}`)
  enginePeople({ ...request, info }, () => {})
}

/** People that can be counted, shard by shard. */
export interface Counting {
  readonly info: FolderInfo
  /** How many shards there are; each is counted the same, whoever counts it. */
  readonly shards: number
  /** Throws what the engine throws. */
  part(shard: number): Part
}

/** `onWriting` is told the share that is done, where people must be written for the engine first. Throws when the folder is not complete. */
export function openCounting(request: MeasureRequest, onWriting: (share: number) => void = () => {}): Counting {
  const { folder, engine, service, today, reform, asOf } = request
  const info = readInfo(folder)
  if (info === undefined) throw new Error(`there are no people in ${folder}`)
  const shards = enginePeople({ folder, engine, info, today, asOf }, onWriting)
  if (shards.length !== info.shards) throw new Error(`${engine} has ${shards.length} shards, ${folder} has ${info.shards}`)
  const perHousehold = today.services.find(({ id }) => id === service)!.unit !== 'person'
  const stretches = stretchesOf({ population: engine, today, reform, asOf, service, read: TRAIT_FACTS })
  const missing = missingFrom(request)
  return {
    info,
    shards: shards.length,
    part: (shard) => {
      const { next, result } = createTally({ perHousehold, deciles: info.deciles })
      const [tooLong] = stretches(shards[shard]!, adder(next, asOf))
      // Somebody would be counted as unknown who is not: no figure is better than a false one.
      if (tooLong) throw new LimitError(undefined, tooLong.text)
      const { tally, open } = result()
      return { tally, missing: missing(shard, open) }
    },
  }
}

/** All of them, here. */
export function measure(request: MeasureRequest): Measured {
  const { info, shards, part } = openCounting(request)
  return together(
    info,
    Array.from({ length: shards }, (_, shard) => part(shard)),
  )
}

const OUTCOMES = ['ineligible', 'eligible', undefined, 'unknown'] as const

/** Hands the stretches of one shard over person by person. */
function adder(next: ReturnType<typeof createTally>['next'], asOf: string): (stands: Stands) => void {
  let row = 0
  const [areas, bands, sexes] = [
    byCode((value) => ({ sigungu: String(value), sido: String(value).slice(0, 2) })),
    byCode((value) => ageBand(String(value), asOf)),
    byCode(String),
  ]
  return (stands) => {
    const [household, sigungu, birth, sex, size, income] = stands.told as [Told, Told, Told, Told, Told, Told]
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

/** What is made of a code, made once: in a shard the same code is the same value. */
function byCode<T>(make: (value: unknown) => T) {
  const known: T[] = []
  return {
    of: (told: Told, i: number): T => {
      if (told.kind !== 'codes') throw new TypeError('people are sorted by texts and days')
      const code = told.codes[i]!
      known[code] ??= make(told.valueOf(code))
      return known[code]!
    },
  }
}

const numberOf = (told: Told, i: number): number =>
  told.kind === 'numbers' ? told.numbers[i]! : Number(told.valueOf(told.codes[i]!))

/** Conditions over one coded column as planes: stretches of codes, made of the base planes of their borders. */
import { countOf, FIRST } from '../columns/column.ts'
import type { PerCode } from '../plan/nodes.ts'
import { type LoadedCodes, usedCodes } from './loaded.ts'
import { ONE, ZERO } from './memory.ts'
import { type Border, type Stretch, stretches } from './tables.ts'
import { NO, NULL, OPEN, YES } from './truth-of.ts'
import type { Truth, TruthsOptions } from './truths.ts'

/** So many people have nearly every value there is. */
const MANY = 50_000

/** An interval of codes as borders instead of planes: those below `high` but not below `low` surely, those below `open` perhaps. */
export interface CodeInterval {
  readonly high: number
  readonly low: number
  readonly open: number
}

type Options = Pick<
  TruthsOptions,
  'memory' | 'shard' | 'tables' | 'planes' | 'emitter' | 'bases' | 'then' | 'states' | 'tablesOf'
>

export function createCoded({ memory, shard, tables, planes, emitter, bases, then, states, tablesOf }: Options) {
  const borders = new Map<string, Map<string, readonly Border[]>>()
  let built = new Map<number, number>()

  const base = (column: LoadedCodes, below: number): number => {
    if (below === 0) return ZERO
    if (below >= FIRST + countOf(column.column.dictionary)) return ONE
    const id = bases.of(column, below)
    const before = built.get(id)
    if (before !== undefined) return before
    const state = states()[id]
    // A base asked for during this tile for the first time is compared; the next tile knows of it beforehand.
    const plane = state ?? bases.states(currentTile)[id]!
    if (plane !== ZERO && plane !== ONE) then((tile) => bases.build(id, tile))
    built.set(id, plane)
    return plane
  }
  let currentTile = 0

  function bordersOf(per: PerCode, column: LoadedCodes): readonly Border[] {
    const of = borders.get(per.column) ?? new Map<string, readonly Border[]>()
    borders.set(per.column, of)
    if (!of.has(per.key)) {
      const pers = tablesOf(per.column)
      const used = shard.people < MANY ? usedCodes(memory, column, shard.people) : undefined
      for (const [i, list] of tables.borders(column, pers, used).entries()) of.set(pers[i]!.key, list)
    }
    return of.get(per.key)!
  }

  /** A plane of those whose code is in any of the stretches. */
  function codesIn(column: LoadedCodes, list: readonly Stretch[]): number {
    const end = FIRST + countOf(column.column.dictionary)
    const parts = list.map(({ from, to }) => emitter.less(base(column, to ?? end), base(column, from)))
    const all = emitter.any(parts)
    parts.forEach(planes.drop)
    return all
  }

  /** Surely nobody of this tile. */
  const isNobodyIn = (column: LoadedCodes, list: readonly Stretch[]): boolean => {
    const end = FIRST + countOf(column.column.dictionary)
    return list.every(({ from, to }) => base(column, to ?? end) === ZERO || base(column, from) === ONE)
  }

  /** `isMet`: none counts as no. */
  function table(per: PerCode, isMet: boolean): Truth {
    const column = shard.columns.get(per.column)
    if (column?.kind !== 'codes') throw new TypeError(`${per.column} is not coded in this shard`)
    const list = bordersOf(per, column)
    const planeOf = (is: (truth: number) => boolean): number => codesIn(column, stretches(list, is))
    const yes = planeOf((truth) => truth === YES)
    const isSettled = isNobodyIn(
      column,
      stretches(list, (truth) => truth === OPEN || (truth === NULL && !isMet)),
    )
    if (isSettled) {
      planes.hold(yes)
      return { yes, perhaps: yes, unknown: undefined }
    }
    const hasNone = !isMet && list.some((border) => border.truth === NULL)
    if (!hasNone) return { yes, perhaps: planeOf((truth) => truth === YES || truth === OPEN), unknown: undefined }
    return { yes, perhaps: planeOf((truth) => truth !== NO), unknown: planeOf((truth) => truth === OPEN) }
  }

  /** The borders of a condition that one interval of codes meets; undefined for any other. */
  function interval(per: PerCode): CodeInterval | undefined {
    const column = shard.columns.get(per.column)
    if (column?.kind !== 'codes') return undefined
    const list = bordersOf(per, column)
    const [yes, ...more] = stretches(list, (truth) => truth === YES)
    const [open, ...others] = stretches(list, (truth) => truth === OPEN)
    if (yes === undefined || more.length > 0 || others.length > 0 || (open && open.from > 0)) return undefined
    const end = FIRST + countOf(column.column.dictionary)
    return {
      high: base(column, yes.to ?? end),
      low: base(column, yes.from),
      open: open === undefined ? ZERO : base(column, open.to ?? end),
    }
  }

  return {
    codesIn,
    table,
    interval,
    reset: (tile: number) => {
      currentTile = tile
      built = new Map()
    },
  }
}

/** What shards were counted to, put together: in their order, so that the same parts give the same to the last digit, whoever counted them. */
import type { FolderInfo } from './format.ts'
import { type Cell, MEASURES, type Measure, type Moments, type Tally } from './tally.ts'

/** Of one shard. */
export interface Part {
  readonly tally: Tally
  /** By fact: units whose answer its absence leaves open. */
  readonly missing: Readonly<Record<string, number>>
}

/** Of all people. */
export interface Measured extends Part {
  readonly info: FolderInfo
}

export function together(info: FolderInfo, parts: readonly Part[]): Measured {
  const tallies = parts.map(({ tally }) => tally)
  const sum = (of: (tally: Tally) => number): number => tallies.reduce((total, tally) => total + of(tally), 0)
  const pair = (of: (tally: Tally) => readonly [number, number]): [number, number] => [
    sum((tally) => of(tally)[0]),
    sum((tally) => of(tally)[1]),
  ]
  const moments = (name: Measure): Moments => ({
    sum: sum((tally) => tally.moments[name].sum),
    squares: sum((tally) => tally.moments[name].squares),
  })
  const table = (name: keyof Tally['by']) => cellsOf(tallies.map(({ by }) => by[name]))
  return {
    info,
    tally: {
      people: sum(({ people }) => people),
      households: sum(({ households }) => households),
      persons: pair(({ persons }) => persons),
      moments: Object.fromEntries(MEASURES.map((name) => [name, moments(name)])) as Tally['moments'],
      newly: { winners: sum(({ newly }) => newly.winners), losers: sum(({ newly }) => newly.losers) },
      gained: sum(({ gained }) => gained),
      lost: sum(({ lost }) => lost),
      amountUnknown: pair(({ amountUnknown }) => amountUnknown),
      by: {
        sido: table('sido'),
        sigungu: table('sigungu'),
        age: table('age'),
        sex: table('sex'),
        size: table('size'),
        decile: table('decile'),
      },
    },
    missing: countsOf(parts.map(({ missing }) => missing)),
  }
}

function cellsOf(tables: readonly Readonly<Record<string, Cell>>[]): Readonly<Record<string, Cell>> {
  const all: Record<string, Cell> = {}
  for (const table of tables)
    for (const [group, cell] of Object.entries(table)) {
      const known = all[group]
      all[group] = known ? added(known, cell) : cell
    }
  return all
}

const added = (one: Cell, other: Cell): Cell => ({
  all: one.all + other.all,
  eligible: [one.eligible[0] + other.eligible[0], one.eligible[1] + other.eligible[1]],
  unknown: [one.unknown[0] + other.unknown[0], one.unknown[1] + other.unknown[1]],
  won: [one.won[0] + other.won[0], one.won[1] + other.won[1]],
  winners: one.winners + other.winners,
  losers: one.losers + other.losers,
})

function countsOf(all: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const one of all) for (const [fact, count] of Object.entries(one)) counts[fact] = (counts[fact] ?? 0) + count
  return counts
}

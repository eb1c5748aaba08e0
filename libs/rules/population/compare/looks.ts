/** Money and groups, person by person: only for services that differ or were asked for. */
import type { Look, Seen } from '../eval/shard-eval.ts'
import type { Placed } from '../eval/vector.ts'
import type { GroupBy } from '../types.ts'
import { createLabels, createSorter, type Labels, planeReader } from './groups.ts'
import type { JointService, Planned } from './joint.ts'
import { createHomes, type Homes } from './homes.ts'
import { moneyIn } from './money.ts'
import { toldOf } from './stands.ts'
import { itself } from '../plan/nodes.ts'
import { addTo, AT, nothing, type Sums } from './sums.ts'

/** Sums of one service (or of all together): of everybody, and by the number of the group in each grouping. */
export interface Sheet {
  readonly all: Sums
  readonly by: Sums[][]
}

export interface Sheets {
  readonly services: Map<string, Sheet>
  /** The same counted in households. */
  readonly homes: Map<string, Sheet>
  readonly total: Sheet
  readonly labels: readonly Labels[]
}

export function createSheets(groupings: number): Sheets {
  return {
    services: new Map(),
    homes: new Map(),
    total: sheet(groupings),
    labels: Array.from({ length: groupings }, createLabels),
  }
}

const sheet = (groupings: number): Sheet => ({ all: nothing(), by: Array.from({ length: groupings }, () => []) })

export interface MoneyOptions {
  readonly by: readonly GroupBy[]
  readonly borders: readonly (readonly number[])[]
  readonly services: readonly JointService[]
  /** The fact that numbers households, where they are counted too. */
  readonly household: string | undefined
}

/** The look that fills the sheets of these services. It sees the tiles of one shard. */
export function moneyLook(planned: Planned, sheets: Sheets, { by, borders, services, household }: MoneyOptions): Look {
  const sorters = by.map((one, i) => createSorter(one, planned.before, planned.pool, sheets.labels[i]!, borders[i] ?? []))
  const nums = [...new Set(sorters.flatMap(({ num }) => (num ? [num] : [])))]
  const amounts = services.flatMap(({ amountBefore, amountAfter }) => [amountBefore, amountAfter])
  for (const amount of amounts) if (amount && !nums.includes(amount.num)) nums.push(amount.num)
  const groups = services.flatMap(({ before, after }) => [planned.groups[before]!, planned.groups[after]!])
  const into = by.map(() => new Uint16Array(MOST_TILE))
  const [moneyBefore, moneyAfter] = [new Float64Array(MOST_TILE), new Float64Array(MOST_TILE)]
  const touched = new Uint8Array(MOST_TILE)
  const homes = services.map(({ id, amountBefore, amountAfter }): Homes => {
    const into = sheets.homes.get(id) ?? sheet(by.length)
    if (household !== undefined) sheets.homes.set(id, into)
    return createHomes(into, amountBefore !== undefined || amountAfter !== undefined)
  })
  // So that its column is read.
  if (household !== undefined) planned.pool.num({ k: 'lookup', per: itself(household) })
  const numbers = new Float64Array(MOST_TILE)
  const homeOf = (seen: Seen): ((row: number) => number) | undefined => {
    if (household === undefined) return undefined
    const told = toldOf(seen, household, numbers)
    return told.kind === 'codes' ? (row) => told.codes[row]! : (row) => told.numbers[row]!
  }

  const see = (seen: Seen): void => {
    const home = homeOf(seen)
    const vectorOf = (num: (typeof nums)[number] | undefined): Placed | undefined => num && seen.numbers[nums.indexOf(num)]
    sorters.forEach(({ num, sort }, i) => {
      sort(seen, vectorOf(num), into[i]!)
    })
    for (const money of [moneyBefore, moneyAfter, touched]) money.fill(0)
    services.forEach((service, i) => {
      const known = sheets.services.get(service.id) ?? sheet(by.length)
      sheets.services.set(service.id, known)
      const sides = [service.amountBefore, service.amountAfter].map((amount): Side => {
        return { money: moneyIn(seen, amount, vectorOf(amount?.num)), hasAmount: amount !== undefined }
      })
      visit(seen, known, sides, i, home)
      if (seen.firstRow + seen.people >= seen.shard.people) homes[i]!.end()
    })
    countPeople(seen)
    total(seen)
  }

  const visit = (
    seen: Seen,
    known: Sheet,
    [a, b]: readonly Side[],
    i: number,
    home: ((row: number) => number) | undefined,
  ): void => {
    const isIn = planeReader(seen)
    const [yesPlaneA, maybePlaneA, yesPlaneB, maybePlaneB] = [
      seen.yes[2 * i]!,
      seen.perhaps[2 * i]!,
      seen.yes[2 * i + 1]!,
      seen.perhaps[2 * i + 1]!,
    ]
    const found = nothing()
    const hasAmount = a!.hasAmount || b!.hasAmount
    for (let row = 0; row < seen.people; row++) {
      const [maybeA, maybeB] = [isIn(maybePlaneA, row), isIn(maybePlaneB, row)]
      if (!maybeA && !maybeB) {
        if (home !== undefined) homes[i]!.add({ ...NOBODY, home: home(row) }, groupsOf(row))
        continue
      }
      const [yesA, yesB] = [isIn(yesPlaneA, row), isIn(yesPlaneB, row)]
      found.fill(0)
      const wonA = fill(found, AT.before, yesA, maybeA, a!, row)
      const wonB = fill(found, AT.after, yesB, maybeB, b!, row)
      const gained = hasAmount ? wonB - wonA : Number(yesB) - Number(yesA)
      if (gained > 0) [found[AT.winners], found[AT.winners + 1]] = [1, hasAmount ? gained : 0]
      if (gained < 0) [found[AT.losers], found[AT.losers + 1]] = [1, hasAmount ? -gained : 0]
      addTo(known.all, found)
      into.forEach((groupOf, k) => {
        addTo(groupIn(known.by[k]!, groupOf[row]!), found)
      })
      moneyBefore[row]! += wonA
      moneyAfter[row]! += wonB
      touched[row]! |= (yesA ? 1 : 0) | (yesB ? 2 : 0) | (maybeA ? 4 : 0) | (maybeB ? 8 : 0)
      if (home === undefined) continue
      const wonBefore = found[AT.before + 3] === 1 ? Number.NaN : wonA
      const wonAfter = found[AT.after + 3] === 1 ? Number.NaN : wonB
      homes[i]!.add(
        { home: home(row), yesBefore: yesA, maybeBefore: maybeA, wonBefore, yesAfter: yesB, maybeAfter: maybeB, wonAfter },
        groupsOf(row),
      )
    }
  }
  const groupsOf = (row: number): readonly number[] => into.map((groupOf) => groupOf[row]!)

  const countPeople = (seen: Seen): void => {
    const sheetsOf = [...services.map(({ id }) => sheets.services.get(id)!), sheets.total]
    const counts = by.map((): number[] => [])
    into.forEach((groupOf, k) => {
      for (let row = 0; row < seen.people; row++) counts[k]![groupOf[row]!] = (counts[k]![groupOf[row]!] ?? 0) + 1
    })
    for (const { all, by: byGroup } of sheetsOf) {
      all[AT.people]! += seen.people
      counts.forEach((list, k) => {
        list.forEach((count, group) => {
          groupIn(byGroup[k]!, group)[AT.people]! += count
        })
      })
    }
  }

  /** Who gets more or less in the end; eligible here means for any of the services. */
  const total = (seen: Seen): void => {
    const found = nothing()
    for (let row = 0; row < seen.people; row++) {
      const mark = touched[row]!
      if (mark === 0) continue
      found.fill(0)
      found[AT.before] = mark & 1
      found[AT.after] = (mark >> 1) & 1
      found[AT.before + 1] = (mark & 5) === 4 ? 1 : 0
      found[AT.after + 1] = (mark & 10) === 8 ? 1 : 0
      found[AT.before + 2] = moneyBefore[row]!
      found[AT.after + 2] = moneyAfter[row]!
      const gained = moneyAfter[row]! - moneyBefore[row]!
      if (gained > 0) [found[AT.winners], found[AT.winners + 1]] = [1, gained]
      if (gained < 0) [found[AT.losers], found[AT.losers + 1]] = [1, -gained]
      addTo(sheets.total.all, found)
      into.forEach((groupOf, k) => {
        addTo(groupIn(sheets.total.by[k]!, groupOf[row]!), found)
      })
    }
  }

  return { groups, nums, see }
}

interface Side {
  readonly money: (row: number) => number
  readonly hasAmount: boolean
}

const NOBODY = { yesBefore: false, maybeBefore: false, wonBefore: 0, yesAfter: false, maybeAfter: false, wonAfter: 0 } as const

const MOST_TILE = 1 << 16

function groupIn(list: Sums[], group: number): Sums {
  const known = list[group] ?? nothing()
  list[group] = known
  return known
}

/** What one side adds; gives the money a year. */
function fill(found: Sums, at: number, yes: boolean, maybe: boolean, { money, hasAmount }: Side, row: number): number {
  if (!maybe) return 0
  found[at] = yes ? 1 : 0
  found[at + 1] = yes ? 0 : 1
  if (!yes || !hasAmount) return 0
  const won = money(row)
  if (Number.isNaN(won)) {
    found[at + 3] = 1
    return 0
  }
  found[at + 2] = won
  return won
}

/** The numbers of a grouping over a tile, for finding parts of equal size. */
export function numbersLook(planned: Planned, by: GroupBy, every: number, into: number[]): Look {
  const sorter = createSorter(by, planned.before, planned.pool, createLabels(), [])
  const num = sorter.num ?? numberByCode(planned, by)
  return {
    groups: [],
    nums: [num],
    see: (seen) => {
      const isIn = planeReader(seen)
      const numbers = seen.memory.numbers()
      const [vector] = seen.numbers
      for (let i = 0; i < seen.people; i += every)
        if (!isIn(vector!.unknown, i) && !isIn(vector!.none, i)) into.push(numbers[vector!.at / 8 + i]!)
    },
  }
}

function numberByCode({ before, pool }: Planned, by: GroupBy) {
  const num = before.lowering.num(before.program.words.read(by.value, `groups/${by.id}`))
  if (num === undefined) throw new TypeError(`${by.id}: only numbers can be cut into parts of equal size`)
  return pool.num(num)
}

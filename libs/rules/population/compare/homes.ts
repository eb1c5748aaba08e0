/** Households out of people who follow one another: one counts as its best placed member does, and stands where its first one stands. */
import { addTo, AT, nothing, type Sums } from './sums.ts'
import type { Sheet } from './looks.ts'

/** One member, before and after: yes, perhaps, won (NaN: not known). */
export interface Member {
  readonly home: number
  readonly yesBefore: boolean
  readonly maybeBefore: boolean
  readonly wonBefore: number
  readonly yesAfter: boolean
  readonly maybeAfter: boolean
  readonly wonAfter: number
}

export interface Homes {
  /** Members of a household come one after another. `groups`: the group of the member in each grouping. */
  readonly add: (member: Member, groups: readonly number[]) => void
  /** No more members of the last household. */
  readonly end: () => void
}

export function createHomes(sheet: Sheet, hasAmount: boolean): Homes {
  let home: number | undefined
  let groups: readonly number[] = []
  const best = [side(), side()] as const

  const end = (): void => {
    if (home === undefined) return
    const found = nothing()
    const [a, b] = best
    put(found, AT.before, a, hasAmount)
    put(found, AT.after, b, hasAmount)
    const [wonA, wonB] = [found[AT.before + 2]!, found[AT.after + 2]!]
    const gained = hasAmount ? wonB - wonA : Number(b.rank === YES) - Number(a.rank === YES)
    if (gained > 0) [found[AT.winners], found[AT.winners + 1]] = [1, hasAmount ? gained : 0]
    if (gained < 0) [found[AT.losers], found[AT.losers + 1]] = [1, hasAmount ? -gained : 0]
    found[AT.people] = 1
    addTo(sheet.all, found)
    groups.forEach((group, k) => {
      const list = sheet.by[k]!
      list[group] ??= nothing()
      addTo(list[group], found)
    })
    home = undefined
  }

  return {
    add: (member, groupsOf) => {
      if (member.home !== home) {
        end()
        home = member.home
        groups = [...groupsOf]
        for (const one of best) Object.assign(one, side())
      }
      better(best[0], member.yesBefore, member.maybeBefore, member.wonBefore)
      better(best[1], member.yesAfter, member.maybeAfter, member.wonAfter)
    },
    end,
  }
}

const [NO, MAYBE, YES] = [0, 1, 2] as const

interface Best {
  rank: number
  won: number
}
const side = (): Best => ({ rank: NO, won: 0 })

/** Whoever surely gets most; an amount that is known before one that is not. */
function better(best: Best, yes: boolean, maybe: boolean, won: number): void {
  const rank = yes ? YES : maybe ? MAYBE : NO
  if (rank < best.rank) return
  if (rank > best.rank || Number.isNaN(best.won) || won > best.won) best.won = won
  best.rank = rank
}

function put(found: Sums, at: number, { rank, won }: Best, hasAmount: boolean): void {
  if (rank === MAYBE) found[at + 1] = 1
  if (rank !== YES) return
  found[at] = 1
  if (!hasAmount) return
  if (Number.isNaN(won)) found[at + 3] = 1
  else found[at + 2] = won
}

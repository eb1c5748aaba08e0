/** Where people live now: as they were made, or as they have reported since (주민등록법 제16조). Pure: the register keeps what it returns. */
import type { PersonId } from '@dpg/kernel'
import type { PopulationPack } from './pack.ts'
import type { SyntheticPerson } from './person.ts'

export interface Residence {
  readonly eupmyeondong: string
  readonly address: string
  /** The head first. */
  readonly members: readonly SyntheticPerson[]
  /** ISO day on which one of them moved in. */
  readonly since: (person: SyntheticPerson) => string
  /** True when someone moved here after people were made. */
  readonly moved: boolean
}

/** Residences that differ from those people were made with. */
export type Residences = ReadonlyMap<PersonId, Residence>

export interface Move {
  readonly person: SyntheticPerson
  /** Others of the same residence who go along. */
  readonly members: readonly SyntheticPerson[]
  /** 읍면동 code. */
  readonly to: string
  readonly address: string
  /** ISO day. */
  readonly on: string
}

const laterOf = (a: string, b: string): string => (a > b ? a : b)

/** Where a person lives after all moves so far. Nobody has lived anywhere before being born. */
export const residenceOf = (residences: Residences, person: SyntheticPerson): Residence =>
  residences.get(person.id) ?? {
    eupmyeondong: person.eupmyeondong,
    address: person.household.address,
    members: person.household.members,
    since: (member) => laterOf(person.household.since, member.birthDate),
    moved: false,
  }

/** The eldest grown-up leads those who are left, else the eldest. */
const withHead = (members: readonly SyntheticPerson[], head: SyntheticPerson | undefined): readonly SyntheticPerson[] => {
  const first =
    head !== undefined && members.includes(head) ? head : members.toSorted((a, b) => (a.birthDate < b.birthDate ? -1 : 1))[0]
  return first === undefined ? [] : [first, ...members.filter((member) => member !== first)]
}

/**
 * Residences after a move: those who move live at the new place (the one who reports it leads, unless the whole household goes
 * and keeps its head), those who stay lose them. Throws RangeError for a place that is no 읍면동 and for a member who does not live there.
 */
export const applyMove = (residences: Residences, move: Move, pack: PopulationPack): Residences => {
  const from = residenceOf(residences, move.person)
  const stranger = move.members.find((member) => !from.members.includes(member))
  if (stranger !== undefined) throw new RangeError(`${stranger.id} does not live with ${move.person.id}`)
  pack.places.neighbourhood(move.to)
  const movers = from.members.filter((member) => member === move.person || move.members.includes(member))
  const stayers = from.members.filter((member) => !movers.includes(member))
  const there: Residence = {
    eupmyeondong: move.to,
    address: move.address,
    members: withHead(movers, stayers.length === 0 ? from.members[0] : move.person),
    since: () => move.on,
    moved: true,
  }
  const here: Residence = { ...from, members: withHead(stayers, from.members[0]) }
  return new Map([
    ...residences,
    ...movers.map((member) => [member.id, there] as const),
    ...stayers.map((member) => [member.id, here] as const),
  ])
}

/** The members a register's references stand for (household.members: `ref`). Throws RangeError for one that is nobody's. */
export const membersBehind = (person: SyntheticPerson, refs: readonly string[]): readonly SyntheticPerson[] =>
  refs.map((ref) => {
    const member = person.household.members[Number(ref) - 1]
    if (member === undefined || refOf(member) !== ref) throw new RangeError(`no member ${JSON.stringify(ref)}`)
    return member
  })

/** What the registers call a member of a household: its place on the list. */
export const refOf = (person: SyntheticPerson): string => String(person.household.members.indexOf(person) + 1)

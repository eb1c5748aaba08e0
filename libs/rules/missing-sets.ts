/** Sets of missing facts, each kept once per evaluation so that equal ones are one array and unions are looked up. */

export interface MissingSets {
  /** The id of a set; 0 is the empty one. */
  readonly intern: (members: readonly number[]) => number
  readonly union: (a: number, b: number) => number
  readonly members: (set: number) => readonly number[]
  /** The members as fact ids; the same array for the same set. */
  readonly names: (set: number) => readonly string[]
}

const PAIR = 2 ** 24

/** `nameOf` gives the id of a fact by its index. */
export function createMissingSets(nameOf: (fact: number) => string): MissingSets {
  const sets: { readonly members: readonly number[]; readonly names: readonly string[] }[] = [{ members: [], names: [] }]
  const ids = new Map<string, number>([['', 0]])
  const unions = new Map<number, number>()
  const intern = (members: readonly number[]): number => {
    const key = members.join()
    const known = ids.get(key)
    if (known !== undefined) return known
    ids.set(key, sets.length)
    sets.push({ members, names: members.map(nameOf) })
    return sets.length - 1
  }
  const union = (a: number, b: number): number => {
    if (a === b || b === 0) return a
    if (a === 0) return b
    const key = a * PAIR + b
    const known = unions.get(key)
    if (known !== undefined) return known
    const made = intern([...new Set([...sets[a]!.members, ...sets[b]!.members])])
    unions.set(key, made)
    return made
  }
  return { intern, union, members: (set) => sets[set]!.members, names: (set) => sets[set]!.names }
}

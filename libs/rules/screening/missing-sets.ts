/**
 * Sets of missing facts and rows of them, each kept once: equal ones are one number. A row has one set for each unknown criterion
 * of a service. They hold ids of facts, nothing of a person, so all evaluations share them.
 */

export interface MissingSets {
  /** The id of a set; 0 is the empty one. */
  readonly intern: (members: readonly number[]) => number
  /** The set with one more member. */
  readonly plus: (set: number, member: number) => number
  readonly union: (a: number, b: number) => number
  readonly members: (set: number) => readonly number[]
  /** The members as fact ids; the same array for the same set. */
  readonly names: (set: number) => readonly string[]
  /** The row with one more set in front; 0 is the empty row. */
  readonly precede: (set: number, row: number) => number
  readonly rowOf: (sets: readonly number[]) => number
  readonly setsOf: (row: number) => readonly number[]
  /** All that a row waits for, as a set, and as fact ids. */
  readonly unionOf: (row: number) => number
  readonly namesOf: (row: number) => readonly string[]
  /** How many sets there are. */
  readonly count: () => number
  /** How many rows there are. */
  readonly rows: () => number
  /** How many rows and sets there are. */
  readonly size: () => number
}

interface FactSet {
  readonly members: readonly number[]
  readonly names: readonly string[]
}

/** `nameOf` gives the id of a fact by its index. */
export function createMissingSets(nameOf: (fact: number) => string): MissingSets {
  const sets: FactSet[] = [{ members: [], names: [] }]
  const ids = new Map<string, number>([['', 0]])
  // By the first set: small whole numbers as keys are what Maps are fast with.
  const unions: Map<number, number>[] = [new Map()]
  const grown: Map<number, number>[] = [new Map()]
  const rows: (readonly number[])[] = [[]]
  const rowUnions: number[] = [0]
  const rowNames: (readonly string[])[] = [[]]
  const preceded: Map<number, number>[] = [new Map()]

  const intern = (members: readonly number[]): number => {
    const key = members.join()
    const known = ids.get(key)
    if (known !== undefined) return known
    ids.set(key, sets.length)
    unions.push(new Map())
    grown.push(new Map())
    preceded.push(new Map())
    return sets.push({ members, names: members.map(nameOf) }) - 1
  }
  const plus = (set: number, member: number): number => {
    const known = grown[set]!.get(member)
    if (known !== undefined) return known
    const { members } = sets[set]!
    const made = members.includes(member) ? set : intern([...members, member])
    grown[set]!.set(member, made)
    return made
  }
  const union = (a: number, b: number): number => {
    if (a === b || b === 0) return a
    if (a === 0) return b
    const known = unions[a]!.get(b)
    if (known !== undefined) return known
    const first = sets[a]!.members
    const made = intern([...first, ...sets[b]!.members.filter((member) => !first.includes(member))])
    unions[a]!.set(b, made)
    return made
  }
  const precede = (set: number, row: number): number => {
    const known = preceded[set]!.get(row)
    if (known !== undefined) return known
    const all = union(set, rowUnions[row]!)
    preceded[set]!.set(row, rows.length)
    rowUnions.push(all)
    rowNames.push(sets[all]!.names)
    return rows.push([set, ...rows[row]!]) - 1
  }
  return {
    intern,
    plus,
    union,
    members: (set) => sets[set]!.members,
    names: (set) => sets[set]!.names,
    precede,
    rowOf: (list) => list.reduceRight((row, set) => precede(set, row), 0),
    setsOf: (row) => rows[row]!,
    unionOf: (row) => rowUnions[row]!,
    namesOf: (row) => rowNames[row]!,
    count: () => sets.length,
    rows: () => rows.length,
    size: () => sets.length + rows.length,
  }
}

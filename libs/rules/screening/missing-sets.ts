/**
 * Sets of missing facts, each kept once per evaluation: equal sets of one criterion are one array, unions are looked up.
 * A pattern is a row of such sets, one for each unknown criterion of a service.
 */

export interface MissingSets {
  /** The id of a set; 0 is the empty one. */
  readonly intern: (members: readonly number[]) => number
  readonly union: (a: number, b: number) => number
  readonly members: (set: number) => readonly number[]
  /** The members as fact ids; the same array for the same set. */
  readonly names: (set: number) => readonly string[]
  /** The pattern with one more set; 0 is the empty one. */
  readonly extend: (pattern: number, set: number) => number
  readonly patternOf: (sets: readonly number[]) => number
  /** All patterns by id. */
  readonly patterns: readonly (readonly number[])[]
}

interface FactSet {
  readonly members: readonly number[]
  readonly names: readonly string[]
}

const PAIR = 2 ** 24

/** `nameOf` gives the id of a fact by its index. */
export function createMissingSets(nameOf: (fact: number) => string): MissingSets {
  const sets: FactSet[] = [{ members: [], names: [] }]
  const ids = new Map<string, number>([['', 0]])
  const unions = new Map<number, number>()
  const patterns: (readonly number[])[] = [[]]
  const children = new Map<number, number>()

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
    unions.set(key, sets.length)
    sets.push(merged(sets[a]!, sets[b]!))
    return sets.length - 1
  }
  const extend = (pattern: number, set: number): number => {
    const key = pattern * PAIR + set
    const known = children.get(key)
    if (known !== undefined) return known
    children.set(key, patterns.length)
    patterns.push([...patterns[pattern]!, set])
    return patterns.length - 1
  }
  return {
    intern,
    union,
    members: (set) => sets[set]!.members,
    names: (set) => sets[set]!.names,
    extend,
    patternOf: (row) => row.reduce(extend, 0),
    patterns,
  }
}

function merged(a: FactSet, b: FactSet): FactSet {
  const members = [...a.members]
  const names = [...a.names]
  b.members.forEach((member, i) => {
    if (a.members.includes(member)) return
    members.push(member)
    names.push(b.names[i]!)
  })
  return { members, names }
}

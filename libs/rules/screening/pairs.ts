/** Numbers for pairs of small whole numbers: thousands of look-ups a person, so a flat table with open addresses, not a Map. */

const EMPTY = -1

/** The number of a pair; `make` gives it the first time. */
export type Pairs = (a: number, b: number, make: (a: number, b: number) => number) => number

/** Starts with none. Nothing is ever taken out. */
export function createPairs(): Pairs {
  let bits = 14
  // Three numbers each: the pair and what it is.
  let table = new Int32Array(3 << bits).fill(EMPTY)
  let count = 0
  const placeOf = (a: number, b: number): number => {
    const mask = (1 << bits) - 1
    let at = (Math.imul(Math.imul(a, 0x9e3779b1) ^ b, 0x85ebca6b) >>> (32 - bits)) & mask
    while (table[3 * at] !== EMPTY && (table[3 * at] !== a || table[3 * at + 1] !== b)) at = (at + 1) & mask
    return 3 * at
  }
  const set = (place: number, a: number, b: number, value: number): void => {
    table[place] = a
    table[place + 1] = b
    table[place + 2] = value
  }
  const grow = (): void => {
    const old = table
    bits++
    table = new Int32Array(3 << bits).fill(EMPTY)
    for (let at = 0; at < old.length; at += 3)
      if (old[at] !== EMPTY) set(placeOf(old[at]!, old[at + 1]!), old[at]!, old[at + 1]!, old[at + 2]!)
  }
  return (a, b, make) => {
    const place = placeOf(a, b)
    if (table[place] === a) return table[place + 2]!
    const made = make(a, b)
    set(place, a, b, made)
    count++
    if (count > 1 << (bits - 1)) grow()
    return made
  }
}

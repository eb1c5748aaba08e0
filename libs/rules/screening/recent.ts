/**
 * What was looked up lately, by place: at most places few different pairs come up, and the places are gone through in their order, so
 * the last pairs of each lie side by side, and what everyone asks for is found without a jump through memory.
 */

const WAYS = 4
const NONE = -1

/** Looks a pair up at a place (from 0); `find` where it was not asked for lately. */
export function createRecent(
  places: number,
  find: (a: number, b: number) => number,
): (place: number, a: number, b: number) => number {
  // Three numbers each: the pair and what was found.
  const table = new Int32Array(places * WAYS * 3).fill(NONE)
  return (place, a, b) => {
    const start = 3 * WAYS * place
    const end = start + 3 * WAYS
    let at = start
    while (at < end && table[at] !== NONE) {
      if (table[at] === a && table[at + 1] === b) return table[at + 2]!
      at += 3
    }
    const found = find(a, b)
    // All taken: one that the result picks makes room, so that no order of people keeps pushing the same one out.
    if (at === end) at = start + 3 * (found % WAYS)
    table[at] = a
    table[at + 1] = b
    table[at + 2] = found
    return found
  }
}

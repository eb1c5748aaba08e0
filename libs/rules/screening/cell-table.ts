/**
 * What was found for cells, by two numbers. Each cell has a small table of its own, one after the other in one row of memory, for cells
 * are gone through in their order; a table begins as a line of the processor's cache and moves to the end when it is full.
 */
export interface CellTable {
  entries: Int32Array
  end: number
  /** By cell: where its table begins, and how many entries it has, less one. */
  readonly starts: Int32Array
  readonly masks: Int32Array
  readonly used: Int32Array
}

export const ABSENT = -1
/** What of an entry stands where: the two numbers (without a first one it is free), what was found, and a note on it. */
const [A, B] = [0, 1] as const
export const [FOUND, NOTE] = [2, 3] as const
const SIZE = 4
const FIRST_SIZE = 4

/** Starts with nothing found. */
export const createCellTable = (cells: number): CellTable => ({
  entries: new Int32Array(2 * cells * FIRST_SIZE * SIZE).fill(ABSENT),
  end: cells * FIRST_SIZE * SIZE,
  starts: Int32Array.from({ length: cells }, (_, cell) => cell * FIRST_SIZE * SIZE),
  masks: new Int32Array(cells).fill(FIRST_SIZE - 1),
  used: new Int32Array(cells),
})

/** Where the entry of a cell for two numbers begins, until more are added; ABSENT if there is none. */
export function find({ entries, starts, masks }: CellTable, cell: number, a: number, b: number): number {
  const start = starts[cell]!
  const mask = masks[cell]!
  for (let at = hashed(a, b); ; at++) {
    const place = start + (at & mask) * SIZE
    const first = entries[place]!
    if (first === a && entries[place + B] === b) return place
    if (first === ABSENT) return ABSENT
  }
}

/** Adds what is not there yet; where the entry begins. */
export function add(table: CellTable, cell: number, a: number, b: number, found: number): number {
  // A free entry ends each search, so about half of them are: of the first four, one.
  if (++table.used[cell]! > (table.masks[cell]! >> 1) + 2) grow(table, cell)
  return put(table, cell, a, b, found)
}

function put({ entries, starts, masks }: CellTable, cell: number, a: number, b: number, found: number): number {
  const start = starts[cell]!
  const mask = masks[cell]!
  let at = hashed(a, b)
  while (entries[start + (at & mask) * SIZE] !== ABSENT) at++
  const place = start + (at & mask) * SIZE
  entries[place + A] = a
  entries[place + B] = b
  entries[place + FOUND] = found
  return place
}

function grow(table: CellTable, cell: number): void {
  const start = table.starts[cell]!
  const size = (table.masks[cell]! + 1) * SIZE
  const old = table.entries.slice(start, start + size)
  const end = table.end + 2 * size
  if (end > table.entries.length) {
    const more = new Int32Array(2 * end).fill(ABSENT, table.end)
    more.set(table.entries.subarray(0, table.end))
    table.entries = more
  }
  table.starts[cell] = table.end
  table.masks[cell] = 2 * table.masks[cell]! + 1
  table.end = end
  for (let at = 0; at < size; at += SIZE)
    if (old[at] !== ABSENT) table.entries[put(table, cell, old[at]!, old[at + B]!, old[at + FOUND]!) + NOTE] = old[at + NOTE]!
}

const hashed = (a: number, b: number): number => (Math.imul(a, 0x9e3779b1) + Math.imul(b, 0x85ebca6b)) >>> 16

/** Random bytes by the piece: the system is asked for many at once, since each question costs more than the bytes. */
import { randomFillSync } from 'node:crypto'

const pool = Buffer.alloc(8_192)
let at = pool.length

export function randomPiece(bytes: number): Buffer {
  if (at + bytes > pool.length) {
    randomFillSync(pool)
    at = 0
  }
  const piece = Buffer.from(pool.subarray(at, at + bytes))
  // Never given twice, and not to be found here later.
  pool.fill(0, at, at + bytes)
  at += bytes
  return piece
}

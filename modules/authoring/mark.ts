/** How a file stood, as the catalogue wants to be told: SHA-256 of its text in hex, null where there was none. */
import { createHash } from 'node:crypto'

export const markOf = (text: string | undefined): string | null =>
  text === undefined ? null : createHash('sha256').update(text).digest('hex')

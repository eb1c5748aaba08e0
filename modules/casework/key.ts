/** Keys that come from outside: whatever was sent stands for itself, and fits into an index. */
import { createHash } from 'node:crypto'

/** A key of ordinary length and letters as it is, any other by its digest. */
export const storedKey = (key: string): string =>
  /^[\x21-\x7e]{1,128}$/.test(key) && !key.startsWith('sha256:')
    ? key
    : `sha256:${createHash('sha256').update(key).digest('base64url')}`

/** Text that can be kept: PostgreSQL takes no U+0000, and half a surrogate pair is no character anywhere. */

/** Where in a value there is text that cannot be kept, as the path to it; undefined: nowhere. */
export function findBrokenText(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string') return isPlain(value) ? undefined : []
  if (typeof value !== 'object' || value === null || value instanceof Blob) return undefined
  for (const [key, part] of Object.entries(value)) {
    if (!isPlain(key)) return []
    const within = findBrokenText(part)
    if (within) return [key, ...within]
  }
  return undefined
}

const isPlain = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed()

/** Waiting for something that happens by itself: asked again and again, never slept through, never for ever. */

export interface Patience {
  readonly withinMs?: number
  readonly everyMs?: number
}

/** The first value that is not undefined, null or false. Fails with what was waited for and the last error. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | null | false>,
  { withinMs = 20_000, everyMs = 50 }: Patience = {},
): Promise<T> {
  const end = performance.now() + withinMs
  let last: unknown
  while (performance.now() < end) {
    try {
      const found = await look()
      if (found !== undefined && found !== null && found !== false) return found
      last = undefined
    } catch (error) {
      last = error
    }
    await new Promise((done) => setTimeout(done, everyMs))
  }
  throw new Error(`waited ${withinMs} ms in vain for: ${what}`, { cause: last })
}

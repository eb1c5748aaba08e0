/** What is on every page and changes seldom is read once in a while. */
import type { Clock } from '@dpg/kernel'

export interface Remembered<T> {
  read(): Promise<T>
  forget(): void
}

export function remembered<T>(read: () => Promise<T>, clock: Pick<Clock, 'now'>, forMs: number): Remembered<T> {
  let known: { readonly value: T; readonly until: number } | undefined
  return {
    read: async () => {
      const now = clock.now().epochMilliseconds
      if (!known || known.until <= now) known = { value: await read(), until: now + forMs }
      return known.value
    },
    forget: () => {
      known = undefined
    },
  }
}

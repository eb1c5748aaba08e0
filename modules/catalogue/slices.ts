/** Long work in slices, so that whoever else is served does not wait for all of it. */
import { setImmediate } from 'node:timers/promises'

/** Work that stops for a moment now and then. */
export type Steps<T> = Generator<void, T>

/** So long at most between two turns of the event loop, when steps are short. */
const SLICE_MS = 8

export async function inSlices<T>(steps: Steps<T>): Promise<T> {
  for (let begun = performance.now(); ; ) {
    const { done, value } = steps.next()
    if (done) return value
    if (performance.now() - begun < SLICE_MS) continue
    await setImmediate()
    begun = performance.now()
  }
}

export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

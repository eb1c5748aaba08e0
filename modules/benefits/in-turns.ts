/** Long work in the thread that serves people: whoever asks meanwhile is answered in between. */
import { setImmediate } from 'node:timers/promises'

/** So long nobody is answered at most, if one piece of work is short. */
const TURN_MS = 10

/** One after another. */
export async function inTurns<T, R>(all: readonly T[], work: (one: T) => Promise<R> | R): Promise<R[]> {
  const done: R[] = []
  let end = performance.now() + TURN_MS
  for (const one of all) {
    done.push(await work(one))
    if (performance.now() < end) continue
    await setImmediate()
    end = performance.now() + TURN_MS
  }
  return done
}

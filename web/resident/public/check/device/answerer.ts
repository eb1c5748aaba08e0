/** Asks the worker, one form after the other. */
import { SCOPE } from '../offline/plan.ts'
import workerAddress from './worker.ts?worker&url'
import type { Drawn, FromWorker, Step, ToWorker } from './messages.ts'

export interface Answerer {
  /** Waits for the rules; undefined when they do not come, or when something was asked after it. */
  ask(step: Step): Promise<Drawn | undefined>
}

interface Told {
  readonly ready: () => void
  readonly letters: (letters: string) => void
  readonly failed: () => void
}

export function createAnswerer(rules: Omit<ToWorker & { readonly kind: 'load' }, 'kind'>, told: Told): Answerer {
  // By this address the service worker of the check has it in sight.
  const worker = new Worker(SCOPE + workerAddress, { type: 'module' })
  const say = (message: ToWorker): void => worker.postMessage(message)
  let asked = 0
  let waiting: ((drawn: Drawn | undefined) => void) | undefined
  const fail = () => {
    worker.terminate()
    waiting?.(undefined)
    told.failed()
  }
  worker.addEventListener('error', fail)
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    if (data.kind === 'ready') told.ready()
    else if (data.kind === 'letters') told.letters(data.letters)
    else if (data.kind === 'failed') fail()
    else if (data.id === asked) waiting?.(data)
  })
  say({ kind: 'load', ...rules })
  return {
    ask(step) {
      waiting?.(undefined)
      asked += 1
      say({ kind: 'ask', id: asked, step })
      return new Promise((resolve) => {
        waiting = resolve
      })
    },
  }
}

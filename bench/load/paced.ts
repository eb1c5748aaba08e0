/** Work at a steady rate, whether or not what came before is done: as people come, who do not wait for each other. */
import { setTimeout as pause } from 'node:timers/promises'

export interface Paced {
  /** From the moment at which each was due, in milliseconds: a queue counts. */
  readonly latencies: readonly number[]
  readonly failures: readonly string[]
}

export async function paced(
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
  work: (index: number) => Promise<void>,
): Promise<Paced> {
  const latencies: number[] = []
  const failures: string[] = []
  const running: Promise<void>[] = []
  const start = performance.now()
  for (let index = 0; index < perSecond * seconds; index++) {
    const due = start + (index * 1000) / perSecond
    const early = due - performance.now()
    if (early > 1) await pause(early)
    running.push(
      work(index).then(
        () => void latencies.push(performance.now() - due),
        (cause: unknown) => void failures.push(cause instanceof Error ? cause.message : String(cause)),
      ),
    )
  }
  await Promise.all(running)
  return { latencies, failures }
}

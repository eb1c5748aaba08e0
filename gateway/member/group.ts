/** Work done for all who wait at once: while one round is under way the next gathers. */

export interface Group<Item, Result> {
  add(item: Item): Promise<Result>
  /** When nothing waits any more. */
  idle(): Promise<void>
}

/**
 * `work` gives a result for each item, in their order. Once it has failed, nothing more is taken: what it left behind is not known.
 * Unless `isAlone`, a round waits for what else comes at the same turn of the event loop.
 */
export function createGroup<Item, Result>(
  work: (items: readonly Item[]) => Promise<readonly Result[]>,
  isAlone: () => boolean = () => true,
): Group<Item, Result> {
  interface Waiting {
    readonly item: Item
    readonly resolve: (result: Result) => void
    readonly reject: (cause: unknown) => void
  }
  let waiting: Waiting[] = []
  let round: Promise<void> | undefined
  let broken: { readonly cause: unknown } | undefined
  const rounds = async () => {
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      try {
        if (broken) throw broken.cause
        const results = await work(batch.map(({ item }) => item))
        for (const [i, { resolve }] of batch.entries()) resolve(results[i]!)
      } catch (cause) {
        broken ??= { cause }
        for (const { reject } of batch) reject(cause)
      }
    }
    round = undefined
  }
  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject })
        round ??= isAlone() ? rounds() : turn().then(rounds)
      }),
    idle: async () => {
      while (round) await round
    },
  }
}

const turn = () => new Promise<void>((comes) => setImmediate(comes))

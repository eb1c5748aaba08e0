/** Calls that come while one is under way are made together, as the next: nobody waits for company, and a rush costs few round trips. */

/** `run` answers in the order of what it is given. */
export function batch<I, O>(run: (items: readonly I[]) => Promise<readonly O[]>, most = 200): (item: I) => Promise<O> {
  let waiting: { readonly item: I; readonly done: (answer: O) => void; readonly fail: (cause: unknown) => void }[] = []
  let isUnderWay = false
  const next = async () => {
    isUnderWay = true
    while (waiting.length > 0) {
      const now = waiting.slice(0, most)
      waiting = waiting.slice(most)
      try {
        const answers = await run(now.map(({ item }) => item))
        for (const [index, { done }] of now.entries()) done(answers[index]!)
      } catch (cause) {
        for (const { fail } of now) fail(cause)
      }
    }
    isUnderWay = false
  }
  return (item) =>
    new Promise((done, fail) => {
      waiting.push({ item, done, fail })
      // Those of the same turn of the event loop go together.
      if (!isUnderWay) {
        isUnderWay = true
        setImmediate(() => void next())
      }
    })
}

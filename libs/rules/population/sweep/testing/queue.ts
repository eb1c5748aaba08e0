/** What every queue of shards promises: the same tests for each. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { ShardQueue } from '../queue.ts'

/** A new queue with these shards, and doors to it: each call is another worker. */
export type OpenQueue = (
  shards: readonly string[],
  leaseMs: number,
) => Promise<{ readonly worker: () => ShardQueue<number>; readonly fill: (shards: readonly string[]) => Promise<void> }>

/** Long enough that nobody loses it, however busy the machine is. */
const LONG = 600_000
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f']

export function queuePromises(what: string, open: OpenQueue): void {
  test(`${what}: a shard is held by one worker at a time, also when many take at once`, async () => {
    const { worker } = await open(NAMES, LONG)
    const workers = Array.from({ length: 5 }, worker)
    assert.equal(new Set(workers.map(({ owner }) => owner)).size, 5)
    const taken = (await Promise.all(workers.flatMap((one) => [one.take(), one.take()]))).filter((shard) => shard !== undefined)
    assert.deepEqual(taken.toSorted(), NAMES)
    assert.equal(await worker().take(), undefined)
    assert.deepEqual(await worker().open(), NAMES)
  })

  test(`${what}: of several reports of a shard the first counts, and it is handed out no more`, async () => {
    const { worker, fill } = await open(['a', 'b'], LONG)
    const [one, other] = [worker(), worker()]
    const shard = (await one.take())!
    assert.equal(await other.report(shard, 7), false, 'of a worker that does not hold it')
    assert.equal(await one.report(shard, 1), true)
    assert.equal(await one.report(shard, 2), false)
    await fill(['a', 'b'])
    assert.deepEqual(await other.reports(), [1])
    assert.notEqual(await other.take(), shard)
    assert.equal(await one.take(), undefined)
    assert.equal((await one.open()).includes(shard), false)
  })

  test(`${what}: the shard of a worker that is silent goes to another, and what the first reports then is nothing`, async () => {
    const { worker } = await open(['a'], 20)
    const [silent, other] = [worker(), worker()]
    assert.equal(await silent.take(), 'a')
    let shard: string | undefined
    while (shard === undefined) {
      await pause(5)
      shard = await other.take()
    }
    assert.equal(shard, 'a')
    assert.equal(await silent.renew('a'), false)
    assert.equal(await silent.report('a', 1), false)
    await silent.giveBack('a')
    assert.deepEqual(await other.reports(), [])
    assert.equal(await other.report('a', 2), true)
    assert.deepEqual(await other.reports(), [2])
    assert.deepEqual(await other.open(), [])
  })

  test(`${what}: who renews a lease keeps the shard for longer than a lease lasts`, async () => {
    // On a machine that stands still for longer than a lease it is lost; then a longer one shows the same.
    const isKept = async (leaseMs: number): Promise<boolean> => {
      const { worker } = await open(['a'], leaseMs)
      const [one, other] = [worker(), worker()]
      await one.take()
      let [last, gap] = [performance.now(), 0]
      for (const end = last + 1.5 * leaseMs; performance.now() < end; last = performance.now()) {
        await pause(leaseMs / 20)
        const [isOurs, theirs] = [await one.renew('a'), await other.take()]
        gap = Math.max(gap, performance.now() - last)
        if (gap > leaseMs / 2) return false
        assert.deepEqual([isOurs, theirs], [true, undefined])
      }
      return one.report('a', 1)
    }
    let leaseMs = 200
    while (!(await isKept(leaseMs))) {
      leaseMs *= 2
      assert.ok(leaseMs < 10_000, 'nothing is kept')
    }
  })

  test(`${what}: what is given back is free at once`, async () => {
    const { worker } = await open(['a'], LONG)
    const [one, other] = [worker(), worker()]
    await one.take()
    assert.equal(await other.take(), undefined)
    await one.giveBack('a')
    assert.equal(await other.take(), 'a')
    assert.equal(await one.report('a', 1), false)
  })
}

import assert from 'node:assert/strict'
import test from 'node:test'
import {
  type Checkpoint,
  cosign,
  formatWitnessKey,
  formatWitnessRequest,
  judgeCheckpoint,
  openCosignature,
  parseKey,
  parseWitnessKey,
  parseWitnessRequest,
} from './index.ts'
import { check, newKey, newLog } from './testing.ts'

const log = newLog('log.example/access')
await log.add(...Array.from({ length: 13 }, (_, i) => ({ i })))

/** A witness that has signed the tree of `size` leaves. */
async function witnessAt(size: number | undefined) {
  const root = size === undefined ? undefined : (await judge(await log.head(size), 0, [], undefined)).root
  return (note: string, oldSize: number, proof: Awaited<ReturnType<typeof log.consistency>>) =>
    judge(note, oldSize, proof, size === undefined ? undefined : { size, root: root! })
}
async function judge(
  note: string,
  oldSize: number,
  proof: Awaited<ReturnType<typeof log.consistency>>,
  latest?: Pick<Checkpoint, 'size' | 'root'>,
) {
  const state = { logs: new Map([[log.key.name, log.key]]), latest: async () => latest, check }
  const answer = await judgeCheckpoint(formatWitnessRequest({ oldSize, proof, checkpoint: note }), state)
  return { ...answer, root: answer.status === 200 ? answer.checkpoint.root : undefined }
}

test('a witness signs a tree that continues the one it signed before', async () => {
  const witness = await witnessAt(5)
  assert.equal((await witness(await log.head(13), 5, await log.consistency(5))).status, 200)
  assert.equal((await witness(await log.head(5), 5, [])).status, 200, 'the same again')
  const fresh = await witnessAt(undefined)
  assert.equal((await fresh(await log.head(13), 0, [])).status, 200, 'the first it sees')
})

test('a witness refuses another past, a shorter tree, and whoever begins elsewhere than it did', async () => {
  const witness = await witnessAt(5)
  const fork = newLog('log.example/access')
  await fork.add(...Array.from({ length: 13 }, (_, i) => ({ i: -i })))
  assert.equal((await witness(await fork.head(), 5, await fork.consistency(5))).status, 403, 'another key')
  assert.equal((await witness(await log.head(13), 5, (await log.consistency(5)).slice(1))).status, 422)
  assert.equal((await witness(await log.head(13), 5, await log.consistency(6))).status, 422)
  assert.equal((await witness(await log.head(4), 5, [])).status, 400)
  const conflict = await witness(await log.head(13), 7, await log.consistency(7))
  assert.deepEqual([conflict.status, 'size' in conflict && conflict.size], [409, 5])
  const [first] = await log.consistency(5)
  assert.equal((await (await witnessAt(undefined))(await log.head(13), 0, [first!])).status, 422, 'nothing to prove from nothing')
})

test('a log that rewrote its past with its own key gets no signature', async () => {
  const mine = newKey('log.example/access')
  const state = (root: Checkpoint['root']) => ({
    logs: new Map([[mine.key.name, mine.key]]),
    latest: async () => ({ size: 5, root }),
    check,
  })
  const { signCheckpoint, openCheckpoint } = await import('./index.ts')
  const old = (await openCheckpoint(await log.head(5), log.key, check))!
  const other = newLog('log.example/access')
  await other.add(...Array.from({ length: 9 }, (_, i) => ({ other: i })))
  const { root } = (await openCheckpoint(await other.head(9), other.key, check))!
  const note = await signCheckpoint({ origin: mine.key.name, size: 9, root }, mine.key, mine.sign)
  const body = formatWitnessRequest({ oldSize: 5, proof: await other.consistency(5), checkpoint: note })
  assert.equal((await judgeCheckpoint(body, state(old.root))).status, 422)
})

test('a witness knows only its logs, and reads only well-formed questions', async () => {
  const state = { logs: new Map(), latest: async () => undefined, check }
  const note = await log.head()
  assert.equal((await judgeCheckpoint(formatWitnessRequest({ oldSize: 0, proof: [], checkpoint: note }), state)).status, 404)
  for (const body of [
    '',
    'old 0',
    `old 00\n\n${note}`,
    `old -1\n\n${note}`,
    `old 0\nnot base64\n\n${note}`,
    `old 0\nAAAA\n\n${note}`,
    'old 0\n\nnothing',
  ])
    assert.equal((await judgeCheckpoint(body, state)).status, 400, JSON.stringify(body.slice(0, 30)))
  const many = Array.from({ length: 64 }, () => new Uint8Array(32))
  assert.equal(parseWitnessRequest(formatWitnessRequest({ oldSize: 1, proof: many, checkpoint: note })), undefined)
})

test('a cosignature opens with the key of its witness alone, says when, and covers the whole text', async () => {
  const [{ key, sign }, other] = [newKey('witness.example/1'), newKey('witness.example/1')]
  const note = await log.head()
  const text = note.slice(0, note.lastIndexOf('\n\n') + 1)
  const signed = note + (await cosign(text, key, 1_790_000_000, sign))
  assert.equal(await openCosignature(signed, await parseWitnessKey(await formatWitnessKey(key)), check), 1_790_000_000)
  assert.equal(await openCosignature(signed, other.key, check), undefined)
  assert.equal(await openCosignature(signed.replace('\n13\n', '\n12\n'), key, check), undefined)
  assert.equal(await openCosignature(note, key, check), undefined)
  await assert.rejects(parseKey(await formatWitnessKey(key)), RangeError, 'a key of a witness is no key of a log')
})

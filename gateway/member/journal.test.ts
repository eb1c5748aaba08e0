import assert from 'node:assert/strict'
import { appendFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { formatKey } from '@dpg/ledger'
import { entriesOf, type Journal, openJournal } from './journal.ts'
import { type NoteSigner, noteSigner } from './keys.ts'
import { verifyJournal } from './verify.ts'

let folder: string
let notes: NoteSigner
let key: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dpg-journal-'))
  notes = await noteSigner(join(folder, 'key.pem'), 'KR/GOV/1/journal')
  key = await formatKey(notes.key)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const opened = (perFile = 7) => openJournal({ folder: join(folder, 'journal'), key: notes.key, signer: notes.signer, perFile })
const write = (journal: Journal, from: number, count: number) =>
  Promise.all(Array.from({ length: count }, (_, i) => journal.append({ n: from + i })))
const check = async () => {
  const { stamps: _, ...rest } = await verifyJournal(join(folder, 'journal'), key)
  return rest
}
const files = async () => (await readdir(join(folder, 'journal'))).filter((name) => name.endsWith('.jsonl')).sort()

test('entries stand in the order they were taken, over restarts and many files, and the signed checkpoint covers them', async () => {
  let from = 0
  for (const count of [1, 3, 10, 2, 30]) {
    const journal = await opened()
    const places = await write(journal, from, count)
    assert.deepEqual(
      places,
      Array.from({ length: count }, (_, i) => from + i),
    )
    from += count
    await journal.close()
    assert.deepEqual(await check(), { isGood: true, entries: from, size: from, why: 'good' })
  }
  const read = []
  for await (const line of entriesOf(join(folder, 'journal'))) read.push(JSON.parse(String(line)).n)
  assert.deepEqual(
    read,
    Array.from({ length: from }, (_, i) => i),
  )
  assert.ok((await files()).length > 2)
})

test('a line that was torn by a loss of power is cut off and the next stands where it stood', async () => {
  const journal = await opened(100)
  await write(journal, 0, 3)
  await journal.close()
  await appendFile(join(folder, 'journal', (await files())[0]!), '{"n":3,"half')
  const again = await opened(100)
  assert.deepEqual(await write(again, 3, 1), [3])
  await again.close()
  assert.deepEqual(await check(), { isGood: true, entries: 4, size: 4, why: 'good' })
})

test('whoever is killed leaves room behind the last entry, or a piece that never reached the disk: neither is read as an entry', async () => {
  const journal = await opened(100)
  await write(journal, 0, 3)
  const path = join(folder, 'journal', (await files())[0]!)
  const left = await readFile(path, 'utf8')
  await journal.close()
  assert.match(left, /^(\{"n":\d\}\n){3}\t+$/)
  const pieces = ['', '{"n":', '\t\t\t":3}\n{"n":4}\n', '{"n"\t\t}\n{"n":4}\n', '\0\0\0}\n', '{"n"\0}\n']
  for (const [at, piece] of pieces.entries()) {
    await writeFile(path, left.replace('\t'.repeat(piece.length), piece))
    const again = await opened(100)
    assert.deepEqual(await write(again, 3, 1), [3], `piece ${at}`)
    await again.close()
    assert.deepEqual(await check(), { isGood: true, entries: 4, size: 4, why: 'good' })
    assert.equal(await readFile(path, 'utf8'), '{"n":0}\n{"n":1}\n{"n":2}\n{"n":3}\n')
  }
})

test('an entry that was changed, taken out or cut off the end is found out', async () => {
  const journal = await opened(100)
  await write(journal, 0, 9)
  await journal.close()
  const file = join(folder, 'journal', (await files())[0]!)
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace('"n":4', '"n":5'))
  assert.equal((await check()).why, 'changed')
  await writeFile(file, text.replace('{"n":4}\n', ''))
  assert.equal((await check()).why, 'shorter')
  await writeFile(file, text)
  await truncate(file, text.length - 8)
  assert.equal((await check()).why, 'shorter')
  await writeFile(file, text)
  assert.equal((await check()).isGood, true)
  const strange = await noteSigner(join(folder, 'other.pem'), 'KR/GOV/1/journal')
  assert.equal((await verifyJournal(join(folder, 'journal'), await formatKey(strange.key))).why, 'unsigned')
})

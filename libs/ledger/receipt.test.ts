import assert from 'node:assert/strict'
import test from 'node:test'
import {
  cosign,
  formatBundle,
  formatKey,
  formatReceipt,
  bundlePath,
  parseBundle,
  parseProofFile,
  toBase64,
  verifyReceipt,
} from './index.ts'
import { check, newKey, newLog } from './testing.ts'

const log = newLog('log.example/access')
await log.add(...Array.from({ length: 300 }, (_, i) => ({ who: `관악구청 ${i}` })))
const witness = newKey('witness.example/1')

async function receiptOf(index: number): Promise<string> {
  const note = await log.head()
  const text = note.slice(0, note.lastIndexOf('\n\n') + 1)
  const checkpoint = note + (await cosign(text, witness.key, 1_790_000_000, witness.sign))
  const { entry, salt } = log.leaves[index]!
  const opening = { entry, salt: toBase64(salt), key: await formatKey(log.key) }
  return formatReceipt(opening, { index, proof: await log.inclusion(index), checkpoint })
}
const verify = (text: string) => verifyReceipt(text, { log: log.key, witnesses: [witness.key], check })

test('a receipt says years later what was logged, under which head, and who witnessed it, with no server', async () => {
  const verified = await verify(await receiptOf(257))
  assert.deepEqual(verified?.entry, { who: '관악구청 257' })
  assert.deepEqual([verified?.index, verified?.checkpoint.size], [257, 300])
  assert.deepEqual(verified?.witnessed, [{ name: 'witness.example/1', time: 1_790_000_000 }])
})

test('the receipt has the form of C2SP tlog-proof', async () => {
  const text = await receiptOf(3)
  assert.match(text, /^c2sp\.org\/tlog-proof@v1\nextra [\w+/=]+\nindex 3\n([\w+/]{43}=\n)+\nlog\.example\/access\n300\n/)
  assert.equal(parseProofFile(text).proof.length, (await log.inclusion(3)).length)
})

test('a receipt in which any one character is another is not believed', async () => {
  const text = await receiptOf(12)
  const proven = text.slice(0, text.indexOf('— witness'))
  for (let at = 0; at < proven.length; at += 7) {
    const other = text[at] === 'A' ? 'B' : 'A'
    const changed = text.slice(0, at) + other + text.slice(at + 1)
    const verified = await verify(changed)
    // The key inside is a hint and no part of what is proven.
    if (verified) assert.deepEqual([verified.entry, verified.index], [{ who: '관악구청 12' }, 12], `at ${at}`)
    else assert.equal(verified, undefined)
  }
})

test('a changed cosignature counts as none, and the rest still holds', async () => {
  const text = await receiptOf(12)
  const [before, line] = text.split('— witness')
  const changed = `${before}— witness${line!.replace(/.{4}\n$/, (end) => (end.startsWith('AAA') ? 'BBB' : 'AAA') + end.slice(3))}`
  assert.deepEqual((await verify(changed))?.witnessed ?? [], [])
})

test('what is no receipt is refused, whatever it is', async () => {
  for (const text of ['', 'hello', 'c2sp.org/tlog-proof@v1\n', 'c2sp.org/tlog-proof@v1\nextra e30=\nindex 0\n\nx\n', '\n\n'])
    assert.equal(await verify(text), undefined)
})

test('bundles of entries are read as they were written, and never past their end', () => {
  const entries = [new Uint8Array(32).fill(7), new Uint8Array(0), new Uint8Array(300).fill(1)]
  assert.deepEqual(parseBundle(formatBundle(entries)), entries)
  assert.throws(() => parseBundle(formatBundle(entries).slice(0, -1)), RangeError)
  assert.throws(() => formatBundle([new Uint8Array(65_536)]), RangeError)
  assert.equal(bundlePath(1234067, 256), 'tile/entries/x001/x234/067')
  assert.equal(bundlePath(0, 17), 'tile/entries/000.p/17')
})

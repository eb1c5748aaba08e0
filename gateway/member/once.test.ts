import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openOnce } from './once.ts'

const folder = await mkdtemp(join(tmpdir(), 'dpg-once-'))
after(() => rm(folder, { recursive: true, force: true }))
const { privateKey } = generateKeyPairSync('ed25519')
let now = Date.parse('2026-11-26T00:00:00Z')
const open = () => openOnce(folder, privateKey, () => now)
const HOUR_MS = 3_600_000
const why = (error: { why: string }) => error.why

test('what changes something is done once for an id, and answered the same for a day, after a restart too', async () => {
  let once = await open()
  let done = 0
  const order = (id: string, question = 'a') => once.run(id, Buffer.from(question), async () => Buffer.from(`${id} ${++done}`))
  assert.deepEqual(await Promise.all([order('x'), order('y'), order('x')]).then((all) => all.map(String)), ['x 1', 'y 2', 'x 1'])
  assert.equal(await order('x', 'b').catch(why), 'other-content')
  for (let n = 0; n < 20; n++) await order(`more ${n}`)
  assert.equal(String(await order('y')), 'y 2', 'out of the middle of the file')
  await once.close()
  once = await open()
  assert.equal(String(await order('x')), 'x 1')
  assert.equal(String(await order('z')), 'z 23')
  assert.equal(String(await order('z')), 'z 23', 'behind what was there at the start')
  now += 25 * HOUR_MS
  assert.equal(String(await order('x')), 'x 24', 'a day later it is forgotten, without a restart')
  await once.close()
})

test('what was cut off before it was answered is not done again by itself', async () => {
  const once = await open()
  const cutOff = once.run('cut', Buffer.from('a'), async () => {
    throw new Error('killed')
  })
  await assert.rejects(cutOff)
  assert.equal(await once.run('cut', Buffer.from('a'), async () => Buffer.from('again')).catch(why), 'outcome-unknown')
  await once.close()
})

import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { formatKey } from '@dpg/ledger'
import { COMMANDS } from './commands.ts'
import { journalFolder, startMember } from './gateway.ts'
import { type Caller, createCaller } from './http.ts'
import { type Journal, openJournal } from './journal.ts'
import { noteSigner } from './keys.ts'
import { createStamps, type Stamps } from './stamps.ts'
import { type System, system, writeWorld } from './testing.ts'
import { newTsa, type TsaChange } from './testing-tsa.ts'
import { verifyJournal } from './verify.ts'

const tsa = newTsa()
const trusted = [new X509Certificate(tsa.trust)]
let authority: System
let caller: Caller
let folder: string
let journal: Journal
let stamps: Stamps
let key: string
let asked = 0
let change: TsaChange & { readonly isDown?: boolean } = {}

before(async () => {
  caller = createCaller()
  authority = await system((request, response, body) => {
    asked++
    if (change.isDown || request.headers['content-type'] !== 'application/timestamp-query')
      return void response.writeHead(503).end()
    response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(tsa.answer(body, change))
  })
})
beforeEach(async () => {
  change = {}
  folder = await mkdtemp(join(tmpdir(), 'dpg-stamps-'))
  await writeFile(join(folder, 'tsa.pem'), tsa.trust)
  const notes = await noteSigner(join(folder, 'journal.pem'), 'KR/GOV/1/journal')
  key = await formatKey(notes.key)
  journal = await openJournal({ folder: join(folder, 'journal'), key: notes.key, signer: notes.signer })
  const settings = { url: authority.url, trust: join(folder, 'tsa.pem'), everyS: 3_600 }
  stamps = createStamps(join(folder, 'journal'), settings, journal, caller)
})
after(async () => {
  caller.close()
  await authority.close()
})

const write = (from: number, count: number) =>
  Promise.all(Array.from({ length: count }, (_, i) => journal.append({ n: from + i })))
const check = () => verifyJournal(join(folder, 'journal'), key, trusted)
const end = () => rm(folder, { recursive: true, force: true })

test('one time-stamp vouches for all entries since the last; without new entries none is asked for', async () => {
  assert.equal(await stamps.stamp(), undefined)
  await write(0, 5)
  const before_ = asked
  const first = await stamps.stamp()
  assert.ok(first && Math.abs(first.at - Date.now()) < 10_000)
  assert.equal(await stamps.stamp(), undefined)
  assert.equal(asked, before_ + 1)
  await write(5, 200)
  await stamps.stamp()
  await write(205, 1)
  await journal.close()
  const { isGood, size, stamps: count, stamped } = await check()
  assert.deepEqual([isGood, size, count, stamped?.size, stamped?.by], [true, 206, 2, 205, 'CN=Test TSA'])
  await end()
})

test('an authority that is down, or whose answer proves nothing, leaves no time-stamp and harms nothing; the next try covers it', async () => {
  await write(0, 3)
  for (const bad of [{ isDown: true }, { status: 2 }, { nonce: 9n }, { isUnnamed: true }, { at: Date.now() + 90 * 86_400_000 }]) {
    change = bad
    await assert.rejects(stamps.stamp())
  }
  await write(3, 1)
  change = {}
  await stamps.stamp()
  await journal.close()
  assert.deepEqual([(await check()).stamped?.size, (await check()).stamps], [4, 1])
  await end()
})

test('whoever writes the journal anew, key and all, cannot make it fit the time-stamp that was taken of the old one', async () => {
  await write(0, 4)
  await stamps.stamp()
  await journal.close()
  const [name] = (await readdir(join(folder, 'journal'))).filter((one) => one.endsWith('.jsonl'))
  const file = join(folder, 'journal', name!)
  await writeFile(file, (await readFile(file, 'utf8')).replace('"n":2', '"n":7'))
  const notes = await noteSigner(join(folder, 'journal.pem'), 'KR/GOV/1/journal')
  const forged = await openJournal({ folder: join(folder, 'journal'), key: notes.key, signer: notes.signer })
  await forged.close()
  const found = await check()
  assert.deepEqual([found.isGood, found.why, found.stamps], [false, 'stamp', 0])
  assert.match(found.trouble!, /not those that were stamped/)
  assert.equal((await verifyJournal(join(folder, 'journal'), key)).why, 'good')
  await end()
})

test('a gateway that is given an authority stamps what its journal has as soon as it starts', async () => {
  await journal.close()
  const { registry } = await writeWorld(folder, authority.url)
  const notes = await noteSigner(join(registry.data, 'journal.pem'), `${registry.member}/journal`)
  const own = await openJournal({ folder: journalFolder(registry), key: notes.key, signer: notes.signer })
  await own.append({ n: 1 })
  await own.close()
  const running = await startMember({
    ...registry,
    timestamps: { url: authority.url, trust: join(folder, 'tsa.pem'), everyS: 60 },
  })
  const found = async () => (await verifyJournal(journalFolder(registry), running.journalKey, trusted)).stamps
  for (let tries = 0; (await found()) === 0 && tries < 100; tries++) await new Promise((resolve) => setTimeout(resolve, 20))
  assert.equal(await found(), 1)
  await running.stop()
  await end()
})

test('`verify` at a terminal looks at the time-stamps, and says no when one was swapped', async () => {
  await write(0, 2)
  await stamps.stamp()
  await write(2, 2)
  await stamps.stamp()
  await journal.close()
  const config = {
    member: 'KR/GOV/1',
    data: '.',
    members: { from: 'members.note', anchor: key },
    inside: { port: 0 },
    outside: { port: 0 },
    timestamps: { url: authority.url, trust: 'tsa.pem' },
  }
  await writeFile(join(folder, 'gateway.yaml'), JSON.stringify(config))
  const verify = () => COMMANDS['verify']!.run([join(folder, 'gateway.yaml'), key])
  assert.equal(await verify(), 0)
  const at = (size: string) => join(folder, 'journal/timestamps', `00000000000${size}.tsr`)
  await writeFile(at('4'), await readFile(at('2')))
  assert.equal(await verify(), 1)
  await end()
})

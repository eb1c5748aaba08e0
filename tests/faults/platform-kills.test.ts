/**
 * Kill -9 of any process of the running platform, at any moment, again and again, while people sign in at a site, consent, facts are
 * asked for and consents are taken back. After each, what the platform says is held against what people were told.
 * `DPG_KILLS=200 node --test tests/faults/platform-kills.test.ts` for longer.
 */
import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { after, before, test } from 'node:test'
import type { Receipt } from '@dpg/exchange/contract'
import { newReceiver, type ReceiverOrganisation } from '../harness/receiver.ts'
import { idOf, personas, type Server, signedIn, startServer, until } from '../harness/index.ts'
import { Book, compareReceipts, Log } from './platform/books.ts'
import { BUNDLES, type Errand, Errands, newErrand } from './platform/errands.ts'
import { type SignIn, SignIns, STEPS } from './platform/sign-ins.ts'
import { kill, revive, victimOf } from './platform/victims.ts'

const KILLS = Number(process.env['DPG_KILLS'] ?? 3)
const PEOPLE = 4
/** Long enough for some errands to be done, short enough for others to be in the middle. */
const LONGEST_MS = 400

/** Within which the next step of somebody who signs in is half done. */
const STEP_MS = 20

let server: Server
let bank: ReceiverOrganisation
let books: readonly Book[]
let signIns: SignIns
before(async () => {
  server = await startServer()
  bank = await newReceiver(server, { name: '좋은은행', kind: 'bank', bundles: BUNDLES })
  books = await Promise.all(personas.slice(0, PEOPLE).map(async ({ name }) => new Book(await signedIn(server, name), idOf(name))))
  signIns = await SignIns.open(server, books[0]!.who, personas[PEOPLE]!.name)
})
after(() => server?.close())

test('어느 프로세스가 언제 강제로 꺼져도, 나간 답에는 기록이 있고, 두 번 적힌 기록도 반쪽 동의도 반쪽 로그인도 없다', async (t) => {
  const errands = new Errands(bank)
  const log = new Log(server)
  const all = new Map(books.map((book) => [book, [] as Errand[]]))
  const compare = async (recent: readonly Errand[]) => {
    let deliveries = 0
    for (const [book, own] of all) {
      await book.readOn()
      deliveries += await book.compare(own)
    }
    assert.equal((await bank.usage(monthNow())).deliveries, deliveries, 'billed is not what was handed over')
    await log.compare(books)
    await compareReceipts(server, books)
    for (const errand of recent)
      for (const [receipt, register] of await errands.receipts(errand))
        assert.equal((await errand.who.get<Receipt>(`/api/exchange/receipts/${receipt}`)).register, register)
  }
  let unanswered = 0
  let cutOff = 0
  for (let turn = 0; turn < KILLS; turn++) {
    const victim = victimOf(turn)
    const recent: Errand[] = []
    let isOver = false
    const living = [...all].map(async ([{ who }, own]) => {
      for (let goesOn = true; goesOn && !isOver; ) {
        const errand = newErrand(who)
        own.push(errand)
        recent.push(errand)
        goesOn = await errands.live(errand)
      }
    })
    const comings: SignIn[] = []
    const coming = (async () => {
      for (let goesOn = true; goesOn && !isOver; ) {
        const one = signIns.begin()
        comings.push(one)
        goesOn = await signIns.live(one)
      }
    })()
    await Promise.race([momentOf(turn), coming])
    await kill(server, victim)
    isOver = true
    await Promise.all([...living, coming])
    await revive(server, victim)
    unanswered += recent.filter(({ id, jwe, stop }) => !id || !jwe || stop === 'sent').length
    cutOff += comings.filter(({ access }) => !access).length
    try {
      await compare(recent)
      await signIns.compare()
      for (const errand of recent) await errands.finish(errand)
      await Promise.all(comings.map((one) => signIns.finish(one)))
    } catch (cause) {
      throw new Error(`after kill ${turn + 1}, of the ${victim}: ${String(cause)}`, { cause })
    }
  }
  await compare([])
  const count = [...all.values()].reduce((sum, own) => sum + own.length, 0)
  const entries = books.reduce((sum, book) => sum + book.entries.size, 0)
  t.diagnostic(`${KILLS} kills, ${count} errands, ${unanswered} of them cut off in the middle, ${entries} entries`)
  t.diagnostic(`${cutOff} sign-ins cut off in the middle`)
  assert.ok(unanswered > 0, 'everything had been answered whenever somebody was killed')
})

/** Anywhere in what people do, or between two steps of one who signs in. */
async function momentOf(turn: number): Promise<void> {
  if (turn > 0 && Math.random() < 0.5) return pause(Math.random() * LONGEST_MS)
  const enough = signIns.steps + Math.floor(Math.random() * STEPS)
  await until('steps of a sign-in', async () => signIns.steps >= enough, { withinMs: 60_000, everyMs: 1 })
  return pause(Math.random() * STEP_MS)
}

/** In Korea, as bills are. */
const monthNow = () => Temporal.Now.zonedDateTimeISO('Asia/Seoul').toPlainDate().toString().slice(0, 7)

/**
 * Power cuts: whatever was answered with a receipt number is there afterwards, once, and goes on by itself.
 * `DPG_KILLS=20 node --test tests/faults/crash.test.ts` for longer.
 */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { CaseSummary } from '@dpg/casework/contract'
import type { NoticeSummary } from '@dpg/notices/contract'
import {
  type Answer,
  apply,
  basicPension,
  caseIn,
  commandOf,
  extract,
  type Filled,
  isAlive,
  personas,
  type Server,
  signedIn,
  startServer,
  until,
  type Visitor,
  visitor,
} from '../harness/index.ts'

let server: Server
let residents: readonly Visitor[]
before(async () => {
  server = await startServer()
  residents = await Promise.all(personas.map(({ name }) => signedIn(server, name)))
})
after(() => server?.close())

const ROUNDS = Number(process.env['DPG_KILLS'] ?? 1)
const APPLICATIONS = 72
const AT_ONCE = 12

interface Sent {
  readonly who: Visitor
  readonly key: string
  readonly what: Filled
  /** Undefined: the answer never came. */
  answer: CaseSummary | undefined
}

const casesOf = async (who: Visitor) => (await who.get<{ items: CaseSummary[] }>('/api/cases')).items

/** Twelve people at once, one application after the other; stops when the server is gone. */
async function sendAll(sent: readonly Sent[]): Promise<void> {
  const queue = sent[Symbol.iterator]()
  const worker = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) {
      const one = next.value
      one.answer = await apply(one.who, one.what, one.key).catch(() => undefined)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

test('쉴 새 없이 신청이 들어오는 가운데 아무 때나 강제로 꺼져도, 접수번호를 받은 신청은 모두 하나씩 그대로 있다', async (t) => {
  const all: Sent[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const sent = Array.from({ length: APPLICATIONS }, (_, at): Sent => {
      const who = residents[at % residents.length]!
      return { who, key: randomUUID(), what: at % 7 === 0 ? basicPension : extract, answer: undefined }
    })
    all.push(...sent)
    const sending = sendAll(sent)
    // A random moment: after some were answered, while others are being written.
    const enough = 5 + Math.floor(Math.random() * (APPLICATIONS - 20))
    await until('some answers', async () => sent.filter(({ answer }) => answer).length >= enough, { everyMs: 1 })
    await server.kill9()
    await sending
    await server.restart()
    const answered = sent.filter(({ answer }) => answer).length
    t.diagnostic(`round ${round + 1}: killed after ${answered} of ${APPLICATIONS} answers`)
    assert.ok(answered < APPLICATIONS, 'the server was killed too late to say anything')
  }

  const numbers = new Set<string>()
  for (const who of residents) {
    const cases = await casesOf(who)
    const byId = new Map(cases.map((one) => [one.id, one]))
    assert.equal(byId.size, cases.length)
    for (const { receiptNumber } of cases) {
      assert.ok(!numbers.has(receiptNumber), `${receiptNumber} was given twice`)
      numbers.add(receiptNumber)
    }
    for (const { answer } of all.filter((one) => one.who === who && one.answer))
      assert.equal(byId.get(answer!.id)?.receiptNumber, answer!.receiptNumber, 'an answered application is gone')
  }

  // Whoever got no answer sends the same again; whoever got one may too.
  for (const one of all) {
    const again = await apply(one.who, one.what, one.key)
    if (one.answer) assert.deepEqual([again.id, again.receiptNumber], [one.answer.id, one.answer.receiptNumber])
    one.answer = again
  }
  const counted = (await Promise.all(residents.map(casesOf))).flat()
  assert.equal(counted.length, all.length)
  assert.equal(new Set(counted.map(({ receiptNumber }) => receiptNumber)).size, all.length)
})

test('끊긴 일은 저절로 이어져 모두 끝나고, 통지와 문서는 신청마다 하나씩이다', async () => {
  for (const who of residents) {
    const cases = (await casesOf(who)).filter(({ service }) => service.id === extract.service)
    for (const { id } of cases) await caseIn(who, id, ['issued'], 180_000)
    const notices = await until('all notices to be delivered', async () => {
      const found = await noticesOf(who)
      return found.every(({ status }) => status === 'delivered') && found
    })
    const { items: documents } = await who.get<{ items: { case: string }[] }>('/api/documents')
    for (const { id } of cases) {
      const subjects = notices.filter((one) => one.case === id).map(({ subject }) => subject)
      assert.equal(subjects.length, 2, subjects.join(', '))
      assert.equal(new Set(subjects).size, 2)
      assert.equal(documents.filter((one) => one.case === id).length, 1)
    }
  }
})

async function noticesOf(who: Visitor): Promise<NoticeSummary[]> {
  const all: NoticeSummary[] = []
  for (let before = ''; ; ) {
    const { items, next } = await who.get<{ items: NoticeSummary[]; next: string | null }>(`/api/notices?limit=100${before}`)
    all.push(...items)
    if (next === null) return all
    before = `&before=${next}`
  }
}

test('같은 열쇠로 한꺼번에 보내도 한 사건이고, 같은 열쇠로 다른 것을 보내면 거절한다', async () => {
  const who = residents[0]!
  const before = (await casesOf(who)).length
  const key = randomUUID()
  const answers = await Promise.all(Array.from({ length: 12 }, () => apply(who, basicPension, key)))
  assert.equal(new Set(answers.map(({ id, receiptNumber }) => `${id} ${receiptNumber}`)).size, 1)
  assert.equal((await casesOf(who)).length, before + 1)
  assert.equal((await who.ask('/api/cases', { json: extract, key })).status, 409)
  const other = await apply(residents[1]!, extract, key)
  assert.notEqual(other.id, answers[0]!.id, 'the key of one person stands for another')
})

test('두 사람이 동시에 같은 사건을 결정해도 결정은 하나다', async () => {
  const who = residents[0]!
  const { id } = await apply(who, basicPension)
  await caseIn(who, id, ['review'])
  const officials = await Promise.all(['김하늘', '이도윤'].map((name) => signedIn(server, name)))
  const { version } = await officials[0]!.get<{ version: number }>(`/api/work/${id}`)
  const answers = await Promise.all(
    officials.map((one, at) =>
      one.ask(`/api/work/${id}/actions/${at === 0 ? 'grant' : 'refuse'}`, {
        json: at === 0 ? { version, reason: '요건을 갖춤' } : { version, reason: '아님', reasonCodes: ['income'] },
        key: randomUUID(),
      }),
    ),
  )
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409])
  const decided = (await noticesOf(who)).filter((one) => one.case === id && one.isLegal)
  assert.equal(decided.length, 1)
})

test('대장이나 관문의 프로세스가 죽으면 다시 살아나고 신청은 끝까지 간다', async () => {
  const own = server.pid
  const children = server.processes().filter((pid) => pid !== own && commandOf(pid).includes('gateway'))
  assert.ok(children.length >= 2, 'gateway and registers run as processes of their own')
  for (const pid of children) process.kill(pid, 'SIGKILL')
  await until('them to be gone', async () => !children.some(isAlive))
  const who = residents[2]!
  const { id } = await apply(who, extract)
  await caseIn(who, id, ['issued'], 150_000)
  assert.equal((await visitor(server).ask('/healthz')).status, 200)
})

test('데이터베이스가 죽으면 저절로 다시 살아나고, 그동안은 잠시 뒤에 다시 하라고 알리며, 접수된 것은 하나도 없어지지 않는다', async () => {
  const who = residents[3]!
  const known = (await casesOf(who)).length
  const platform = server.pid
  const told: Answer[] = []
  const sent = Array.from({ length: 8 }, (): Sent => ({ who, key: randomUUID(), what: basicPension, answer: undefined }))
  const ask = async (one: Sent) => {
    const answer = await who.ask('/api/cases', { json: one.what, key: one.key })
    if (answer.status < 300) one.answer = answer.json<CaseSummary>()
    else told.push(answer)
    return answer.status < 300
  }
  for (const one of sent.slice(0, 4)) await ask(one)
  const [database] = server.processes().filter((pid) => / -D .*postgres/.test(commandOf(pid)))
  process.kill(database!, 'SIGKILL')
  const page = await until('a page that is refused', async () => {
    const asked = await who.ask('/my/cases', { headers: { accept: 'text/html' } })
    return asked.status !== 200 && asked
  })
  // Whoever sends the same again until it is answered has one case for each.
  for (const one of sent) await until('an answer', () => ask(one), { everyMs: 20 })
  assert.ok(told.length > 0, 'the database was there again before anybody asked')
  for (const { status, headers, text } of [...told, page]) {
    assert.deepEqual([status, Number(headers.get('retry-after')) > 0], [503, true], text)
    assert.match(text, /이미 접수된 것은 그대로 있습니다/)
  }
  assert.equal((await casesOf(who)).length, known + sent.length)
  assert.equal(server.pid, platform)
  await until('health', async () => (await visitor(server).ask('/healthz')).status === 200)
})

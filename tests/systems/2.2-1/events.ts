/** What happens in a life is told: within a second, once, with why; and what is not wanted is not. */
import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import type { News, Subscription } from '@dpg/benefits/contract'
import { apply, caseIn, happen, idOf, MOVE, persona, seeBenefits, type Server, until } from '../../harness/index.ts'
import { allMine, benefitNotices, bodyOf, entriesOf, firstNotice, PLACES, settled, subscribed } from './stage.ts'

export async function birth(server: Server): Promise<void> {
  const lee = await subscribed(server, '이서준')
  assert.deepEqual(await benefitNotices(lee), [])
  await happen(server, { kind: 'birth', person: persona('이서준').id, name: '이하늘', sex: 'female', on: '2026-11-20' })
  const notice = await firstNotice(lee)
  const body = await bodyOf(lee, notice.id)
  assert.match(body, /135200000120|442000000135/, `neither 아동수당 nor 부모급여: ${body}`)
  assert.match(body, /아이가 태어나서/)
  assert.match(body, /가족관계등록부에서 바뀌었다고 알려 왔습니다/)
  assert.match(body, /새로 맞은 조건: [^\n]*(아동수당법|영유아보육법|아동복지법)[^\n]*제\d+조/)
  assert.match(body, /한 달에 [\d,]+원/)
  await server.kill9()
  await server.restart()
  await settled(lee)
  assert.equal((await benefitNotices(lee)).length, 1)
  const { items } = await lee.get<{ items: readonly News[] }>('/api/benefits/news')
  assert.equal(items.length, 1)
  assert.ok(items[0]!.items.some(({ turned, amount }) => turned.some(({ law }) => law) && (amount?.won ?? 0) > 0))
}

export async function move(server: Server): Promise<void> {
  const yun = await subscribed(server, '신현우')
  await seeBenefits(yun)
  const before = await allMine(yun)
  const { id } = await apply(yun, {
    service: MOVE,
    answers: {
      'person.moveDate': '2026-11-24',
      'person.newEupmyeondong': '5277025000',
      'person.newAddress': '전북특별자치도 순창군 순창읍 장류로 77',
      'person.livesAtNewAddress': true,
      'person.moveKind': 'wholeHousehold',
      'person.moveReason': 'family',
      'person.phone': '01023456789',
    },
    declarations: ['truth', 'movers'],
  })
  const moved = await caseIn(yun, id, ['accepted', 'granted', 'done', 'completed', 'registered'])
  assert.equal(moved.decision?.outcome, 'grant')
  const notice = await firstNotice(yun)
  const known = new Set(before.items.filter(({ outcome }) => outcome === 'eligible').map(({ service }) => service))
  const after = await until('the new district in my benefits', async () => {
    const now = await allMine(yun)
    return now.items.some(({ service, outcome }) => outcome === 'eligible' && !known.has(service)) && now
  })
  const fresh = after.items.filter(({ service, outcome }) => outcome === 'eligible' && !known.has(service))
  const body = await bodyOf(yun, notice.id)
  assert.ok(
    fresh.some(({ agencyName }) => agencyName.includes('순창')),
    'nothing of the new district is open',
  )
  assert.ok(fresh.some(({ service }) => body.includes(`/services/${encodeURIComponent(service)}`)))
  const asked = (await entriesOf(yun)).filter(({ actor, use }) => actor.kind === 'system' && use === 'fetch')
  assert.deepEqual(new Set(asked[0]!.facts.filter((fact) => !/^(person|household)\./.test(fact))), new Set(), 'facts, by name')
  assert.ok(!asked[0]!.facts.includes('household.financialAssets'), 'a move does not make bank data be asked for again')
  await happen(server, { kind: 'changed', person: idOf('신현우') as never, register: 'resident-register', facts: {} })
  await settled(yun)
  assert.equal((await benefitNotices(yun)).length, 1)
}

export async function workAndIncome(server: Server): Promise<void> {
  for (const { name, event, because } of [
    { name: '박영호', event: { kind: 'job-lost', on: '2026-11-24', reason: 'closure' }, because: /일자리/ },
    { name: '한지은', event: { kind: 'income-changed', monthly: 0 }, because: /소득/ },
  ] as const) {
    const who = await subscribed(server, name)
    const looked = (await entriesOf(who)).length
    await happen(server, { ...event, person: persona(name).id } as never)
    await until('the register to be asked', async () => (await entriesOf(who)).length > looked)
    await settled(who)
    const notices = await benefitNotices(who)
    assert.ok(notices.length <= 1, 'one notice for one event')
    if (notices[0]) assert.match(await bodyOf(who, notices[0].id), because)
  }
}

/** Often enough to see a second, seldom enough to be no rush: in one, the platform lets news wait for people. */
const ASK_MS = 50

export async function underASecond(server: Server, t: TestContext): Promise<void> {
  const who = await subscribed(server, '오태식')
  const waits: number[] = []
  for (const place of PLACES) {
    const before = (await benefitNotices(who)).length
    const started = performance.now()
    await happen(server, {
      kind: 'changed',
      person: idOf('오태식') as never,
      register: 'resident-register',
      facts: { 'person.eupmyeondong': place },
    })
    await until('the notice', async () => (await benefitNotices(who)).length > before, { everyMs: ASK_MS })
    waits.push(performance.now() - started)
  }
  waits.sort((a, b) => a - b)
  const median = waits[Math.floor(waits.length / 2)]!
  t.diagnostic(`median ${Math.round(median)} ms, slowest ${Math.round(waits.at(-1)!)} ms, asking for it included`)
  assert.ok(median < 1000, `${waits.map(Math.round).join(' ')} ms`)
  await settled(who)
  assert.equal((await benefitNotices(who)).length, PLACES.length)
}

export async function notForMe(server: Server): Promise<void> {
  const who = await subscribed(server, '조병수')
  const moveTo = (place: string) =>
    happen(server, {
      kind: 'changed',
      person: idOf('조병수') as never,
      register: 'resident-register',
      facts: { 'person.eupmyeondong': place },
    })
  const put = (path: string, method: 'PUT' | 'DELETE') => who.ask(`/api/benefits/not-for-me/${path}`, { method })
  assert.equal((await put('kinds/guess', 'PUT')).status, 204)
  await moveTo(PLACES[0]!)
  await settled(who)
  assert.deepEqual(await benefitNotices(who), [], 'local services are read from condition codes')
  assert.equal((await put('kinds/guess', 'DELETE')).status, 204)
  await moveTo(PLACES[1]!)
  const notice = await firstNotice(who)
  const { items } = await who.get<{ items: readonly News[] }>('/api/benefits/news')
  const told = items[0]!.items
  assert.ok(told.length > 0 && (await bodyOf(who, notice.id)).includes(encodeURIComponent(told[0]!.service)))
  assert.equal((await put(`services/${told[0]!.service}`, 'PUT')).status, 204)
  const { subscription } = await who.get<{ subscription: Subscription }>('/api/benefits/watch')
  assert.deepEqual(
    subscription.notForMe.services.map(({ service }) => service),
    [told[0]!.service],
  )
}

export async function stop(server: Server): Promise<void> {
  const choi = await subscribed(server, '최유진')
  await choi.ask('/api/benefits/watch', { method: 'DELETE' })
  const entries = await entriesOf(choi)
  assert.ok(entries.some(({ use }) => use === 'withdraw'))
  await happen(server, { kind: 'birth', person: persona('최유진').id, name: '김하람', sex: 'male', on: '2026-11-21' })
  await settled(choi)
  assert.deepEqual(await benefitNotices(choi), [])
  assert.equal((await entriesOf(choi)).length, entries.length, 'no register was asked')
  assert.equal((await choi.get<{ subscription: unknown }>('/api/benefits/watch')).subscription, null)
}

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Move, RecordChange } from '@dpg/exchange/contract'
import type { RunningGateway } from '@dpg/gateway'
import { eventually, openCountry, openPlatform, personas, request } from './country.ts'

const country = await openCountry()
let gateway: RunningGateway
let platform: Awaited<ReturnType<typeof openPlatform>>
before(async () => {
  gateway = await country.start()
  platform = await openPlatform(() => gateway)
})
after(async () => {
  await platform.listener.stop()
  await gateway.stop()
  await platform.db.close()
  await country.close()
})

const family = personas.find(({ person }) => person.household.members.length >= 2)!
const others = family.person.household.members.filter((member) => member !== family.person)
const alone = personas.find(({ person }) => person.household !== family.person.household)!
const move = (more: Partial<Move> = {}): Move => ({
  kind: 'move',
  with: [],
  to: '2611010100',
  address: '부산광역시 중구 영주동 1',
  on: '2026-01-05',
  ...more,
})
const command = (key: string, change: Move, subject = family.id): RecordChange => ({
  key,
  register: 'resident-register',
  subject,
  change,
  law: '주민등록법 제16조',
  actor: { kind: 'official', name: '이담당', agency: '3250000' },
  consent: 'by-law',
  service: 'move-in-report',
  case: null,
})
const addressOf = async (subject = family.id) =>
  (await platform.exchange.fetch(request(subject, ['person.address']))).facts['person.address']?.value
const told = async () =>
  (await platform.db.published()).filter(({ name }) => name === 'exchange.facts-changed').map(({ payload }) => payload as Told)
interface Told {
  readonly subject: string
  readonly change: string
  readonly eventId: string
}

test('같은 열쇠로 두 번 보낸 전입은 대장에 한 번만 오르고, 함께 옮긴 사람에게도 열람 기록이 남는다', async () => {
  const refs = others.map((member) => String(family.person.household.members.indexOf(member) + 1))
  const first = await platform.exchange.recordChange(command('case-1', move({ with: refs })))
  const second = await platform.exchange.recordChange(command('case-1', move({ with: refs })))
  assert.deepEqual([first.isNew, second.isNew, second.receipt], [true, false, first.receipt])
  assert.equal(await addressOf(), '부산광역시 중구 영주동 1')
  for (const { id } of [family.person, ...others]) {
    assert.equal(await addressOf(id), '부산광역시 중구 영주동 1')
    const { entries } = await platform.access.trace(id)
    assert.equal(entries.filter(({ use }) => use === 'change').length, 1, id)
  }
})

test('한꺼번에 여러 번 보내도 한 번이다', async () => {
  const results = await Promise.all(
    Array.from({ length: 5 }, () => platform.exchange.recordChange(command('case-2', move({ address: '둘째 집' })))),
  )
  assert.equal(results.filter(({ isNew }) => isNew).length, 1)
  assert.equal(new Set(results.map(({ receipt }) => receipt)).size, 1)
})

test('없는 곳, 모르는 식구, 오지 않은 날의 전입은 왜 안 되는지와 함께 거절된다', async () => {
  const refused = (key: string, change: Partial<Move>) => platform.exchange.recordChange(command(key, move(change)))
  const because = (why: string) => ({ type: 'exchange/change-refused', values: { register: 'resident-register', why } })
  await assert.rejects(refused('bad-1', { to: '9999999999' }), because('unknown-place'))
  await assert.rejects(refused('bad-2', { with: ['77'] }), because('unknown-member'))
  await assert.rejects(refused('bad-3', { on: '2999-01-01' }), because('future-day'))
  await platform.exchange.recordChange(command('case-3', move({ address: '셋째 집' })))
  await platform.db.query('delete from exchange.changes where key = $1', ['case-3'])
  await assert.rejects(refused('case-3', { address: '넷째 집' }), because('other-content'))
  assert.equal(await addressOf(), '셋째 집')
})

test('대장이 죽어 있으면 나중에 다시 하라고 하고, 그때 한 번만 오른다', async () => {
  await gateway.switchRegister('resident-register', 'dead')
  await assert.rejects(platform.exchange.recordChange(command('case-4', move({ address: '늦은 집' }))), {
    type: 'exchange/register-unavailable',
  })
  await gateway.switchRegister('resident-register', 'up')
  assert.equal((await platform.exchange.recordChange(command('case-4', move({ address: '늦은 집' })))).isNew, true)
})

test('대장이 강제로 꺼졌다 켜져도 받은 전입을 잊지 않는다', async () => {
  const before = await addressOf()
  process.kill(gateway.pids.registers[0]!, 'SIGKILL')
  assert.equal(await eventually(async () => (await addressOf()) as string | undefined), before)
  assert.equal((await platform.exchange.recordChange(command('case-4', move({ address: '늦은 집' })))).isNew, false)
  await platform.db.query('delete from exchange.changes where key = $1', ['case-4'])
  await platform.exchange.recordChange(command('case-4', move({ address: '늦은 집' })))
  assert.equal(await addressOf(), before, 'the register remembers the key itself')
})

test('꺼져 있던 동안의 일도 켜지면 듣고, 한 가지 일은 한 번만 알린다', async () => {
  const moves = new Set((await told()).map(({ eventId }) => eventId))
  assert.equal(moves.size, 0, 'nobody has listened yet')
  platform.listener.start()
  await eventually(async () => ((await told()).length >= 4 + others.length ? true : undefined))
  await platform.listener.stop()

  const [birth] = await gateway.happen({ kind: 'birth', person: alone.id, name: '새봄', sex: 'female', on: '2026-11-01' })
  await gateway.stop()
  gateway = await country.start()
  const second = platform.build()
  second.listener.start()
  const heard = await eventually(async () => (await told()).find(({ eventId }) => eventId === birth))
  assert.deepEqual([heard.subject, heard.change], [alone.id, 'birth'])
  const third = platform.build()
  third.listener.start()
  const [later] = await gateway.happen({
    kind: 'changed',
    person: alone.id,
    register: 'school',
    facts: { 'person.schoolName': '한빛대학교' },
  })
  await eventually(async () => (await told()).find(({ eventId }) => eventId === later))
  await Promise.all([second.listener.stop(), third.listener.stop()])
  const ids = (await told()).map(({ eventId }) => eventId)
  assert.equal(new Set(ids).size, ids.length)
})

test('듣기 시작하면 어느 대장이 살아 있는지 곧 알고, 죽었다 살아나도 곧 안다', async () => {
  const { exchange, listener } = platform.build()
  const stateOf = (id: string) => exchange.status().find(({ register }) => register === id)?.state
  listener.start()
  try {
    await eventually(() => exchange.status().every(({ state }) => state === 'up') || undefined)
    await gateway.switchRegister('property', 'dead')
    await eventually(() => stateOf('property') === 'down' || undefined)
    await gateway.switchRegister('property', 'up')
    await eventually(() => stateOf('property') === 'up' || undefined)
    assert.equal(stateOf('school'), 'up')
  } finally {
    await listener.stop()
  }
})

test('아이가 태어나면 부모의 가구에 아이가 보인다', async () => {
  const { facts } = await platform.exchange.fetch(request(alone.id, ['household.members', 'household.birthOrAdoptionDate']))
  const members = facts['household.members']!.value as { name: string; relation: string }[]
  assert.equal(members.at(-1)?.name, '새봄')
  assert.equal(members.at(-1)?.relation, 'child')
  assert.equal(facts['household.birthOrAdoptionDate']?.value, '2026-11-01')
})

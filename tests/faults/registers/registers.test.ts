import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { MODES, RunningGateway } from '@dpg/gateway'
import type { PersonId } from '@dpg/kernel'
import { eventually, held, openCountry, openPlatform, pack, personas, request } from './country.ts'

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
beforeEach(async () => {
  // A fresh exchange forgets which registers failed before.
  await platform.listener.stop()
  Object.assign(platform, platform.build())
})

const someone = personas[0]!.id
const all = held.flatMap(({ facts }) => facts)

test('한 사람의 사실이 열 대장에서 서명되어 오고, 대장마다 수령 기록과 열람 기록이 남는다', async () => {
  const { facts, failures } = await platform.exchange.fetch(request(someone, all))
  assert.deepEqual(failures, [])
  assert.equal(facts['person.birthDate']?.value, personas[0]!.person.birthDate)
  assert.equal(facts['person.nationality']?.register, 'immigration')
  const receipts = new Set(Object.values(facts).map(({ receipt }) => receipt))
  assert.equal(receipts.size, held.length)
  const trace = await platform.access.trace(someone)
  assert.equal(trace.entries.filter(({ use }) => use === 'fetch').length, held.length)
  for (const id of receipts) {
    const receipt = (await platform.exchange.receipt(someone, id))!
    assert.match(receipt.digest, /^[0-9a-f]{64}$/)
    assert.equal(receipt.law, '기초연금법 제11조제2항')
    assert.equal(await platform.exchange.receipt(personas[1]!.id, id), undefined, 'it is nobody else’s')
  }
})

test('모든 인물의 모든 사실이 사실 사전이 약속한 모양이다', async () => {
  for (const { id } of personas) {
    const { failures } = await platform.exchange.fetch(request(id, all))
    assert.deepEqual(failures, [], id)
  }
})

test('죽은 대장 하나 때문에 다른 대장의 사실이 늦지 않고, 무엇이 빠졌는지 안다', async () => {
  await gateway.switchRegister('national-tax', 'dead')
  const { facts, failures } = await platform.exchange.fetch(request(someone, ['person.birthDate', 'person.annualIncome']))
  assert.deepEqual(Object.keys(facts), ['person.birthDate'])
  assert.deepEqual(failures, [{ register: 'national-tax', facts: ['person.annualIncome'], kind: 'unreachable' }])
  assert.equal(platform.exchange.status().find(({ register }) => register === 'national-tax')?.state, 'down')
  await gateway.switchRegister('national-tax', 'up')
  const again = await platform.exchange.fetch(request(someone, ['person.annualIncome']))
  assert.deepEqual(again.failures, [])
  assert.equal(platform.exchange.status().find(({ register }) => register === 'national-tax')?.state, 'up')
})

test('느린 대장은 정한 시간까지만 기다리고, 세 번 늦으면 잠시 묻지 않는다', async () => {
  await gateway.switchRegister('school', 'slow')
  const ask = () => platform.exchange.fetch(request(someone, ['person.schoolLevel'], { timeoutMs: 150 }))
  for (let time = 0; time < 3; time++) assert.equal((await ask()).failures[0]?.kind, 'slow')
  const started = performance.now()
  assert.equal((await ask()).failures[0]?.kind, 'slow')
  assert.ok(performance.now() - started < 100, 'it was not even asked')
  await gateway.switchRegister('school', 'up')
  // Longer than any wait that was in vain: worth a try.
  const { failures } = await platform.exchange.fetch(request(someone, ['person.schoolLevel'], { timeoutMs: 1_500 }))
  assert.deepEqual(failures, [])
})

test('거짓말하는 대장의 말은 하나도 쓰지 않는다', async () => {
  const trusted = await platform.db.query('select 1 from exchange.receipts')
  for (const mode of ['wrong-signature', 'wrong-person', 'wrong-shape'] as const) {
    await gateway.switchRegister('resident-register', mode)
    const { facts, silent, failures } = await platform.exchange.fetch(request(someone, ['person.birthDate', 'person.sex']))
    assert.deepEqual(facts, {}, mode)
    assert.deepEqual(silent, [], mode)
    assert.deepEqual(
      failures,
      [{ register: 'resident-register', facts: ['person.birthDate', 'person.sex'], kind: 'untrusted' }],
      mode,
    )
  }
  await gateway.switchRegister('resident-register', 'up')
  const receipts = await platform.db.query('select 1 from exchange.receipts')
  assert.ok(receipts.length <= trusted.length + 1, 'only the well signed nonsense left a receipt')
})

test('대장이 모르는 사람은 거절되고 그 일이 기록된다', async () => {
  const nobody = 'per_0192f3a0-1111-7222-8333-444455556666' as PersonId
  const { failures } = await platform.exchange.fetch(request(nobody, ['person.birthDate']))
  assert.equal(failures[0]?.kind, 'refused')
  const { entries } = await platform.access.trace(nobody)
  assert.deepEqual(
    entries.map(({ use, register }) => [use, register]),
    [['refuse', 'resident-register']],
  )
})

test('대장에 없는 사실을 물으면 우리 잘못이라고 한다', async () => {
  await assert.rejects(platform.exchange.fetch(request(someone, ['person.bankAccount'])), { type: 'exchange/no-register' })
  await assert.rejects(platform.exchange.fetch(request(someone, ['person.nonsense'])), { type: 'exchange/no-register' })
  const derived = [...pack.facts.values()].find(({ register, derive }) => register !== null && derive !== null)!
  assert.deepEqual((await platform.exchange.fetch(request(someone, [derived.id]))).silent, [derived.id])
})

test('게이트웨이가 죽으면 다시 켜지고, 그동안은 물을 수 없다고만 한다', async () => {
  process.kill(gateway.pids.gateway!, 'SIGKILL')
  await eventually(async () => {
    const { failures } = await platform.exchange.fetch(request(someone, ['person.birthDate'], { timeoutMs: 500 }))
    return failures.length === 0 || failures[0]?.kind === 'unreachable'
      ? failures.length === 0 || undefined
      : assert.fail(failures[0]?.kind)
  })
})

test('모르는 대장이나 모르는 고장은 이름을 대며 거절한다', async () => {
  await assert.rejects(gateway.switchRegister('no-such', 'dead'), /no register no-such/)
  await assert.rejects(gateway.switchRegister('school', 'sleepy' as (typeof MODES)[number]), /malformed/)
})

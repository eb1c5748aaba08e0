import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import type { AppId, Hook, HookDelivery } from './contract.ts'
import { BUILDER, world } from './testing.ts'

let it: Awaited<ReturnType<typeof world>>
let app: AppId
let hook: Hook
let status = 500
const heard: string[] = []
const receiver = createServer((request, response) => {
  heard.push(String(request.headers['webhook-id']))
  request.resume().on('end', () => response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end())
})

before(async () => {
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done))
  it = await world()
  app = (await it.developers.register(BUILDER, { name: '앱', about: '', homepage: null })).app.id
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
  hook = (await it.developers.addHook(BUILDER, app, url, ['service.changed'])).hook
})
after(async () => {
  receiver.close()
  await it?.close()
})

const deliver = (delivery: HookDelivery) => it.job('developers.deliver').handle({ app, delivery: delivery.id })
const now = async (id: string) => (await it.developers.deliveries(BUILDER, app, hook.id)).find((one) => one.id === id)!
const later = (seconds: number) => it.clock.set(it.clock.now().add({ seconds }).toString())
const tell = (release: string) =>
  it.door.parts
    .consumers!.find(({ name }) => name === 'developers.service-changed')!
    .handle({ release, changedServices: ['a'] } as never)

test('받는 곳이 답하지 않으면 점점 사이를 두고 다시 보내다가 그만둔다', async () => {
  const sent = await it.developers.testHook(BUILDER, app, hook.id)
  const pauses: number[] = []
  for (;;) {
    await deliver(sent)
    const { state, nextAt } = await now(sent.id)
    if (state === 'given-up') break
    const pause = Temporal.Instant.from(nextAt!).since(it.clock.now()).total('seconds')
    pauses.push(pause)
    await deliver(sent)
    assert.equal((await now(sent.id)).attempts, pauses.length, '때가 되기 전에는 보내지 않는다')
    later(pause)
  }
  assert.deepEqual(pauses, [5, 30, 120, 600, 3600, 14_400, 43_200, 86_400, 86_400])
  assert.equal(heard.filter((id) => id === sent.id).length, 10)
})

test('줄에서 없어진 것은 표에서 찾아 다시 보낸다', async () => {
  const sent = await it.developers.testHook(BUILDER, app, hook.id)
  it.db.queued.length = 0
  later(60)
  await it.job('developers.sweep').handle({})
  assert.deepEqual(it.db.queued, [{ job: 'developers.deliver', data: { app, delivery: sent.id } }])
  status = 204
  await deliver(sent)
  await deliver(sent)
  assert.equal((await now(sent.id)).state, 'delivered')
  assert.equal(heard.filter((id) => id === sent.id).length, 1)
})

test('딴 곳으로 돌려보내는 답은 따라가지 않고, 받은 것으로 치지 않는다', async () => {
  status = 302
  const sent = await it.developers.testHook(BUILDER, app, hook.id)
  await deliver(sent)
  assert.deepEqual([(await now(sent.id)).state, (await now(sent.id)).lastStatus], ['waiting', 302])
})

test('같은 일은 두 번 전해져도 한 번만 알린다', async () => {
  await tell('sha256:1')
  await tell('sha256:1')
  await tell('sha256:2')
  const told = (await it.developers.deliveries(BUILDER, app, hook.id)).filter(({ event }) => event === 'service.changed')
  assert.equal(told.length, 2)
})

test('실제 사람을 위한 곳에는 가상 인물이 없어, 시험 열쇠가 누구에게도 닿지 않는다', async () => {
  const real = await world(false)
  real.door.serve({ openApi: { paths: {} }, dispatch: async () => new Response(), headers: {} })
  const { secret } = await real.developers.register(BUILDER, { name: '앱', about: '', homepage: null })
  const headers = { authorization: `Bearer ${secret}`, 'dpg-person': 'per_1' }
  const answer = await real.door.front(
    new Request('http://localhost/api/x', { headers }),
    undefined,
    async () => new Response('reached'),
  )
  assert.equal(answer.status, 403)
  assert.match(await answer.text(), /not-synthetic/)
  assert.deepEqual(await real.developers.people('ko'), [])
  await real.close()
})

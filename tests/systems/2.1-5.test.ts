/** 2.1-5 공공 마이데이터 묶음정보 (bundles). Missing: bundles of real receivers; the list is ours, made from the papers that errands ask for */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { BundleDefinition } from '@dpg/definitions'
import type { Transfer } from '@dpg/mydata/contract'
import { newReceiver } from '../harness/receiver.ts'
import { type Server, signedIn, startServer, visitor } from '../harness/index.ts'

let server: Server
before(async () => {
  server = await startServer()
})
after(() => server?.close())

const until = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
type Named = BundleDefinition & { readonly purpose: { readonly ko: string; readonly en: string }; readonly law: string }
const bundles = async () => (await visitor(server).get<{ items: Named[] }>('/api/mydata/bundles')).items

test('묶음은 160가지가 넘고, 저마다 목적과 법과 받는 기관과 증명서와 항목이 있으며, 항목은 모두 대장이 가진 사실이다', async () => {
  const all = await bundles()
  assert.ok(all.length >= 160)
  assert.equal(new Set(all.map(({ id }) => id)).size, all.length)
  const { items } = await visitor(server).get<{ items: { id: string; register: string | null }[] }>('/api/facts')
  const held = new Map(items.map(({ id, register }) => [id, register]))
  for (const { id, title, receivers, papers, facts, purpose, law } of all) {
    assert.ok(title.ko && title.en && receivers.length > 0 && papers.length > 0, id)
    assert.ok(purpose.ko && purpose.en && /제\d+조/.test(law), id)
    for (const fact of facts) assert.ok(held.get(fact), `${id}: ${fact}`)
  }
})

test('은행, 통신사, 지자체가 저마다 제 묶음의 항목만 받고, 사람마다 제 것을 받는다', async () => {
  const all = new Map((await bundles()).map((one) => [one.id, one]))
  const errands = [
    ['은행', 'bank', 'bank-jeonse-loan', '김순자'],
    ['통신사', 'telecom', 'telecom-discount', '김순자'],
    ['구청', 'local', 'welfare-birth-all', '한지은'],
  ] as const
  const names = new Set<unknown>()
  for (const [name, kind, bundle, person] of errands) {
    const receiver = await newReceiver(server, { name, kind, bundles: [bundle] })
    const who = await signedIn(server, person)
    const { id } = await who.post<Transfer>(
      '/api/mydata/transfers',
      { receiver: receiver.id, bundle, every: null, until },
      randomUUID(),
    )
    const { papers } = await receiver.open((await receiver.fetch(id)).text)
    assert.deepEqual(
      papers.map((paper) => paper.id),
      all.get(bundle)!.papers,
    )
    const sent = papers.flatMap(({ facts }) => Object.entries(facts))
    assert.deepEqual(new Set(sent.map(([fact]) => fact)), new Set(all.get(bundle)!.facts))
    const known = sent.find(([fact]) => fact === 'person.name')?.[1].value
    assert.equal(known, person)
    names.add(known)
    const seen = await who.get<{ items: Transfer[] }>('/api/mydata/transfers')
    assert.equal(seen.items.find((one) => one.id === id)?.receiver.name, name)
  }
  assert.equal(names.size, 2)
})

test('사람이 시키지 않은 것은 누구도 받지 못한다', async () => {
  const receiver = await newReceiver(server, { name: '서두르는은행', kind: 'bank', bundles: ['bank-account'] })
  assert.equal((await receiver.fetch('trf_01980000-0000-7000-8000-000000000000')).status, 404)
})

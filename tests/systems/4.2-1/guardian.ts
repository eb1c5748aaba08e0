/** Who acts for whom by what a court or a counter says: two officials enter it, both people read it, and it reaches no further. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Admission } from '@dpg/admissions/contract'
import type { TraceEntry, TracePage } from '@dpg/access/contract'
import type { Mandate } from '@dpg/identity/contract'
import { choose } from '../../harness/mandates.ts'
import { idOf, type Server, signedIn, type Visitor } from '../../harness/index.ts'

const inDays = (days: number) => Temporal.Now.plainDateISO('Asia/Seoul').add({ days }).toString()
const actsFor = async (who: Visitor, kind: Mandate['kind']) =>
  (await who.get<{ mandates: readonly Mandate[] }>('/api/mandates')).mandates.find((one) => one.kind === kind)

export function guardian(stage: () => { readonly server: Server }): void {
  test('법원이 정한 후견인과 창구에서 맡긴 도우미는 두 담당자가 올려야 대신하고, 두 사람 모두 기록에서 읽는다', async () => {
    const { server } = stage()
    const [ward, keeper, neighbour, administrator, officer] = await Promise.all(
      ['박영호', '문가람', '이서준', '임세온', '윤지호'].map((name) => signedIn(server, name)),
    )
    const form = { as: 'guardian', represented: idOf('박영호'), representative: idOf('문가람'), paper: '후견등기 2026-000123' }
    const propose = (more: object) =>
      administrator!.ask('/api/admissions', {
        json: { kind: 'mandate', why: '성년후견 개시 심판 확정', content: { ...form, services: '', endsOn: '', ...more } },
      })
    for (const wrong of [
      { representative: form.represented },
      { represented: 'per_nobody' },
      { as: 'helper' },
      { endsOn: inDays(-1) },
    ])
      assert.equal((await propose(wrong)).status, 422, JSON.stringify(wrong))
    const proposed = await propose({})
    assert.equal(proposed.status, 201, proposed.text)
    const { id, about } = proposed.json<Admission>()
    assert.equal(about, '문○람 → 박○호')
    assert.equal(await actsFor(keeper!, 'guardian'), undefined)
    assert.equal((await administrator!.ask(`/api/admissions/${id}/admit`, { method: 'POST' })).status, 409)
    assert.equal((await officer!.ask(`/api/admissions/${id}/admit`, { method: 'POST' })).status, 200)

    const mandate = await actsFor(keeper!, 'guardian')
    assert.deepEqual([mandate?.forName, mandate?.source, mandate?.endsAt], ['박영호', 'guardian-register', null])
    await choose(keeper!, mandate!.mandate)
    const own = (who: Visitor) =>
      who.post<{ facts: { fact: string; value: unknown }[] }>('/api/exchange/own-facts', { facts: ['person.name'] })
    assert.deepEqual(
      (await own(keeper!)).facts.map(({ value }) => value),
      ['박영호'],
    )
    const traceOf = async (who: Visitor): Promise<readonly TraceEntry[]> =>
      (await who.get<TracePage>('/api/access/entries?limit=100')).entries
    const hers = await traceOf(ward!)
    assert.ok(hers.some(({ use, actor }) => use === 'fetch' && actor.name === '문가람' && actor.acting?.kind === 'guardian'))
    for (const entries of [hers, await traceOf(keeper!)])
      assert.ok(
        entries.some(
          ({ use, purpose, actor }) => use === 'decide' && purpose.ko.includes('문가람 → 박영호') && actor.name === '임세온',
        ),
      )

    const page = await administrator!.open('/admissions/new/mandate')
    const typed = {
      as: 'helper',
      represented: idOf('박영호'),
      representative: idOf('이서준'),
      paper: '창구 위임장 7',
      services: 'SSE000000170',
    }
    const sent = { ...typed, endsOn: inDays(30), why: '창구에 온 사람이 맡김' }
    await administrator!.fill(page, page.view.forms.find(({ action }) => action === '/admissions/new/mandate')!, sent)
    const list = await officer!.open('/admissions')
    const admit = list.view.forms.find(({ action }) => action.endsWith('/admit'))!
    assert.match(list.view.main, /이○준 → 박○호[\s\S]*도우미 \(창구에서 맡김\)/)
    await officer!.fill(list, admit)
    const helps = await actsFor(neighbour!, 'helper')
    assert.deepEqual([helps?.source, helps?.scope.services], ['counter', ['SSE000000170']])
  })
}

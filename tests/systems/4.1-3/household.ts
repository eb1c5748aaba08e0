/** Whoever is counted with an applicant reads what a law lets be seen of the household; not while that would betray who flees from them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TraceEntry, TracePage } from '@dpg/access/contract'
import { apply, caseIn, livelihood, type Server, signedIn, until, type Visitor } from '../../harness/index.ts'

/** Money for whoever flees from somebody they live with. */
const flight = {
  service: '135200005003',
  answers: {
    ...livelihood.answers,
    'household.crisisReasons': ['violence'],
    'household.crisisSince': '2026-11-20',
  },
  declarations: ['finance', 'truth', 'afterwards'],
}

const entriesOf = async (who: Visitor) => (await who.get<TracePage>('/api/access/entries?limit=100')).entries
const byLawOf = (entries: readonly TraceEntry[], service: string) =>
  entries.filter((one) => one.service === service && one.use === 'fetch')

export function household(stage: () => { readonly server: Server }): void {
  test('가구원은 동의 없이 법으로 본 자기 가구의 자료를 자기 기록에서 읽는다', async () => {
    const { server } = stage()
    const [oh, wife] = await Promise.all(['오태식', '김은희'].map((name) => signedIn(server, name)))
    await apply(oh!, livelihood)
    const seen = await until('her trace', async () => {
      const found = byLawOf(await entriesOf(wife!), livelihood.service)
      return found.some(({ facts }) => facts.includes('household.otherMembers')) && found
    })
    for (const { facts, law, case: of } of seen) {
      assert.ok(facts.every((fact) => fact.startsWith('household.')) && law.includes('법'))
      assert.equal(of, null, 'the application is his')
    }
    assert.match((await wife!.open('/my/trace')).view.main, /생계급여/)
  })

  test('폭력을 피해 도움을 요청하면 함께 사는 사람의 기록과 알림에는 나오지 않는다', async () => {
    const { server } = stage()
    const [oh, wife, official] = await Promise.all(['오태식', '김은희', '김하늘'].map((name) => signedIn(server, name)))
    const counted = async () => (await oh!.get<TracePage>('/api/access/entries?limit=1')).total
    const before = await counted()
    const { id } = await apply(wife!, flight)
    await caseIn(wife!, id, ['review'])
    await official!.get(`/api/work/${id}`)
    assert.ok(byLawOf(await entriesOf(wife!), flight.service).some(({ facts }) => facts.includes('household.otherMembers')))
    assert.deepEqual([byLawOf(await entriesOf(oh!), flight.service), await counted()], [[], before])
    for (const path of ['/my/trace', '/my/notices', '/my/consents'])
      assert.doesNotMatch((await oh!.open(path)).view.main, /긴급/, path)
  })
}

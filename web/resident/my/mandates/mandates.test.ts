import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Mandate, type MandateGrant, mandateNotFound } from '@dpg/identity/contract'
import type { PersonId, Principal } from '@dpg/kernel'
import { assertSound, koreaCatalogue, openPages, PERSON, RESIDENT } from '../testing.ts'

const MANDATE = {
  ...{
    mandate: 'man_01936f2e-0000-7000-8000-000000000001' as never,
    kind: 'helper',
    for: 'per_2' as PersonId,
    forName: '김순자',
  },
  ...{ source: 'person', by: PERSON, byName: '김하늘', givenAt: '2026-11-25T01:00:00Z', endsAt: '2026-12-25T01:00:00Z' },
  scope: { services: ['SSE000000170'], facts: null },
} satisfies Mandate
const ACTING: Principal = { ...RESIDENT, acting: MANDATE }

async function open() {
  const chosen: unknown[] = []
  const mandates = {
    list: async () => [MANDATE, { ...MANDATE, by: null, byName: null, forName: '김하늘' }],
    choose: async (_: Principal, id: unknown) => {
      chosen.push(id)
      return null
    },
    give: async (_: Principal, grant: MandateGrant) => {
      chosen.push(grant)
      return { mandate: MANDATE, code: '12345678' }
    },
    fromFamily: async () => [],
    accept: async () => {
      throw mandateNotFound({})
    },
  }
  const casework = { consents: { mine: async () => [] } as never }
  const ask = await openPages({ identity: { mandates: mandates as never }, catalogue: koreaCatalogue(), casework })
  return { ask, chosen }
}

for (const lang of ['ko', 'en'] as const)
  test(`whoever acts for somebody reads so on every page, with one button to stop (${lang})`, async () => {
    const { ask, chosen } = await open()
    for (const path of ['/my/mandates', '/about']) {
      const { html } = await ask(`GET ${path}`, { lang, principal: ACTING })
      if (path !== '/about') assertSound(html)
      assert.match(html, lang === 'ko' ? /지금 김순자 님을 대신하고 있습니다/ : /You are acting for 김순자/)
      assert.match(html, /action="\/my\/mandates\/stop" method="post"/)
      assert.doesNotMatch((await ask(`GET ${path}`, { lang })).html, /acting-banner/)
    }
    await ask('POST /my/mandates/stop', { principal: ACTING })
    assert.deepEqual(chosen, [null])
  })

test('누구를 대신하든 자기 것만 나오는 화면은 그렇게 말한다', async () => {
  const { ask } = await open()
  const { html } = await ask('GET /my/mandates', { principal: ACTING })
  assert.doesNotMatch(html, /자신의 것만 나옵니다/)
  const own = await ask('GET /my/consents', { principal: ACTING })
  assert.match(own.html, /김하늘 님 자신의 것만 나옵니다/)
})

test('한 사람이 맡은 것은 어디까지 언제까지인지 보고 시작하며, 틀린 번호는 무엇을 할지 알린다', async () => {
  const { ask, chosen } = await open()
  const { html } = await ask('GET /my/mandates')
  assert.match(html, /김순자[\s\S]*기초연금[\s\S]*끝나는 때[\s\S]*대신하기/)
  assert.match(html, /아직 아무도 맡지 않음/)
  await ask(`POST /my/mandates/${MANDATE.mandate}/act`)
  assert.deepEqual(chosen, [MANDATE.mandate])
  for (const code of ['1234', '1234 5678']) {
    const { status, html: again } = await ask('POST /my/mandates/accept', { body: { code } })
    assert.equal(status, 422)
    assert.match(again, /여덟 자리를 다시 확인/)
  }
  assert.match((await ask('POST /my/mandates/accept', { body: { code: ' ' } })).html, /받은 번호 여덟 자리를 적어/)
})

test('맡기려면 무엇을 언제까지인지 고르고, 번호는 한 번 보인다; 대신하는 사람은 다시 맡기지 못한다', async () => {
  const { ask, chosen } = await open()
  for (const body of [{}, { reach: 'some', days: '30' }, { reach: 'all' }]) {
    const { status, html } = await ask('POST /my/mandates/give', { body })
    assert.equal(status, 422)
    assertSound(html)
    assert.match(html, /골라 주세요/)
  }
  const { html } = await ask('POST /my/mandates/give', { body: { reach: 'some', days: '30', services: ['SSE000000170'] } })
  assertSound(html)
  assert.match(html, /1234 5678/)
  const [{ services, endsAt }] = chosen as [MandateGrant]
  assert.deepEqual(services, ['SSE000000170'])
  assert.ok(Math.abs(Temporal.Instant.from(endsAt).since(Temporal.Now.instant()).total('hours') - 720) < 1)
  await ask('POST /my/mandates/give', { body: { reach: 'all', days: '365', services: ['SSE000000170'] } })
  assert.equal((chosen[1] as MandateGrant).services, null)
  assert.doesNotMatch((await ask('GET /my/mandates', { principal: ACTING })).html, /action="\/my\/mandates\/give"/)
})

test('찾는 사람이 대장에 없으면 그렇게 말한다', async () => {
  const { ask } = await open()
  const { location } = await ask('POST /my/mandates/family')
  assert.equal(location, '/my/mandates?none=family')
  assert.match((await ask('GET /my/mandates', { query: { none: 'family' } })).html, /열아홉 살이 안 된 자녀가 없습니다/)
})

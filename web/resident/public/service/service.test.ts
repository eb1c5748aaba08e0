import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { buildWeb } from '@dpg/web-build'
import type { Problem } from '@dpg/kernel'
import { assertDrawn, RESIDENT } from '../../my/testing.ts'
import { catalogue, publicPages } from '../testing.ts'
import { createKept } from './kept.ts'

const PENSION = 'SSE000000170'
const ENTRY = '116010000001'
const { pack } = catalogue!.current!()

describe('a service worked out from its law', () => {
  for (const id of pack.services.keys())
    for (const lang of ['ko', 'en'] as const)
      test(`${id} is drawn whole (${lang})`, async () => {
        const { html } = await (await publicPages())(`GET /services/${id}`, { lang })
        assertDrawn(html)
        assert.match(html, new RegExp(`href="/apply/${id}"`))
        for (const part of ['who', 'papers', 'steps', 'appeal', 'law']) assert.match(html, new RegExp(`<h2 id="${part}"`))
        assert.doesNotMatch(html, /<script/)
      })

  test('says who, how much by today’s figure, what is fetched, how long, and how to object, each with its article', async () => {
    const { html } = await (await publicPages())(`GET /services/${PENSION}`)
    assert.match(html, /65세 이상이어야 합니다[\s\S]*?href="https:\/\/www\.law\.go\.kr[^"]*%EC%A0%9C3%EC%A1%B0"/)
    assert.match(html, /기준연금액 \(월\) <strong class="money">349,700원<\/strong>/)
    assert.match(html, /출처: 보건복지부고시 제2026-156호/)
    assert.match(html, /<dt>걸리는 시간<\/dt><dd><div>30일 안/)
    assert.match(html, /<dt>주민등록<\/dt>/)
    assert.match(html, /직접 알려 주실 것<\/h3><ul><li>받을 계좌/)
    assert.match(html, /이의신청: 결정한 시장·군수·구청장[\s\S]*결과를 안 날부터 90일 안/)
  })

  test('on a day for which no figure was published, names the one that is missing', async () => {
    const today = { now: () => Temporal.Instant.from('2027-02-01T00:00:00Z'), today: () => Temporal.PlainDate.from('2027-02-01') }
    const { html } = await (await publicPages({ clock: today }))(`GET /services/${PENSION}`)
    assert.match(html, /2027년 기준연금액 고시가 아직 나오지 않았습니다/)
    assert.doesNotMatch(html, /349,700/)
  })

  test('tells of rules that are approved for a later day, above the rules that count until then', async () => {
    const coming = [
      { from: '2027-07-01', changes: [{ text: '2027년 7월 1일부터 조건이 하나 생깁니다: 소득', law: '기초연금법 제3조' }] },
    ]
    const ask = await publicPages({ benefits: { comingRules: () => coming } as never })
    const { html } = await ask(`GET /services/${PENSION}`)
    assert.match(html, /2027년 7월 1일부터 이 서비스의 규칙이 바뀝니다[\s\S]*조건이 하나 생깁니다: 소득[\s\S]*<h2 id="who"/)
    assert.doesNotMatch((await (await publicPages())(`GET /services/${PENSION}`)).html, /규칙이 바뀝니다/)
  })

  test('in easy words for who wants them', async () => {
    const easy = pack.services.get(PENSION)!.easyText!.ko
    const ask = await publicPages()
    assert.ok((await ask(`GET /services/${PENSION}`, { easy: true })).html.includes(easy))
    assert.ok(!(await ask(`GET /services/${PENSION}`)).html.includes(easy))
  })
})

test('what is kept of a page for all is never another person’s, language’s, wording’s or day’s', async () => {
  const ask = await publicPages()
  const first = await ask(`GET /services/${PENSION}`)
  assert.match((await ask(`GET /services/${PENSION}`, { lang: 'en' })).html, /You must be 65 or over/)
  const mine = await ask(`GET /services/${PENSION}`, { principal: RESIDENT })
  assert.match(mine.html, /href="\/my\/benefits" class=|href="\/my\/benefits">/)
  assert.doesNotMatch(mine.html, /먼저 로그인합니다/)
  const official = await ask(`GET /services/${PENSION}`, { principal: { ...RESIDENT, kind: 'official' } })
  assert.doesNotMatch(official.html, /href="\/apply/)
  assert.notEqual((await ask(`GET /services/${PENSION}`, { easy: true })).html, first.html)
  assert.equal((await ask(`GET /services/${PENSION}`)).html, first.html)
})

test('only so many pieces are kept, and the longest unused goes first', () => {
  const kept = createKept(2)
  let drawn = ''
  const see = (name: string) => kept(name, () => (drawn += name))
  for (const name of ['a', 'b', 'a', 'c', 'a', 'b']) see(name)
  assert.equal(drawn, 'abcb')
})

describe('a service known by its catalogue entry', () => {
  for (const lang of ['ko', 'en'] as const)
    test(`says how it was read, why no surer, and where the official page is (${lang})`, async () => {
      const { html } = await (await publicPages())(`GET /services/${ENTRY}`, { lang })
      assertDrawn(html)
      const sure = {
        ko: { high: '꽤 확실합니다', medium: '대체로 맞습니다', low: '확실하지 않습니다' },
        en: { high: 'Fairly sure', medium: 'Mostly right', low: 'Not sure' },
      }
      assert.ok(html.includes(`>${sure[lang][catalogue!.current!().service(ENTRY)!.confidence]}</span>`))
      assert.match(html, lang === 'ko' ? /기계가 읽은 것입니다/ : /Read by machine/)
      assert.match(html, /href="https:\/\/www\.gov\.kr\/portal\/rcvfvrSvc\/dtlEx\/116010000001"/)
      assert.doesNotMatch(html, /href="\/apply/)
    })

  test('shows the official words when they were brought in, as words', async () => {
    const fullText = async () => ({
      source: '보조금24',
      fetchedAt: '2026-11-20T01:00:00Z',
      url: null,
      sections: [{ label: '지원대상', text: '만 19세\n[눌러](https://evil.example) **굵게** <img src=x>' }],
    })
    const { html } = await (await publicPages({ catalogue: { ...catalogue, fullText } }))(`GET /services/${ENTRY}`)
    assertDrawn(html)
    assert.match(html, /지원대상[\s\S]*만 19세/)
    assert.doesNotMatch(html, /evil\.example"|<strong>굵게|<img/)
  })

  test('one entry of every 250 of the country can be drawn', async () => {
    const ask = await publicPages()
    const ids = catalogue!.current!().serviceIds.filter((_, at) => at % 250 === 20)
    for (const id of ids) assertDrawn((await ask(`GET /services/${encodeURIComponent(id)}`)).html)
    assert.ok(ids.length > 30)
  })
})

test('a service that does not exist is a problem that names it', async () => {
  const ask = await publicPages()
  await assert.rejects(ask('GET /services/nope'), (error: unknown) => {
    assert.ok(error instanceof Error && 'type' in error)
    const { type, values } = error as Problem
    return type === 'catalogue/service-not-found' && values['service'] === 'nope'
  })
})

test('a first visit weighs less than 60 KB without fonts, and needs no script', async () => {
  const build = await buildWeb()
  const { css, fonts, icon } = build.manifest.assets
  const files = await Promise.all([css, fonts, icon].map((path) => readFile(join(build.folder, path))))
  for (const id of pack.services.keys()) {
    const { html } = await (await publicPages())(`GET /services/${id}`)
    assert.doesNotMatch(html, /<script/)
    const bytes = [Buffer.from(html), ...files].reduce((sum, file) => sum + gzipSync(file).length, 0)
    assert.ok(bytes < 60_000, `${id}: ${bytes}`)
  }
})

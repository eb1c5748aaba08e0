import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { assertDrawn } from '../../my/testing.ts'
import { catalogue, publicPages } from '../testing.ts'

const FIRST = {
  asked: 'person.birthDate person.sigungu household.members',
  'person.birthDate-year': '1990',
  'person.birthDate-month': '3',
  'person.birthDate-day': '14',
  'person.sigungu': '11620',
}
const ALONE = { ...FIRST, 'household.members': 'alone' }
/** Hidden fields of a page, as a browser would send them again. */
const carried = (html: string) =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="((?:a\.|skipped)[^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [
      name!,
      value!.replaceAll('&quot;', '"'),
    ]),
  )
const section = (html: string, id: string) =>
  new RegExp(`<section aria-labelledby="${id}">[\\s\\S]*?</section>`).exec(html)?.[0] ?? ''

describe('the check, without signing in', () => {
  for (const lang of ['ko', 'en'] as const)
    test(`asks three things first, and says that nothing is stored (${lang})`, async () => {
      const { html } = await (await publicPages())('GET /check', { lang })
      assertDrawn(html)
      assert.match(html, /name="person.birthDate-year"[\s\S]*name="person.sigungu"[\s\S]*name="household.members"/)
      assert.match(html, lang === 'ko' ? /저장하지 않습니다/ : /not stored/)
      assert.match(html, /href="\/signin\?next=\/my\/benefits"/)
      // Without script the answers go to the server, and the page says so; that they stay here is for a script to say.
      const shown = html.replace(/<template[\s\S]*?<\/template>/g, '')
      assert.match(shown, lang === 'ko' ? /답을 서버로 보내 계산합니다/ : /sent to the server to be worked out/)
      assert.doesNotMatch(shown, lang === 'ko' ? /적는 것은 이 기기를 떠나지/ : /Nothing you type/)
    })

  for (const lang of ['ko', 'en'] as const)
    test(`shows after the answers what one may get, and asks one question more (${lang})`, async () => {
      const answer = await (await publicPages())('POST /check', { lang, body: ALONE })
      assertDrawn(answer.html)
      assert.equal(answer.location, undefined)
      assert.deepEqual(answer.cookies ?? [], [])
      assert.match(section(answer.html, 'probably'), /href="\/services\//)
      assert.match(section(answer.html, 'oneAway'), lang === 'ko' ? /이것만 답하기/ : /Answer this/)
      assert.equal([...answer.html.matchAll(/name="asked"/g)].length, 1)
    })

  test('carries every answer in the form, and nowhere else', async () => {
    const { html } = await (await publicPages())('POST /check', { body: ALONE })
    assert.deepEqual(carried(html), {
      'a.person.birthDate': '1990-03-14',
      'a.person.sigungu': '11620',
      'a.household.members': '[]',
    })
    assert.doesNotMatch(html, /href="[^"]*1990/)
  })

  test('asks first what settles most, by heart; a question passed over is not asked again, nor in other words', async () => {
    const ask = await publicPages()
    const seen: string[] = []
    let { html } = await ask('POST /check', { body: ALONE })
    for (let at = 0; at < 40; at++) {
      const asked = /name="asked" value="([^"]*)"/.exec(html)?.[1]
      if (!asked) break
      seen.push(asked)
      html = (await ask('POST /check', { body: { ...carried(html), asked, go: 'skip' } })).html
    }
    assert.equal(seen[0], 'household.monthlyIncome')
    assert.equal(new Set(seen).size, seen.length)
    assert.ok(seen.length < 30, `${seen.length} questions`)
    assert.ok(!(seen.includes('household.ownsHome') && seen.includes('household.homeless')))
    assert.ok(seen.filter((id) => id.startsWith('business.')).length <= 1)
    assert.match(html, /더 여쭐 것이 없습니다/)
  })

  test('with a baby in the family finds by law what nobody has to guess', async () => {
    const ask = await publicPages()
    const first = await ask('POST /check', { body: { ...FIRST, 'household.members': 'with' } })
    assertDrawn(first.html)
    assert.match(first.html, /name="m1-relation"[\s\S]*name="m3-born-year"/)
    const rows = {
      ...carried(first.html),
      asked: 'household.members',
      'household.members': 'rows',
      rows: '3',
      'm1-relation': 'child',
      'm1-born-year': '2025',
      'm1-born-month': '11',
      'm1-born-day': '1',
      'family-citizens': 'yes',
    }
    const family = await ask('POST /check', { body: rows })
    assertDrawn(family.html)
    const last = await ask('POST /check', {
      body: { ...carried(family.html), asked: 'household.grandparentFamily', 'household.grandparentFamily': 'no' },
    })
    assert.match(section(last.html, 'certain'), /아동수당[\s\S]*부모급여/)
    assert.match(section(last.html, 'certain'), /받을 수 있음/)
  })

  test('a wrong day is asked again with what was typed, and the title says so', async () => {
    const answer = await (await publicPages())('POST /check', { body: { ...ALONE, 'person.birthDate-month': '13' } })
    assertDrawn(answer.html)
    assert.equal(answer.status, 422)
    assert.match(answer.html, /<title>오류: /)
    assert.match(answer.html, /<a href="#f-person-birthDate">달력에 없는 날입니다/)
    assert.match(answer.html, /name="person.birthDate-month" value="13"/)
    assert.match(answer.html, /<option value="11620" selected>/)
  })

  test('beside a wrong day, living with family stays chosen and its lines come on the next page', async () => {
    const body = { ...FIRST, 'household.members': 'with', 'person.birthDate-month': '13' }
    const { html } = await (await publicPages())('POST /check', { body })
    assert.match(html, /name="household.members" value="with" checked/)
    assert.doesNotMatch(html, /m1-relation/)
  })

  test('a line of the family that lacks something is named', async () => {
    const body = { asked: 'household.members', 'household.members': 'rows', rows: '3', 'm2-relation': 'spouse' }
    const answer = await (await publicPages())('POST /check', { body })
    assertDrawn(answer.html)
    assert.equal(answer.status, 422)
    assert.match(answer.html, /가족 2: 태어난 해, 달, 날을 모두/)
    assert.match(answer.html, /<option value="spouse" selected>/)
  })

  test('an answer can be changed: the question stands there again with what was said', async () => {
    const ask = await publicPages()
    const { html } = await ask('POST /check', { body: ALONE })
    const again = await ask('POST /check', { body: { ...carried(html), change: 'person.birthDate' } })
    assertDrawn(again.html)
    assert.match(again.html, /답 고치기<\/h2>/)
    assert.match(again.html, /name="person.birthDate-year" value="1990"/)
  })

  test('a whole group can be paged through', async () => {
    const ask = await publicPages()
    const { html } = await ask('POST /check', { body: ALONE })
    const all = await ask('POST /check', { body: { ...carried(html), show: 'probably', page: '2' } })
    assertDrawn(all.html)
    assert.match(all.html, /쪽 가운데 2쪽/)
    assert.match(all.html, /name="page" value="1"[\s\S]*name="page" value="3"/)
  })

  test('says of a service asked for by name that it does not fit, and what fails', async () => {
    const ask = await publicPages()
    const { html } = await ask('POST /check', { body: ALONE })
    const found = await ask('POST /check', { body: { ...carried(html), find: '기초연금' } })
    assertDrawn(found.html)
    assert.match(section(found.html, 'find'), /해당 없음[\s\S]*기초연금[\s\S]*65세 이상이어야 합니다/)
    assert.match((await ask('POST /check', { body: { find: '없는말' } })).html, /맞는 서비스를 찾지 못했습니다/)
  })

  for (const lang of ['ko', 'en'] as const)
    test(`why not: every condition, what is known, and what would change it (${lang})`, async () => {
      const ask = await publicPages()
      const { html } = await ask('POST /check', { body: ALONE })
      const why = await ask('POST /check/why', { lang, body: { ...carried(html), service: 'SSE000000170' } })
      assertDrawn(why.html)
      assert.match(
        why.html,
        lang === 'ko' ? /지금은 받을 수 없습니다[\s\S]*65세 이상이어야/ : /cannot get it now[\s\S]*65 or over/,
      )
      assert.match(why.html, /<li>date<\/li>/)
      assert.deepEqual(carried(why.html), carried(html))
    })

  test('what no question could have made is dropped: foreign facts, wrong types, hostile text', async () => {
    const body = {
      'a.person.birthDate': '"><script>',
      'a.person.residentNumber': '900101-1234567',
      'a.person.disabled': 'maybe',
      'a.household.members': '[{"relation":"spouse","birthDate":"2025-01-01","evil":"<b>"},{"relation":1}]',
      'a.nope.nope': '1',
      'a.person.sigungu': '11620',
      skipped: 'person.disabled <script> nope',
    }
    const { html } = await (await publicPages())('POST /check', { body })
    assertDrawn(html)
    assert.deepEqual(carried(html), { 'a.person.sigungu': '11620', skipped: 'person.disabled' })
  })

  test('a service that does not exist is a problem that names it', async () => {
    await assert.rejects((await publicPages())('POST /check/why', { body: { service: 'nope' } }), {
      message: 'catalogue/service-not-found',
    })
  })
})

test('the first questions settle most of the catalogue', async () => {
  const { html } = await (await publicPages())('POST /check', { body: ALONE })
  const ineligible = Number(/해당하지 않는 서비스 ([\d,]+)개/.exec(html)?.[1]?.replaceAll(',', ''))
  assert.ok(ineligible > catalogue!.current!().serviceIds.length * 0.8, String(ineligible))
})

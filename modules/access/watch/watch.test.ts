import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Assurance, OfficialId } from '@dpg/kernel'
import { newId } from '@dpg/kernel/server'
import { fixedClock, silentLog } from '@dpg/kernel/testing'
import type { Look } from '../contract.ts'
import { createAccess } from '../index.ts'
import { logKey, person, setUp } from '../testing.ts'

const { db, access, sealing } = await setUp()
after(() => db.close())
const { watch } = access

const off = (name: string) => `off_${name}` as OfficialId
const look = (over: Partial<Look> = {}): Look => ({
  subject: person('kim'),
  official: off('lee'),
  name: '이정훈',
  agency: '3200000',
  case: null,
  duty: 'office',
  ...over,
})
const at = (time: string) => createAccess({ db, clock: fixedClock(time), newId, log: silentLog, sealing, logKey }).access.watch
const typeOf = (error: { type: string }) => error.type
const refusal = (over: Partial<Look>, by = watch) => by.admit(look(over)).then(() => undefined, typeOf)
const idOf = (error: { values: { look: string } }) => error.values.look as never

test('보통의 열람은 그대로 들어간다', async () => {
  const { stated, reasons, score } = await watch.admit(look())
  assert.equal(stated, null)
  assert.ok(score < 10 && reasons.length <= 1)
})

test('가족을 보려는 담당자에게 까닭을 묻고, 적으면 한 시간 들여보내며, 그 까닭은 기록에 실린다', async () => {
  const family = { subject: person('mother') }
  await watch.tie(family.subject, off('lee'), 'family')
  const id = await watch.admit(look(family)).then(() => assert.fail(), idOf)
  await assert.rejects(watch.state(off('other'), id, '남의 까닭'), { type: 'access/look-not-found' })
  await watch.state(off('lee'), id, '대리 접수를 도우려고')
  assert.equal((await watch.admit(look(family))).stated, '대리 접수를 도우려고')
  assert.equal((await at('2026-03-03T00:50:00Z').admit(look(family))).stated, '대리 접수를 도우려고')
  assert.equal(await refusal(family, at('2026-03-03T01:10:00Z')), 'access/reason-needed', 'an hour later it is asked again')
})

test('막힌 열람은 그 사람의 기록에 남고, 개인정보 보호책임자에게 까닭과 함께 보인다', async () => {
  const family = { subject: person('brother'), duty: 'none' } as const
  await watch.tie(family.subject, off('lee'), 'family')
  assert.equal(await refusal(family), 'access/look-blocked')
  const [entry] = (await access.trace(family.subject)).entries
  assert.deepEqual([entry!.use, entry!.actor.name, entry!.law], ['refuse', '이정훈', '개인정보 보호법 제29조'])
  const shown = (await watch.watched()).find(({ subject }) => subject === family.subject)!
  assert.deepEqual([shown.verdict, shown.reasons.slice(0, 2), shown.review], ['block', ['family', 'noDuty'], null])
})

test('보호책임자가 일이라고 하면 까닭을 적고 들어가고, 아니라고 하면 다시는 들어가지 못한다', async () => {
  const found = (await watch.watched()).find(({ subject }) => subject === person('brother'))!
  await watch.review(off('officer'), found.id, 'justified', '혼자 있는 당직자였음')
  assert.equal(await refusal({ subject: found.subject, duty: 'none' }), 'access/reason-needed')
  const again = (await watch.watched()).find(({ subject }) => subject === found.subject)!
  await watch.review(off('officer'), again.id, 'abuse', '업무가 아니었음')
  await watch.tie(found.subject, off('lee'), null)
  assert.equal(await refusal({ subject: found.subject, duty: 'assigned' }), 'access/look-blocked')
  assert.equal(await refusal({ subject: found.subject, official: off('another') }), undefined, 'only that official')
  await assert.rejects(watch.review(off('lee'), again.id, 'justified', '내가 본 것'), { type: 'access/own-look' })
  await assert.rejects(watch.review(off('officer'), 'look_none' as never, 'abuse', ''), { type: 'access/look-not-found' })
})

test('짧은 시간에 맡지 않은 많은 사람을 보면 막는다', async () => {
  let passed = 0
  for (let i = 0; i < 120; i++) {
    const refused = await refusal({ subject: person(`list${i}`), official: off('bulk'), duty: 'none' })
    if (refused !== undefined) break
    passed++
  }
  assert.ok(passed >= 25 && passed < 70, `${passed} people before it was noticed`)
})

test('유명한 사람을 일 없이 보면 까닭을 묻고, 보호 표시를 거두면 묻지 않는다', async () => {
  await watch.guard(person('star'), 'public-figure')
  assert.notEqual(await refusal({ subject: person('star'), duty: 'none', official: off('fan') }), undefined)
  await watch.guard(person('star'), null)
  assert.equal(await refusal({ subject: person('star'), duty: 'office', official: off('calm') }), undefined)
})

test('담당자가 적은 까닭은 봉인되어 저장된다', async () => {
  const rows = await db.query<{ stated: string }>('select stated from access.looks where stated is not null')
  assert.ok(rows.length > 0)
  for (const { stated } of rows) assert.doesNotMatch(Buffer.from(stated, 'base64').toString(), /대리 접수/)
})

test('더 확실히 밝힐 수 있는 담당자는 까닭을 적고, 방금 그렇게 로그인해야 들어간다', async () => {
  const family = { subject: person('sister') }
  await watch.tie(family.subject, off('yoon'), 'family')
  const sure = createAccess({
    ...{ db, clock: fixedClock('2026-03-03T02:00:00Z'), newId, log: silentLog, sealing, logKey },
    canProve: async (official) => official === off('yoon'),
  }).access.watch
  const by = (assurance: Assurance, provedAt: string) => ({ ...family, official: off('yoon'), session: { assurance, provedAt } })
  const persona = by('substantial', '2026-03-03T01:59:00Z')
  const id = await sure.admit(look(persona)).then(() => assert.fail(), idOf)
  await sure.state(off('yoon'), id, '대리 접수를 도우려고')
  assert.equal(await refusal(persona, sure), 'access/proof-needed')
  assert.equal(await refusal(by('high', '2026-03-03T01:40:00Z'), sure), 'access/proof-needed', 'that was twenty minutes ago')
  assert.equal((await sure.admit(look(by('high', '2026-03-03T01:59:00Z')))).stated, '대리 접수를 도우려고')
  const watched = (await sure.watched()).filter(({ subject }) => subject === family.subject)
  assert.ok(watched.every(({ verdict, stated }) => verdict === 'ask' && stated === '대리 접수를 도우려고'))
  const looks = await access.trace(family.subject)
  assert.deepEqual(
    looks.entries.map(({ use }) => use),
    ['refuse', 'refuse', 'refuse'],
    'each look that was not let through',
  )
  await watch.tie(person('aunt'), off('park'), 'family')
  const aunt = { ...persona, subject: person('aunt'), official: off('park') }
  const asked = await sure.admit(look(aunt)).then(() => assert.fail(), idOf)
  await sure.state(off('park'), asked, '패스키가 없는 담당자')
  assert.equal((await sure.admit(look(aunt))).stated, '패스키가 없는 담당자', 'who cannot is let in by the reason alone')
  assert.equal(
    await refusal({ official: off('yoon'), session: persona.session }, sure),
    undefined,
    'an ordinary look asks for nothing',
  )
})

import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { Snapshot } from '@dpg/catalogue/contract'
import { loadPack, type Pack, type ServiceDefinition, serviceOf } from '@dpg/definitions'
import { ANONYMOUS, createTexts, type OfficialId } from '@dpg/kernel'
import { createHttp, newId } from '@dpg/kernel/server'
import { fixedClock, openTestDb, silentLog } from '@dpg/kernel/testing'
import type { Official } from './contract.ts'
import { createDirectory, directory as info } from './index.ts'

const PACK = join(import.meta.dirname, '../../countries/kr')
const read = (paths: string) =>
  globSync(paths, { cwd: PACK }).map((path) => ({ path, text: readFileSync(join(PACK, path), 'utf8') }))
const { pack } = loadPack(read('{pack.yaml,*.tsv,facts/*,parameters/*,catalogue/*,condition-codes.yaml}'))
const snapshotOf = (from: Pack) => ({ pack: from, release: `sha256:${'0'.repeat(64)}` }) as unknown as Snapshot
let current = snapshotOf(pack)

const db = await openTestDb(info.migrations)
after(() => db.close())
const clock = fixedClock('2026-11-25T00:00:00Z')
const texts = createTexts([info.messages])
const { directory, parts } = createDirectory({ db, clock, catalogue: { current: () => current }, texts })

const basicService = serviceOf(pack.catalogue.rows[0]!.id, pack)!
const service = (
  processing: ServiceDefinition['offices']['processing'],
  more: Partial<ServiceDefinition> = {},
): ServiceDefinition => ({
  ...basicService,
  agency: '1352000',
  area: null,
  ...more,
  offices: { ...basicService.offices, processing },
})

test('지역의 온 이름은 시·도부터 이어진다', () => {
  assert.equal(directory.area('1111010100')?.fullName, '서울특별시 종로구 청운동')
  assert.equal(directory.area('41117')?.fullName, '경기도 수원시 영통구')
  assert.equal(directory.area('36110')?.fullName, '세종특별자치시')
  assert.equal(directory.area('99999'), undefined)
})

test('시·도는 열여섯이고, 그 아래는 오늘 있는 것만 이름 순서로 나온다', () => {
  const sido = directory.areasBelow(null)
  assert.equal(sido.length, 16)
  assert.ok(sido.every(({ parent, level }) => parent === null && level === 'sido'))
  const seoul = directory.areasBelow('11').map(({ name }) => name)
  assert.equal(seoul.length, 25)
  assert.deepEqual(seoul, [...seoul].sort(new Intl.Collator('ko').compare))
  assert.deepEqual(directory.areasBelow('21'), [])
  assert.deepEqual(directory.areasBelow('nowhere'), [])
})

test('어제까지의 지역은 어제에는 있고 오늘에는 없다', () => {
  clock.set('2026-06-30T00:00:00Z')
  assert.ok(directory.areasBelow(null).some(({ code }) => code === '46'))
  clock.set('2026-07-01T00:00:00Z')
  assert.ok(directory.areasBelow(null).every(({ code }) => code !== '46'))
  assert.ok(directory.areasBelow(null).some(({ code }) => code === '12'))
  clock.set('2026-11-25T00:00:00Z')
})

test('한 지역은 위 지역 안에 있고, 합쳐진 뒤에는 새 지역 안에도 있다', () => {
  assert.ok(directory.isWithin('1111010100', '11'))
  assert.ok(directory.isWithin('11110', '11110'))
  assert.ok(directory.isWithin('11110', 'KR'))
  assert.ok(!directory.isWithin('11110', '26'))
  assert.ok(!directory.isWithin('11', '11110'))
  const merged = [...pack.areas.values()].find(
    ({ code, successor }) => code.startsWith('46') && code.length === 5 && successor?.startsWith('12'),
  )!
  assert.ok(directory.isWithin(merged.code, '12'))
})

test('이름의 한 조각이나 줄인 말로 사는 곳을 찾는다', () => {
  const names = (words: string) => directory.findAreas(words, 5).map(({ fullName }) => fullName)
  assert.equal(names('종로구')[0], '서울특별시 종로구')
  assert.equal(names('서울 종로')[0], '서울특별시 종로구')
  assert.equal(names('경남 진주')[0], '경상남도 진주시')
  assert.equal(names('서울시 청운동')[0], '서울특별시 종로구 청운동')
  assert.equal(names('수원 영통구')[0], '경기도 수원시 영통구')
  assert.ok(names('분당').includes('경기도 성남시 분당구'))
  assert.ok(directory.findAreas('중구', 20).length >= 5)
  for (const odd of ['', '   ', '없는곳이름', "' or 1=1", '\0', '가'.repeat(1000)]) assert.deepEqual(names(odd), [])
})

test('시군구가 맡는 일은 사는 곳의 시·군·구청이 맡는다', () => {
  const office = directory.officeFor(service('sigungu'), '1111010100')
  assert.deepEqual(office, { code: '11110', name: { ko: '서울특별시 종로구청' }, phone: null, agency: '3000000', area: '11110' })
  assert.equal(directory.officeFor(service('sigungu'), '41117').name.ko, '경기도 수원시청')
  const county = [...pack.areas.values()].find(({ level, name, to }) => level === 'sigungu' && name === '가평군' && to === null)!
  assert.equal(directory.officeFor(service('sigungu'), county.code).name.ko, '경기도 가평군청')
  assert.deepEqual(
    [directory.officeFor(service('sigungu'), '36110').name.ko, directory.officeFor(service('sigungu'), '36110').agency],
    ['세종특별자치시청', directory.office('36')!.agency],
  )
})

test('시·도가 맡는 일, 기관이 맡는 일은 그곳이 맡는다', () => {
  assert.equal(directory.officeFor(service('sido'), '1111010100').name.ko, '서울특별시청')
  assert.equal(directory.officeFor(service('sido'), '41117').name.ko, '경기도청')
  assert.deepEqual(directory.officeFor(service('agency'), '11110'), {
    code: '1352000',
    name: { ko: '보건복지부' },
    phone: null,
    agency: '1352000',
    area: null,
  })
})

test('읍·면은 그곳의, 동은 그 동을 맡는 행정복지센터가 맡고, 동을 모르면 구청이 맡는다', () => {
  const town = [...pack.areas.values()].find(
    ({ level, name, to }) => level === 'eupmyeondong' && name === '봉담읍' && to === null,
  )!
  assert.match(directory.officeFor(service('eupmyeondong'), town.code).name.ko, /봉담읍 행정복지센터$/)
  assert.equal(directory.officeFor(service('eupmyeondong'), '1111010100').name.ko, '서울특별시 종로구 청운동 담당 행정복지센터')
  assert.equal(directory.officeFor(service('eupmyeondong'), '1111010100').agency, '3000000')
  assert.equal(directory.officeFor(service('eupmyeondong'), '11110').code, '11110')
})

test('사는 곳을 모르거나 그 지역 사람이 아니면 서비스의 지역이, 그것도 없으면 소관 기관이 맡는다', () => {
  assert.equal(directory.officeFor(service('sigungu', { area: '26110' }), null).code, '26110')
  assert.equal(directory.officeFor(service('sigungu', { area: '26110' }), '11110').code, '26110')
  assert.equal(directory.officeFor(service('sigungu', { area: '26' }), '2611010100').code, '26110')
  assert.equal(directory.officeFor(service('sigungu'), null).code, '1352000')
  assert.equal(directory.officeFor(service('sigungu'), '00000').code, '1352000')
  assert.equal(directory.officeFor(service('sigungu', { agency: 'nobody' }), null).code, 'nobody')
})

test('없어진 번호로 사는 사람의 일은 이어받은 곳이 맡는다', () => {
  const merged = [...pack.areas.values()].find(
    ({ code, successor }) => code.startsWith('46') && code.length === 5 && successor?.startsWith('12'),
  )!
  assert.equal(directory.officeFor(service('sigungu'), merged.code).code, merged.successor)
})

test('오늘 있는 시군구에는 모두 청과 소관 기관이 있다', () => {
  const all = [...pack.areas.values()].filter(({ level, to }) => level === 'sigungu' && to === null)
  for (const { code } of all) {
    const office = directory.office(code)
    assert.match(office?.name.ko ?? code, /(시|군|구)청$/)
    assert.ok(pack.agencies.has(office!.agency), code)
  }
})

test('공무원은 한 번 더 올리면 바뀌고, 자리마다 찾을 수 있다', async () => {
  const id = newId<OfficialId>('off')
  const official = (more: Partial<Official> = {}): Official => ({
    id,
    name: '이담당',
    office: '11110',
    agency: '3000000',
    roles: ['caseworker'],
    ...more,
  })
  await db.transaction((tx) => directory.enlist(tx, [official(), official({ id: newId<OfficialId>('off'), office: '26110' })]))
  assert.deepEqual(await directory.official(id), official())
  await db.transaction((tx) => directory.enlist(tx, [official({ roles: ['caseworker', 'approver'] })]))
  assert.deepEqual(
    (await directory.officials('11110')).map(({ roles }) => roles),
    [['caseworker', 'approver']],
  )
  assert.equal((await directory.officials()).length, 2)
  assert.equal(await directory.official('off_none' as OfficialId), undefined)
  await assert.rejects(db.transaction((tx) => directory.enlist(tx, [official({ roles: ['king' as 'approver'] })])))
})

test('새로 펴내면 새 이름이 보인다', () => {
  const area = { ...pack.areas.get('11110')!, name: '새종로구', en: 'New Jongno' }
  const before = current
  current = snapshotOf({ ...pack, areas: new Map([...pack.areas, ['11110', area]]) })
  assert.equal(directory.area('1111010100')?.fullName, '서울특별시 새종로구 청운동')
  assert.deepEqual(directory.office('11110')?.name, { ko: '서울특별시 새종로구청', en: 'New Jongno Government Office' })
  current = before
})

test('지역은 누구나 길을 따라 고를 수 있다', async () => {
  const http = createHttp({
    routes: parts.routes ?? [],
    log: silentLog,
    texts,
    principalOf: () => ANONYMOUS,
    problemPage: () => '',
    headers: {},
    secureCookies: false,
  })
  const get = async (query: string, headers: Record<string, string> = {}) =>
    http.request(`http://localhost/api/areas${query}`, { headers })
  const list = async (query: string) =>
    ((await (await get(query)).json()) as { items: { code: string; fullName: string }[] }).items
  assert.equal((await list('')).length, 16)
  assert.equal((await list('?parent=11')).length, 25)
  assert.equal((await list('?parent=&q=%EC%A2%85%EB%A1%9C%EA%B5%AC'))[0]?.code, '11110')
  assert.ok((await list('?parent=26&q=%EC%A4%91%EA%B5%AC')).every(({ fullName }) => fullName.startsWith('부산')))
  const first = await get('')
  assert.equal((await get('', { 'if-none-match': first.headers.get('etag')! })).status, 304)
  assert.equal((await get('?parent=99')).status, 404)
  assert.equal((await get('?parent=%00')).status, 422)
  assert.equal((await get('?limit=0')).status, 422)
})

test('행정동 이름으로도 찾고, 그 이름이 함께 나온다', () => {
  const found = directory.findAreas('서원동', 5)
  assert.ok(found.some(({ fullName, also }) => fullName === '서울특별시 관악구 신림동' && also?.includes('서원동')))
  assert.equal(directory.findAreas('관악구 낙성대동', 5)[0]?.fullName, '서울특별시 관악구 봉천동')
  assert.equal(directory.findAreas('종로 청운효자동', 20).length > 3, true)
  // Whoever bears the name itself comes first.
  assert.equal(directory.findAreas('관악구 신림동', 5)[0]?.name, '신림동')
  assert.deepEqual(directory.findAreas('없는이름동', 5), [])
})

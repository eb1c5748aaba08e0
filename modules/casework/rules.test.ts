import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Snapshot, VersionId } from '@dpg/catalogue/contract'
import { rulesOf } from '@dpg/definitions'
import { createRules } from './rules.ts'
import { realPack } from './testing/pack.ts'

const pack = realPack()
const rules = createRules({ current: () => ({ release: 'sha256:test', rules: rulesOf(pack) }) as Snapshot })
const outlookOf = (service: string, facts: Record<string, string | number | boolean>) =>
  rules(pack.services.get(service)!, `sha256:${service}` as VersionId).outlook({ facts, asOf: '2026-11-25' })

test('나이가 모자란 사람에게는 그 나이가 되는 날을, 그 사건의 규칙으로 셈해 알려 준다', () => {
  const { remedy } = outlookOf('SSE000000170', {
    'person.birthDate': '1962-03-05',
    'person.nationality': 'KR',
    'person.maritalStatus': 'single',
    'household.basicPensionRecognisedIncome': 0,
    'person.occupationalPensionType': 'none',
    'person.receivesNationalPension': false,
  })
  assert.equal(remedy?.on, '2027-03-05')
  assert.deepEqual(remedy?.changes, [
    { kind: 'date', fact: 'person.birthDate', from: '2027-03-05', reaches: { count: 65, unit: 'years' } },
  ])
})

test('함께 받을 수 없는 서비스는 어느 쪽 정의에 적혀 있든 이름과 법으로 나온다', () => {
  const between = (one: string, other: string) =>
    outlookOf(one, {}).relations.filter(({ kind, service }) => kind === 'excludes' && service === other)
  assert.equal(between('336000000096', 'housing-repair-benefit')[0]?.law, '주거급여법 제7조제1항')
  assert.equal(between('135200005003', 'WII000001410')[0]?.law, '긴급복지지원법 제3조제2항')
  assert.equal(between('WII000001410', '135200005003')[0]?.law, '긴급복지지원법 제3조제2항')
})

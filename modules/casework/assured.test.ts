import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Assurance, Principal } from '@dpg/kernel'
import { fixedClock } from '@dpg/kernel/testing'
import { assure, assureNow } from './assured.ts'

const clock = fixedClock('2026-11-25T10:00:00Z')
const who = (assurance: Assurance, provedAt?: string): Principal => ({
  kind: 'resident',
  assurance,
  permissions: new Set(['resident']),
  ...(provedAt ? { provedAt } : {}),
})
const needs = (identity: Assurance, reauthenticate = false) => ({
  assurance: { identity, signature: 'none' as const, reauthenticate },
})

test('서비스가 말한 수준보다 낮게 로그인한 사람은 신청하지 못한다', () => {
  assure(who('substantial'), needs('substantial'))
  assure(who('high'), needs('low'))
  assure(who('low'), needs('none'))
  assert.throws(() => assure(who('low'), needs('substantial')), { type: 'identity/assurance-too-low' })
  assert.throws(() => assureNow({ clock }, who('substantial', '2026-11-25T10:00:00Z'), needs('high')), {
    type: 'identity/assurance-too-low',
  })
})

test('다시 확인해야 하는 서비스는 한 시간 안에 로그인한 사람만 낼 수 있다', () => {
  assureNow({ clock }, who('high', '2026-11-25T09:01:00Z'), needs('substantial', true))
  assureNow({ clock }, who('high'), needs('substantial'))
  for (const old of ['2026-11-25T08:59:00Z', undefined])
    assert.throws(() => assureNow({ clock }, who('high', old), needs('substantial', true)), { type: 'identity/prove-again' })
})

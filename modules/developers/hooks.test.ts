import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hookHeaders, makeHookSecret } from './hook-signing.ts'
import { isInside } from '@dpg/kernel/server'
import { requireOutside } from './outside.ts'

test('웹훅의 서명은 Standard Webhooks 를 확인하는 도구가 아는 그대로다', () => {
  const body = '{"event_type":"ping","data":{"success":true}}'
  const headers = hookHeaders('msg_loFOjxBNrRLzqYUf', body, 1731705121, ['whsec_plJ3nmyCDGBKInavdOK15jsl'])
  assert.equal(headers['webhook-signature'], 'v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=')
  assert.equal(headers['webhook-timestamp'], '1731705121')
})

test('비밀을 바꾸는 동안에는 새것과 옛것으로 함께 서명한다', () => {
  const headers = hookHeaders('msg_1', '{}', 1, [makeHookSecret(), makeHookSecret()])
  assert.match(headers['webhook-signature']!, /^v1,\S+ v1,\S+$/)
})

test('웹훅은 내부망의 주소로 가지 않는다', async () => {
  for (const address of [
    '10.1.2.3',
    '127.0.0.1',
    '169.254.169.254',
    '::1',
    'fd00::1',
    'fe80::1',
    '::ffff:192.168.0.1',
    '0.0.0.0',
    '224.0.0.1',
  ])
    assert.ok(isInside(address), address)
  for (const address of ['203.247.1.1', '2001:e60::1']) assert.ok(!isInside(address), address)
  const why = async (url: string, isDemo = false) =>
    requireOutside(url, isDemo).then(
      () => 'let go',
      ({ values }: { values: { why: string } }) => values.why,
    )
  assert.equal(await why('https://10.0.0.8/hook'), 'inside')
  assert.equal(await why('https://[::ffff:10.0.0.8]/hook'), 'inside')
  assert.equal(await why('http://203.247.1.1/hook'), 'not-https')
  assert.equal(await why('https://user:word@203.247.1.1/hook'), 'not-https')
  assert.equal(await why('http://localhost:8080/hook'), 'not-https')
  assert.equal(await why('https://localhost/hook'), 'inside')
  assert.equal(await why('http://localhost:8080/hook', true), 'let go')
})

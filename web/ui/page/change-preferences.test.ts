import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changePreferences, localPath } from './change-preferences.ts'

const NOW = { lang: 'ko', contrast: 'normal', size: 100, easy: false } as const

test('one button changes one thing', () => {
  assert.deepEqual(changePreferences(NOW, { size: '150' }), { ...NOW, size: 150 })
  assert.deepEqual(changePreferences(NOW, { contrast: 'high' }), { ...NOW, contrast: 'high' })
  assert.deepEqual(changePreferences({ ...NOW, easy: true }, { easy: 'off' }), NOW)
  assert.deepEqual(changePreferences(NOW, { lang: 'fr', size: '900', easy: 'x' }), NOW)
})

test('the way back stays on this site', () => {
  assert.equal(localPath('/my/cases?tab=2&lang=en'), '/my/cases?tab=2')
  for (const bad of [
    undefined,
    '',
    'x',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'javascript:1',
  ])
    assert.equal(localPath(bad), '/', String(bad))
})

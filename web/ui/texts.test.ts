import assert from 'node:assert/strict'
import { test } from 'node:test'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }
import guideEn from './style-guide/messages/en.json' with { type: 'json' }
import guideKo from './style-guide/messages/ko.json' with { type: 'json' }

const names = (text: string) => [...text.matchAll(/\{(\w+)/g)].map((match) => match[1]).sort()

for (const [what, first, second] of [
  ['components', ko, en],
  ['style guide', guideKo, guideEn],
] as const) {
  test(`texts of the ${what} exist in both languages with the same values`, () => {
    assert.deepEqual(Object.keys(first).sort(), Object.keys(second).sort())
    for (const [key, text] of Object.entries(first)) {
      const other = (second as Record<string, string>)[key]
      assert.deepEqual(names(text), names(other ?? ''), key)
    }
  })
}

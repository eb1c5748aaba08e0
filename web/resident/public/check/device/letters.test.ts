/** Where a part of the page does not come or may not be read, the check goes on. */
import assert from 'node:assert/strict'
import { afterEach, mock, test } from 'node:test'
import { settleLetters } from './letters.ts'

class FontRule {
  readonly style = { getPropertyValue: () => '' }
}
const foreign = {
  disabled: false,
  get cssRules(): never {
    throw new DOMException('not yours', 'SecurityError')
  },
}
const sheetOfFonts = () => ({ disabled: false, cssRules: [new FontRule()] })

/** The page as far as fonts go. */
function onPage(own: { disabled: boolean }, fonts: object, readyState = 'complete') {
  const page = { document: { readyState, styleSheets: [foreign, own], fonts }, CSSFontFaceRule: FontRule }
  Object.assign(globalThis, page, { addEventListener: () => {}, requestAnimationFrame: (next: () => void) => void next() })
  mock.timers.enable({ apis: ['setTimeout'] })
  return settleLetters()
}
const drawn = (ready: Promise<unknown>) => Object.assign(new Set(), { ready })
const turn = () => new Promise((done) => setImmediate(done))

afterEach(() => mock.timers.reset())

test('the sheet of an extension, which may not be read, is left alone', async () => {
  const own = sheetOfFonts()
  await onPage(own, drawn(Promise.resolve())).settled
  assert.deepEqual([own.disabled, foreign.disabled], [true, false])
})

test('where the page never comes whole, answers are shown after some seconds all the same', async () => {
  const { settled } = onPage(sheetOfFonts(), drawn(Promise.resolve()), 'interactive')
  let isShown = false
  void settled.then(() => {
    isShown = true
  })
  mock.timers.tick(1_000)
  await turn()
  assert.equal(isShown, false)
  mock.timers.tick(9_000)
  await turn()
  assert.equal(isShown, true)
})

test('where the pieces cannot be taken over, the page keeps its letters as they were', async () => {
  const own = sheetOfFonts()
  await onPage(own, drawn(Promise.reject(new Error('no fonts')))).settled
  assert.equal(own.disabled, false)
})

test('what comes late is as settled as ever', async () => {
  const own = sheetOfFonts()
  const { promise, resolve } = Promise.withResolvers<void>()
  const { settled } = onPage(own, drawn(promise))
  await turn()
  mock.timers.tick(9_000)
  await settled
  assert.equal(own.disabled, false)
  resolve()
  await turn()
  assert.equal(own.disabled, true)
})

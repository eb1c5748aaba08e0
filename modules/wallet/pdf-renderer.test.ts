import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { IssuedDocument } from '@dpg/documents'
import { createPdfRenderer } from './pdf-renderer.ts'
import { granted } from './testing.ts'

const { ko: document } = granted('anyone').documents
const at = Date.UTC(2026, 2, 6)

test('어느 실에서 그려도 같은 문서는 같은 바이트다', async () => {
  const [first, second] = await Promise.all([createPdfRenderer()(document, at), createPdfRenderer()(document, at)])
  assert.deepEqual(first, second)
})

test('그릴 수 없는 문서 하나가 다른 문서를 막지 않는다', async () => {
  const render = createPdfRenderer()
  const broken = { ...document, sections: 'none' } as unknown as IssuedDocument
  const [bad, good] = await Promise.allSettled([render(broken, at), render(document, at)])
  assert.deepEqual([bad.status, good.status], ['rejected', 'fulfilled'])
})

test('할 일이 없어 끝난 실은 다음 문서가 오면 다시 시작한다', async () => {
  const render = createPdfRenderer({ idleMs: 0 })
  const first = await render(document, at)
  await new Promise((resolve) => setTimeout(resolve, 20))
  assert.deepEqual(await render(document, at), first)
})

test('PDF를 그리는 동안에도 다른 일은 계속 돈다', async () => {
  const render = createPdfRenderer()
  let turns = 0
  let isDone = false
  const turn = () => {
    turns += 1
    if (!isDone) setImmediate(turn)
  }
  turn()
  await Promise.all([render(document, at), render(document, at)])
  isDone = true
  assert.ok(turns > 1_000, `${turns} turns`)
})

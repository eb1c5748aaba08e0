import assert from 'node:assert/strict'
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { PersonId } from '@dpg/kernel'
import { openJournal, readJournal } from './journal.ts'

const folder = mkdtempSync(join(tmpdir(), 'dpg-journal-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const person = 'per_0192f3a0-1111-7222-8333-444455556666' as PersonId
const entry = (key: string | null, on: string) => ({
  at: '2026-11-25T00:00:00.000Z',
  key,
  change: { kind: 'job-lost', person, on, reason: 'closure' } as const,
  told: [{ event: `event-${on}`, person, facts: [] }],
})

test('적은 것은 다시 열어도 그대로이고, 열쇠로 찾을 수 있다', () => {
  const path = join(folder, 'a.jsonl')
  const first = openJournal(path)
  first.append(entry('k1', '2026-01-01'))
  first.append(entry(null, '2026-01-02'))
  first.close()
  const second = openJournal(path)
  assert.equal(second.id, first.id)
  assert.deepEqual(
    second.entries.map(({ seq }) => seq),
    [1, 2],
  )
  assert.equal(second.byKey('k1')?.seq, 1)
  assert.equal(second.byKey('k2'), undefined)
  second.close()
})

test('쓰다가 꺼져 반만 적힌 줄은 버리고, 그 뒤로도 바르게 이어 적는다', () => {
  const path = join(folder, 'b.jsonl')
  const first = openJournal(path)
  first.append(entry('k1', '2026-01-01'))
  first.close()
  const whole = readFileSync(path, 'utf8')
  for (const torn of ['{"seq":2', '{"seq":2,"told":[{"이름":"김', '{}']) {
    appendFileSync(path, torn)
    assert.equal(readJournal(path).entries.length, 1)
    assert.equal(readFileSync(path, 'utf8'), whole)
  }
  appendFileSync(path, '{"seq":')
  const second = openJournal(path)
  second.append(entry('k2', '2026-01-02'))
  second.close()
  assert.deepEqual(
    readJournal(path).entries.map(({ key }) => key),
    ['k1', 'k2'],
  )
})

test('머리 줄을 쓰다 꺼졌으면 새 장부로 시작한다', () => {
  const path = join(folder, 'c.jsonl')
  appendFileSync(path, '{"journ')
  const opened = openJournal(path)
  assert.match(opened.id, /^[0-9a-f-]{36}$/)
  opened.close()
  assert.equal(readJournal(path).id, opened.id)
})

test('듣는 쪽은 새 일이 적히는 즉시 알고, 없으면 정한 만큼만 기다린다', async () => {
  const journal = openJournal(join(folder, 'd.jsonl'))
  const heard = journal.changed(60_000, new AbortController().signal)
  journal.append(entry('k', '2026-01-01'))
  await heard
  await journal.changed(5, new AbortController().signal)
  const gone = new AbortController()
  const waiting = journal.changed(60_000, gone.signal)
  gone.abort()
  await waiting
  journal.close()
})

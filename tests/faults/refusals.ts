/** What any answer to hostile input must be: never a failure of ours, never a look inside, never the input come alive. */
import assert from 'node:assert/strict'
import type { Answer } from '../harness/index.ts'
import { MARKERS } from './hostile-values.ts'

/** Traces of the inside: stacks, files, SQL, the driver's words. */
const INSIDE =
  /\n\s+at |\.tsx?:\d+|node_modules|node:internal|\bselect .+ from |syntax error at|invalid input syntax|relation ".+" does not/i

export function assertRefusedOrServed(answer: Answer, what: string): void {
  const { status, text, headers } = answer
  const type = headers.get('content-type') ?? ''
  assert.ok(status < 500, `${what}: ${status} ${text.slice(0, 500)}`)
  assert.doesNotMatch(text.slice(0, 200_000), INSIDE, what)
  if (status >= 400 && !type.startsWith('text/html')) assertProblem(answer, what)
  if (type.startsWith('text/html'))
    for (const marker of MARKERS) assert.ok(!text.includes(marker), `${what}: ${marker} came alive`)
  assert.ok(
    !headers.has('x-injected') && !/(^|;|,)\s*a=b/.test(headers.get('set-cookie') ?? ''),
    `${what}: a header was injected`,
  )
  const to = headers.get('location')
  if (to !== null) assert.match(to, /^\/(?![/\\])/, `${what}: leads away to ${to}`)
}

/** RFC 9457, in words, with what was wrong where it is known. */
function assertProblem({ status, text, headers }: Answer, what: string): void {
  assert.match(headers.get('content-type') ?? '', /^application\/problem\+json/, `${what}: ${status} ${text.slice(0, 200)}`)
  const problem = JSON.parse(text) as Record<string, unknown>
  assert.equal(problem['status'], status, what)
  for (const part of ['type', 'title', 'detail', 'instance'])
    assert.ok(typeof problem[part] === 'string' && problem[part] !== '', `${what}: no ${part}`)
  for (const part of ['title', 'detail'])
    assert.doesNotMatch(String(problem[part]), /^problem\.|\{\w+\}/, `${what}: ${problem[part]}`)
}

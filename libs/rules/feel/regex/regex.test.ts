import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { LimitError } from '../../errors.ts'
import { newTank } from '../tank.ts'
import { matcherOver } from './match.ts'
import { parseFlags } from './parse.ts'
import { programOf } from './program.ts'

const points = (text: string) => Array.from(text, (char) => char.codePointAt(0)!)

/** What the pattern matches first, its groups after it; undefined when nothing, null when it is no pattern. */
function first(pattern: string, text: string, flags = ''): readonly (string | undefined)[] | undefined | null {
  const program = programOf(pattern, parseFlags(flags)!)
  if (program === undefined) return null
  const match = matcherOver(program, points(text), newTank()).next(0)
  if (match === undefined) return undefined
  const chars = [...text]
  return Array.from({ length: program.groups + 1 }, (_, i) =>
    match[i * 2]! < 0 ? undefined : chars.slice(match[i * 2], match[i * 2 + 1]).join(''),
  )
}

/** Pattern, flags, text, first match with its groups. */
const MATCHES: readonly (readonly [string, string, string, readonly (string | undefined)[] | undefined])[] = [
  ['a|ab', '', 'ab', ['a']],
  ['(a)|(b)', '', 'b', ['b', undefined, 'b']],
  ['a*?b', '', 'xaab', ['aab']],
  ['(a+)(a+)', '', 'aaa', ['aaa', 'aa', 'a']],
  ['a{2,3}', '', 'aaaa', ['aaa']],
  ['(?:ab)+', '', 'ababa', ['abab']],
  ['(.)\\1', '', 'abccd', ['cc', 'c']],
  ['(a)\\1', 'i', 'aA', ['aA', 'a']],
  ['[a-z-[aeiou]]+', '', 'aeixyz', ['xyz']],
  ['[^\\d]+', '', '12ab', ['ab']],
  ['\\p{Lu}\\p{Ll}+', '', 'x Äpfel', ['Äpfel']],
  ['\\p{IsHangulSyllables}+', '', 'a한글b', ['한글']],
  ['^b$', 'm', 'a\nb\nc', ['b']],
  ['^b$', '', 'a\nb\nc', undefined],
  ['a.c', '', 'a\nc', undefined],
  ['a.c', 's', 'a\nc', ['a\nc']],
  ['a . c', 'x', 'abc', ['abc']],
  ['a.c', 'q', 'abc a.c', ['a.c']],
  ['😀{2}', '', '😀😀', ['😀😀']],
]
for (const [pattern, flags, text, expected] of MATCHES)
  test(`${pattern} with flags "${flags}" finds ${JSON.stringify(expected)} in ${JSON.stringify(text)}`, () => {
    assert.deepEqual(first(pattern, text, flags), expected)
  })

test('what is no pattern of XPath is refused', () => {
  for (const pattern of ['(', ')', '[a', '[z-a]', 'a**', '*a', '\\q', '\\1(a)', '(a)[\\1]', '\\p{Xy}', 'a{3,2}', 'a{5000}', '\\'])
    assert.equal(first(pattern, 'a'), null, pattern)
})

test('a pattern that would explode ends, in time that grows with pattern and text', () => {
  const text = `${'a'.repeat(1_000)}!`
  for (const pattern of ['(a+)+b', '(a|a)*b', '(a*)*b', '((a{0,9}){0,9})*b']) {
    const start = process.cpuUsage()
    assert.ok([undefined, null].includes(first(pattern, text) as never), pattern)
    assert.ok(process.cpuUsage(start).user < 1_000_000, pattern)
  }
})

test('a pattern that looks back at its groups is stopped when it takes too long', () => {
  assert.throws(() => first('(a|a)*\\1b', 'a'.repeat(60)), LimitError)
})

test('what both know, we and the platform, we match alike', () => {
  const piece = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '(a|b)', '(?:ab)', 'a*', 'b+?', '(a*)', 'c{0,2}', '^', '$', '|')
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 7 }),
      fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 }),
      (parts, text) => {
        const pattern = parts.join('')
        const ours = first(pattern, text)
        if (ours === null) return
        const theirs = new RegExp(pattern, 'u').exec(text)
        assert.equal(ours?.[0], theirs?.[0], `/${pattern}/ in ${text}`)
      },
    ),
    { numRuns: 3000 },
  )
})

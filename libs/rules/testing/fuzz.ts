/**
 * For tests only: throws whatever it can think of at the parser and the evaluator. `node libs/rules/testing/fuzz.ts [count] [seed]`
 * prints what came of it: nothing, or each input that ended in anything but a value, a FeelError or a LimitError, or took too long.
 */
import { readFileSync } from 'node:fs'
import { FeelError, LimitError } from '../errors.ts'
import { FUNCTION_NAMES } from '../feel/functions/index.ts'
import { compileExpression, compileUnaryTests, createBudget, readType } from '../feel/expression.ts'
import { toJson, valueText } from '../feel/values.ts'
import { NAMES, pick, type Random, randomExpression, randomFrom, randomValues } from './random-feel.ts'

export interface Finding {
  readonly input: string
  readonly what: string
}

/** Inputs that once found something, and the shapes that hostile ones take. */
export const SEEDS: readonly string[] = readFileSync(new URL('./fuzz-seeds.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))

/** Turns that an input may take; the whole fuel would be a second. */
const FUEL = 100_000
const MAX_MS = 100

/** What is wrong with how an input ends; undefined when nothing is. */
export function tryOne(input: string, random: Random, isTimed: boolean): string | undefined {
  const values = randomValues(random).map((value) => (random() < 0.2 ? undefined : value))
  const acts = [
    () => {
      const value = compileExpression(input, NAMES).evaluate(values, budget())
      if (random() > 0.2) return
      valueText(value)
      toJson(value)
    },
    () => compileUnaryTests(input, NAMES).test(values[0], values, budget()),
    () => readType(input),
  ]
  // Most inputs are expressions; the other readers share the grammar with them.
  const [first, ...others] = acts
  for (const act of random() < 0.25 ? [first!, ...others] : [first!]) {
    const start = performance.now()
    const wrong = guarded(act) ?? (isTimed && performance.now() - start > MAX_MS ? slow(act) : undefined)
    if (wrong !== undefined) return wrong
  }
  return undefined
}

function guarded(act: () => unknown): string | undefined {
  try {
    act()
    return undefined
  } catch (error) {
    return error instanceof FeelError || error instanceof LimitError ? undefined : String(error)
  }
}

/** Other processes may be in the way, so only what this one takes counts. */
function slow(act: () => unknown): string | undefined {
  const before = process.cpuUsage()
  guarded(act)
  const { user } = process.cpuUsage(before)
  return user / 1000 > MAX_MS ? `took ${Math.round(user / 1000)} ms` : undefined
}

const budget = () => ({ ...createBudget(), fuel: FUEL })

const PIECES = [
  ...[
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '..',
    ',',
    '.',
    ':',
    '"',
    '@"',
    '\\',
    '?',
    '-',
    '+',
    '*',
    '**',
    '/',
    '<',
    '>=',
    '!=',
    '=',
    "'",
  ],
  ...[
    ' and ',
    ' or ',
    ' in ',
    ' between ',
    ' instance of ',
    ' then ',
    ' else ',
    'if ',
    'for x in ',
    ' return ',
    'some y in ',
    ' satisfies ',
  ],
  ...[
    'function(a) ',
    'partial',
    'item',
    'null',
    'not(',
    '//',
    '/*',
    '*/',
    '\n',
    '\u0000',
    '\ud800',
    '😀',
    '한',
    '1e999',
    '9e6000',
    '-0',
    '1e-6170',
  ],
  ...['list<', 'context<a: ', 'function<', '-> ', '@"P1Y"', '@"-999999999-01-01"', '@"999999999-12-31T23:59:59@Europe/Paris"'],
  ...['"(a+)+$"', '"(\\\\w|a)*b"', '"[a-z-[b]]{0,900}"', '"(.)\\\\1*"', '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"', ...NAMES],
  ...FUNCTION_NAMES.map((name) => `${name}(`),
]

/** One more input: a random expression, or an earlier one changed in a few places. */
export function nextInput(random: Random): string {
  const roll = random()
  if (roll < 0.1) return Array.from({ length: 1 + Math.floor(random() * 20) }, () => pick(random, PIECES)).join('')
  let input = roll < 0.16 ? pick(random, SEEDS) : randomExpression(random, 1 + Math.floor(random() * 5))
  if (roll > 0.6) return input
  for (let i = 0; i <= random() * 4; i++) input = changed(input, random)
  return input
}

function changed(input: string, random: Random): string {
  const at = Math.floor(random() * (input.length + 1))
  const to = Math.min(input.length, at + Math.floor(random() * 12))
  const [head, cut, tail] = [input.slice(0, at), input.slice(at, to), input.slice(to)]
  const roll = random()
  if (roll < 0.35) return head + pick(random, PIECES) + cut + tail
  if (roll < 0.55) return head + tail
  if (roll < 0.75) return head + pick(random, PIECES) + tail
  if (roll < 0.85) return head + cut.repeat(1 + Math.floor(random() * 40)) + tail
  return head + randomExpression(random, 2) + tail
}

/** Runs so many inputs from a seed; `tell` hears of each ten thousand. */
export function fuzz(count: number, seed: number, isTimed = true, tell?: (done: number) => void): readonly Finding[] {
  const random = randomFrom(seed)
  const findings: Finding[] = []
  for (let i = 0; i < count; i++) {
    const input = nextInput(random)
    const what = tryOne(input, random, isTimed)
    if (what !== undefined) findings.push({ input, what })
    if ((i + 1) % 10_000 === 0) tell?.(i + 1)
  }
  return findings
}

if (import.meta.main) {
  const [count = 100_000, seed = 1] = process.argv.slice(2).map(Number)
  const findings = fuzz(count, seed, true, (done) => console.error(`${done} done`))
  for (const { input, what } of findings) console.log(`${what}\n  ${JSON.stringify(input)}`)
  console.log(`${count} inputs from seed ${seed}: ${findings.length} findings`)
}

import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { DmnError, readDmn, writeDmn } from './index.ts'
import type { Child, Definitions, Expression, InformationItem } from './model.ts'
import { modelOf } from './testing/models.ts'

/** Any text that XML can hold, white space and signs often. */
const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom('a', ' ', '\n', '\r', '\t', '<', '&', '"', ']', '>', '가', '\u0085', '\u2028'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }).filter((char) => !/\p{Cc}|[\ufffe\uffff]|\p{Cs}/u.test(char)),
  ),
  maxLength: 12,
})
const name = fc.constantFrom('a', 'b c', '나이', 'x-y', 'a<b')
const typeRef = fc.constantFrom('number', 'tA', 'lib.tB')
const base = fc.record({ id: fc.uuid(), label: text, description: text, typeRef }, { requiredKeys: [] })
const item: fc.Arbitrary<InformationItem> = fc.tuple(base, name).map(([more, one]) => ({ ...more, name: one }))

const { expression } = fc.letrec<{ expression: Expression; child: Child }>((tie) => {
  const inner = tie('expression')
  const child: fc.Arbitrary<Child> = fc.record({ value: fc.option(inner, { nil: undefined, depthSize: 'small' }) })
  const literal = fc.tuple(base, text).map(([more, one]) => ({ ...more, kind: 'literal' as const, text: one }))
  const list = (items: readonly Expression[]) => ({ kind: 'list' as const, items })
  const tests = fc.tuple(base, text).map(([{ typeRef: _, ...more }, one]) => ({ ...more, text: one }))
  const table = fc
    .tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 1, max: 2 }), fc.integer({ min: 0, max: 3 }))
    .chain(([ins, outs, rows]) =>
      fc.record({
        kind: fc.constant('table' as const),
        hitPolicy: fc.constantFrom('UNIQUE' as const, 'RULE ORDER' as const, 'COLLECT' as const),
        inputs: fc.array(fc.record({ expression: literal, values: tests }, { requiredKeys: ['expression'] }), {
          minLength: ins,
          maxLength: ins,
        }),
        outputs: fc.array(fc.record({ name: text, values: tests, default: literal }, { requiredKeys: [] }), {
          minLength: outs,
          maxLength: outs,
        }),
        annotations: fc.array(text, { maxLength: 2 }),
        rules: fc.array(
          fc.record({
            inputs: fc.array(tests, { minLength: ins, maxLength: ins }),
            outputs: fc.array(literal, { minLength: outs, maxLength: outs }),
            annotations: fc.array(text, { maxLength: 2 }),
          }),
          { minLength: rows, maxLength: rows },
        ),
      }),
    )
  const boxed: fc.Arbitrary<Expression> = fc.oneof(
    { maxDepth: 3 },
    literal,
    table,
    fc.array(fc.record({ variable: item, value: inner })).map((entries) => ({ kind: 'context' as const, entries })),
    fc.array(inner, { maxLength: 3 }).map(list),
    fc.array(fc.tuple(inner, inner), { maxLength: 2 }).map((rows) => ({
      kind: 'relation' as const,
      columns: [{ name: 'a' }, { name: 'b' }],
      rows: rows.map(list),
    })),
    fc.record({ kind: fc.constant('conditional' as const), cond: child, yes: child, no: child }),
    fc.record({ kind: fc.constant('filter' as const), in: child, match: child }),
    fc.record({ kind: fc.constant('for' as const), variable: text, in: child, return: child }),
    fc.record({ kind: fc.constantFrom('some' as const, 'every' as const), variable: text, in: child, satisfies: child }),
    fc.record({
      kind: fc.constant('function' as const),
      language: fc.constantFrom('FEEL' as const, 'Java' as const),
      parameters: fc.array(item),
      body: inner,
    }),
    fc.record({
      kind: fc.constant('invocation' as const),
      called: inner,
      bindings: fc.array(fc.record({ parameter: item, value: inner }), { maxLength: 2 }),
    }),
  )
  return { expression: fc.tuple(base, boxed).map(([more, one]) => ({ ...more, ...one })), child }
})

const models: fc.Arbitrary<Definitions> = fc
  .tuple(fc.array(expression, { minLength: 1, maxLength: 3 }), text)
  .map(([all, description]) => ({
    ...modelOf(
      all.map((one, i) => ({
        kind: 'decision',
        id: `d${i}`,
        name: `d${i}`,
        question: description,
        requirements: [],
        expression: one,
      })),
    ),
    description,
  }))

/** Places, and fields that are undefined, are not part of a model. */
const plain = (model: unknown): unknown =>
  JSON.parse(JSON.stringify(model, (key, value: unknown) => (key === 'at' ? undefined : value)))

test('any model is the same after writing and reading', () => {
  fc.assert(
    fc.property(models, (model) => {
      assert.deepEqual(plain(readDmn(writeDmn(model))), plain(model))
    }),
    { numRuns: 300 },
  )
})

test('what other tools keep within text is written as it stands', () => {
  const xml = `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" xmlns:h="urn:h" name="m" namespace="urn:m"><extensionElements><h:p xml:lang="ko" h:a="1">one <h:b>two</h:b> three</h:p></extensionElements></definitions>`
  const written = writeDmn(readDmn(xml))
  assert.match(written, /xml:lang="ko" ns\d:a="1">one <ns\d:b>two<\/ns\d:b> three</)
  assert.deepEqual(plain(readDmn(written)), plain(readDmn(xml)))
})

test('a text that XML cannot hold is refused, not written wrongly', () => {
  for (const odd of ['\u0000', '\ud800', '\uffff'])
    assert.throws(
      () => writeDmn({ ...modelOf([]), description: `a${odd}` }),
      (error) => error instanceof DmnError && /U\+/.test(error.message),
    )
})

/** Tests of policies, beside them: questions with the answer they must get. What an example leaves out is plain. */
import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { createEngine, type Engine } from './engine.ts'
import { finding, type PolicyFinding } from './findings.ts'
import { ASSURANCES, PLAIN, type Question, type Thing } from './question.ts'
import { isBroken, type PolicySet, type PolicyText } from './read.ts'
import { CONSENTS, OWNERS, PRINCIPALS } from './vocabulary.ts'

const asker = z.strictObject({
  type: z.enum(PRINCIPALS),
  roles: z.array(z.string()).default([]),
  agency: z.string().default(''),
  office: z.string().default(''),
})
const owner = z.enum(OWNERS).default('nobody')
const thing = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('Route'),
    path: z.string().default('/'),
    method: z.string().default('GET'),
    kind: z.string().default('page'),
  }),
  z.strictObject({
    type: z.literal('Fact'),
    fact: z.string(),
    sensitivity: z.string().default('personal'),
    register: z.string().default(''),
    owner,
    isDeclared: z.boolean().default(true),
    isAgreed: z.boolean().default(false),
  }),
  z.strictObject({ type: z.literal('Case'), service: z.string().default(''), offices: z.array(z.string()).default([]), owner }),
])
const circumstance = z
  .strictObject({
    assurance: z.enum(ASSURANCES).transform((level) => ASSURANCES.indexOf(level)),
    purpose: z.string(),
    law: z.string(),
    consent: z.enum(CONSENTS),
    deviceBound: z.boolean(),
    acting: z.string(),
    covered: z.boolean(),
    hour: z.int().min(0).max(23),
    workday: z.boolean(),
    recent: z.int().min(0),
  })
  .partial()
  .default({})
const example = z.strictObject({
  name: z.string().min(1),
  who: asker,
  does: z.string(),
  to: thing,
  when: circumstance,
  expect: z.enum(['allow', 'deny']),
  /** Ids of the policies that must be among those that decide. */
  by: z.array(z.string()).default([]),
})
const file = z.array(example)

export const EXAMPLES = '.examples.yaml'

/** Every example of every file; a set whose policies are broken is not asked. */
export function runExamples(set: PolicySet, files: readonly PolicyText[], engine?: Engine): PolicyFinding[] {
  if (isBroken(set)) return []
  const asked = engine ?? createEngine(set)
  const decided = new Set<string>()
  const findings = files
    .filter(({ path }) => path.endsWith(EXAMPLES))
    .flatMap(({ path, text }) => runFile(asked, { path, text }, decided))
  const untried = set.policies
    .filter(({ id }) => !decided.has(id))
    .map((policy) => finding('no-example', policy, { id: policy.id }, 'warning'))
  return [...findings, ...untried]
}

function runFile(engine: Engine, { path, text }: PolicyText, decided: Set<string>): PolicyFinding[] {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const lineOf = (at: readonly PropertyKey[]): number => {
    const node = document.getIn(at as unknown[], true) as { range?: readonly number[] } | undefined
    return lines.linePos(node?.range?.[0] ?? 0).line
  }
  const [fault] = document.errors
  if (fault)
    return [
      finding(
        'example-file',
        { file: path, line: lines.linePos(fault.pos[0]).line },
        { what: fault.message.split('\n')[0] ?? '' },
      ),
    ]
  const parsed = file.safeParse(document.toJS())
  if (!parsed.success)
    return parsed.error.issues.map(({ path: at, message }) =>
      finding('example-file', { file: path, line: lineOf(at) }, { what: `${at.join('.')}: ${message}` }),
    )
  return parsed.data.flatMap((one, at) => {
    const { isAllowed, by } = engine.decide(questionOf(one))
    for (const id of by) decided.add(id)
    const got = isAllowed ? 'allow' : 'deny'
    if (got === one.expect && one.by.every((id) => by.includes(id))) return []
    const expected = [one.expect, ...one.by].join(' ')
    return [finding('example', { file: path, line: lineOf([at]) }, { name: one.name, expected, got: [got, ...by].join(' ') })]
  })
}

const questionOf = ({ who, does, to, when }: z.infer<typeof example>): Question => ({
  principal: who,
  action: does,
  resource: to as Thing,
  context: {
    ...PLAIN,
    ...(Object.fromEntries(Object.entries(when).filter(([, value]) => value !== undefined)) as Partial<typeof PLAIN>),
  },
})

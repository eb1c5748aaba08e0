/** Policy files, read and held against the schema. What is wrong is told with file, line and remedy. */
import { checkParsePolicySet, policySetTextToParts, policyToJson, validate } from '@cedar-policy/cedar-wasm/nodejs'
import { parse, YAMLParseError } from 'yaml'
import { bodyOf, type Expr, type PolicyJson, readsOf, type Scope, scopeOf, unfollowed } from './expression.ts'
import { finding, lineAt, type PolicyFinding } from './findings.ts'
import { schemaOf } from './schema.ts'
import { type Vocabulary, vocabularySchema } from './vocabulary.ts'

export interface PolicyText {
  readonly path: string
  readonly text: string
}

export interface Policy {
  /** `@id`, the same for ever: decisions name it. */
  readonly id: string
  readonly file: string
  readonly line: number
  readonly effect: 'permit' | 'forbid'
  readonly text: string
  /** What it says in plain words: `@ko` and `@en`. */
  readonly says: { readonly ko: string; readonly en: string }
  /** `@law` */
  readonly law: string | null
  readonly json: PolicyJson
  readonly scope: Scope
  readonly body: Expr
  /** Names of `READS`. */
  readonly reads: ReadonlySet<string>
}

export interface PolicySet {
  readonly vocabulary: Vocabulary
  readonly schema: string
  readonly policies: readonly Policy[]
  readonly findings: readonly PolicyFinding[]
}

export const VOCABULARY_FILE = 'vocabulary.yaml'
const EMPTY: Vocabulary = { roles: {}, permissions: {}, purposes: {}, mandates: {}, sensitivities: {} }

/** `files`: `vocabulary.yaml`, `*.cedar`, and `*.examples.yaml`, which is read by `runExamples`. */
export function readPolicies(files: readonly PolicyText[]): PolicySet {
  const { vocabulary, findings: unread } = readVocabulary(files)
  const read = files.filter(({ path }) => path.endsWith('.cedar')).map((file) => readFile(file))
  const policies = read.flatMap((one) => one.policies)
  const schema = unread.length > 0 ? '' : schemaOf(vocabulary)
  const findings = [...unread, ...read.flatMap((one) => one.findings), ...twice(policies)]
  return {
    vocabulary,
    schema,
    policies,
    findings: schema === '' ? findings : [...findings, ...mistyped(policies, schema)],
  }
}

function readVocabulary(files: readonly PolicyText[]): { vocabulary: Vocabulary; findings: PolicyFinding[] } {
  const file = files.find(({ path }) => path.split('/').at(-1) === VOCABULARY_FILE)
  const broken = (what: string, line = 1) => ({
    vocabulary: EMPTY,
    findings: [finding('vocabulary', { file: file?.path ?? VOCABULARY_FILE, line }, { what })],
  })
  if (!file) return broken('missing')
  try {
    const parsed = vocabularySchema.safeParse(parse(file.text))
    if (parsed.success) return { vocabulary: parsed.data, findings: [] }
    const [issue] = parsed.error.issues
    return broken(`${issue?.path.join('.')}: ${issue?.message}`)
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error
    return broken(error.message.split('\n')[0] ?? '', error.linePos?.[0].line)
  }
}

function readFile({ path: file, text }: PolicyText): { policies: Policy[]; findings: PolicyFinding[] } {
  const parts = policySetTextToParts(text)
  if (parts.type === 'failure') return { policies: [], findings: [syntax(file, text)] }
  const findings: PolicyFinding[] = []
  const policies: Policy[] = []
  if (parts.policy_templates.length > 0)
    findings.push(finding('template', { file, line: lineAt(text, text.indexOf(parts.policy_templates[0]!)) }))
  let from = 0
  for (const part of parts.policies) {
    const at = Math.max(from, text.indexOf(part, from))
    from = at + part.length
    const answer = policyToJson(part)
    if (answer.type === 'failure') continue
    const policy = policyOf(answer.json, { file, line: lineAt(text, at), text: part })
    const { id } = policy
    if (!/^[a-z][a-z0-9-]{1,60}$/.test(id)) findings.push(finding('id', policy, { id }))
    if (!policy.says.ko || !policy.says.en) findings.push(finding('says', policy, { id }))
    const operator = unfollowed(policy.body)
    if (operator) findings.push(finding('unfollowed', policy, { id, operator }))
    policies.push(policy)
  }
  return { policies, findings }
}

function syntax(file: string, text: string): PolicyFinding {
  const answer = checkParsePolicySet({ staticPolicies: text })
  const error = answer.type === 'failure' ? answer.errors[0] : undefined
  const at = error?.sourceLocations?.[0]
  const what = [error?.message.replace('failed to parse policies from string: ', ''), at?.label].filter(Boolean).join('; ')
  return finding('syntax', { file, line: lineAt(text, offsetOf(text, at?.start ?? 0)) }, { what })
}

/** Cedar counts bytes, we count letters. */
const offsetOf = (text: string, bytes: number): number => Buffer.from(text).subarray(0, bytes).toString().length

function policyOf(json: PolicyJson, place: Pick<Policy, 'file' | 'line' | 'text'>): Policy {
  const { id = '', ko = '', en = '', law } = json.annotations ?? {}
  const body = bodyOf(json)
  return {
    ...place,
    id,
    effect: json.effect,
    says: { ko, en },
    law: law ?? null,
    json,
    scope: scopeOf(json),
    body,
    reads: readsOf(body),
  }
}

const twice = (policies: readonly Policy[]): PolicyFinding[] =>
  policies.flatMap((policy, at) => {
    const first = policies.findIndex(({ id }) => id === policy.id)
    return first < at && policy.id ? [finding('twice', policy, { id: policy.id, file: policies[first]!.file })] : []
  })

/** Cedar's own strict validator. */
function mistyped(policies: readonly Policy[], schema: string): PolicyFinding[] {
  const answer = validate({
    schema,
    policies: { staticPolicies: Object.fromEntries(policies.map(({ text }, at) => [`p${at}`, text])) },
  })
  if (answer.type === 'failure') throw new Error(answer.errors.map(({ message }) => message).join('; '))
  const told = (level: PolicyFinding['level']) =>
    (level === 'error' ? answer.validationErrors : answer.validationWarnings).flatMap(({ policyId, error }) => {
      const policy = policies[Number(policyId.slice(1))]!
      // That a rule can never hold is told by our own analysis, with the reason.
      if (level === 'warning' && /impossible/.test(error.message)) return []
      const at = error.sourceLocations?.[0]?.start ?? 0
      const line = policy.line + lineAt(policy.text, offsetOf(policy.text, at)) - 1
      const what = `${error.message.replace(/^for policy `p\d+`[,:]? ?/, '')}${error.help ? ` (${error.help})` : ''}`
      return [finding('type', { file: policy.file, line }, { id: policy.id, what }, level)]
    })
  return [...told('error'), ...told('warning')]
}

export const isBroken = ({ findings }: Pick<PolicySet, 'findings'>): boolean => findings.some(({ level }) => level === 'error')

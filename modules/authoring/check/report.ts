/** What a draft comes to: findings at their fields, cases, coverage, tables. Runs on the checking thread. */
import { type CheckedService, checkService, type Finding, type Pack, type ServiceDefinition, wordsOf } from '@dpg/definitions'
import type { ParameterDefinition } from '@dpg/definitions'
import { checkFeel, type Declarations } from '@dpg/rules'
import { type Coverage, coverageOf } from '@dpg/rules/coverage'
import type { ReportCase, ReportFinding, ReportTable, RuleFile, RuleForm } from '../contract.ts'
import { formOf } from '../form/read.ts'
import { documentsOf } from '../form/files.ts'
import { fieldFinder } from './fields.ts'
import { analyseTables } from './tables.ts'

type Both = Readonly<Record<'ko' | 'en', string>>
export interface CheckFinding extends Omit<ReportFinding, 'message' | 'remedy'> {
  readonly message: Both
  readonly remedy: Both
}
export interface CheckCase extends Omit<ReportCase, 'differences'> {
  readonly differences: readonly Both[]
}

/** A report before it is said in one language, and what diffs and effects are made from. */
export interface Check {
  readonly findings: readonly CheckFinding[]
  readonly errors: number
  readonly cases: readonly CheckCase[]
  readonly coverage: Coverage | null
  readonly tables: readonly ReportTable[]
  readonly service: ServiceDefinition | null
  /** The figures of the draft's files. */
  readonly parameters: readonly ParameterDefinition[]
  /** The files as a form; null when one of them is no YAML. */
  readonly form: RuleForm | null
  /** Seconds after which it was given up; null: it came to an end. */
  readonly stoppedAfter: number | null
}

/** What is known of rules that take longer than anybody would wait: nothing but that. */
export const stopped = (seconds: number, form: RuleForm | null): Check => ({
  findings: [],
  errors: 1,
  cases: [],
  coverage: null,
  tables: [],
  service: null,
  parameters: [],
  form,
  stoppedAfter: seconds,
})

export function check(slug: string, files: readonly RuleFile[], base: Pack): Check {
  const checked = checkService(slug, files, base)
  const docs = documentsOf(slug, files)
  const form = docs && formOf(docs)
  const findings = checked.findings.map((finding) => locate(finding, checked, slug, form))
  const { service } = checked
  return {
    findings,
    errors: findings.filter(({ level }) => level === 'error').length,
    cases: casesOf(checked),
    coverage: coverage(checked),
    tables: service && checked.engine ? analyseTables(service, checked.pack) : [],
    service,
    parameters: [...checked.pack.parameters.values()].filter((one) => one !== base.parameters.get(one.id)),
    form: form ?? null,
    stoppedAfter: null,
  }
}

function locate(finding: Finding, checked: CheckedService, slug: string, form: RuleForm | undefined): CheckFinding {
  const { level, rule, message, remedy, file, line, column } = finding
  const field = form ? fieldFinder(form, checked, slug)(finding) : null
  return {
    level,
    rule,
    message,
    remedy,
    file,
    line,
    column: column ?? null,
    field,
    at: field && form ? placeIn(field, form, checked, rule) : null,
  }
}

/** For expressions: where inside the field. */
function placeIn(field: string, form: RuleForm, { pack, service }: CheckedService, rule: string): ReportFinding['at'] {
  const [list, index, name] = field.split('.')
  const source =
    (list === 'criteria' || list === 'steps') && (name === 'test' || name === 'be')
      ? form[list][Number(index)]?.[name]
      : undefined
  if (!source || !rule.startsWith('feel.')) return null
  const role = service?.award.each == null ? [] : [service.award.unit]
  const locals = [...role, ...form.steps.map((step) => step['let'] ?? '')]
  const [first] = checkFeel(source, [...pack.facts.keys(), ...pack.parameters.keys(), ...locals])
  if (!first) return null
  const before = source.slice(0, first.start).split('\n')
  return { line: before.length, column: before.at(-1)!.length + 1 }
}

const casesOf = ({ cases }: CheckedService): CheckCase[] =>
  cases.map(({ name, result, findings }, index) => ({
    index,
    name,
    passes: findings.length === 0,
    found:
      typeof result === 'string'
        ? null
        : { eligible: result.eligible, amount: result.amount, failed: result.failed, missing: result.missing },
    differences: findings.map(({ message }) => message),
  }))

function coverage({ service, rules, engine, pack }: CheckedService): Coverage | null {
  if (!service || !rules || !engine) return null
  const words: Pick<Declarations, 'facts' | 'parameters'> = wordsOf(pack)
  return coverageOf(
    words,
    rules,
    service.cases.map(({ given, on }) => ({ facts: given, asOf: on })),
  )
}

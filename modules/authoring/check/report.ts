/** What a draft comes to: findings at their fields, cases, coverage, tables. Runs on the checking thread. */
import { type CheckedService, checkService, type Finding, type Pack, type Patience } from '@dpg/definitions'
import { type ParameterDefinition, type ServiceDefinition, timed, wordsOf } from '@dpg/definitions'
import type { Declarations } from '@dpg/rules'
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
  /** Of what was given up: where it may be that it goes on for long. */
  readonly heavy?: readonly {
    readonly file: string
    readonly line: number
    readonly field: string | null
    readonly name: string
  }[]
}

/** What is known of rules that take longer than anybody would wait: nothing but that. */
export const stopped = (seconds: number, slug: string, files: readonly RuleFile[], form: RuleForm | null): Check => ({
  findings: [],
  errors: 1,
  cases: [],
  coverage: null,
  tables: [],
  service: null,
  parameters: [],
  form,
  stoppedAfter: seconds,
  heavy: heavyIn(slug, files, form),
})

/** Expressions that may go on for long: those with loops, powers and patterns. None looks so: the file as a whole. */
function heavyIn(slug: string, files: readonly RuleFile[], form: RuleForm | null): NonNullable<Check['heavy']> {
  const file = `services/${slug}/service.yaml`
  const lines = linesOf(files, file)
  const written = (['criteria', 'steps'] as const).flatMap((list) =>
    (form?.[list] ?? []).map((row, at) => ({ field: `${list}.${at}.${list === 'criteria' ? 'test' : 'be'}`, row })),
  )
  const heavy = written.flatMap(({ field, row }) => {
    const source = row[field.split('.')[2]!] ?? ''
    if (!HEAVY.test(source)) return []
    const name = row['id'] ?? row['let'] ?? ''
    return [{ file, line: lineOf(lines, name), field, name }]
  })
  return heavy.length > 0 ? heavy : [{ file, line: 1, field: null, name: '' }]
}

export const linesOf = (files: readonly RuleFile[], file: string): readonly string[] =>
  files.find(({ path }) => path === file)?.text.split('\n') ?? []

/** Where a criterion or a step of that name begins; the first line where that cannot be told. */
export function lineOf(lines: readonly string[], name: string): number {
  const beginning = new RegExp(`\\b(id|let): *['"]?${RegExp.escape(name)}['"]?\\s*([,}]|$)`)
  return lines.findIndex((one) => beginning.test(one)) + 1 || 1
}

const HEAVY = /\b(for|some|every)\b|\*\*|\b(matches|replace|split|sort)\s*\(/

export function check(slug: string, files: readonly RuleFile[], base: Pack, patience?: Patience): Check {
  const checked = checkService(slug, files, base, patience)
  const docs = documentsOf(slug, files)
  const form = docs && formOf(docs)
  const findings = checked.findings.map((finding) => locate(finding, checked, slug, form))
  const { service } = checked
  return {
    findings,
    errors: findings.filter(({ level }) => level === 'error').length,
    cases: casesOf(checked),
    coverage: coverage(checked, patience),
    tables: service && checked.engine ? analyseTables(service, checked.pack) : [],
    service,
    parameters: [...checked.pack.parameters.values()].filter((one) => one !== base.parameters.get(one.id)),
    form: form ?? null,
    stoppedAfter: null,
  }
}

function locate(finding: Finding, checked: CheckedService, slug: string, form: RuleForm | undefined): CheckFinding {
  const { level, rule, message, remedy, file, line, column, offset } = finding
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
    at: field && form ? placeIn(field, form, offset) : null,
  }
}

/** For expressions: where inside the field. */
function placeIn(field: string, form: RuleForm, offset: number | undefined): ReportFinding['at'] {
  const [list, index, name] = field.split('.')
  const source =
    (list === 'criteria' || list === 'steps') && (name === 'test' || name === 'be')
      ? form[list][Number(index)]?.[name]
      : undefined
  if (!source || offset === undefined) return null
  const before = source.slice(0, offset).split('\n')
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
    differences: findings.map(({ message }) => ({ ko: afterName(message.ko, name), en: afterName(message.en, name) })),
  }))

/** Null as well where it would take too long. */
function coverage({ service, rules, engine, pack, cases }: CheckedService, patience?: Patience): Coverage | null {
  if (!service || !rules || !engine || cases.length < service.cases.length) return null
  const words: Pick<Declarations, 'facts' | 'parameters'> = wordsOf(pack)
  const isOver = timed(patience)
  let isWhole = true
  function* inTime() {
    for (const { given, on } of service!.cases) {
      if (isOver()) {
        isWhole = false
        return
      }
      yield { facts: given, asOf: on }
    }
  }
  const made = coverageOf(words, rules, inTime())
  return isWhole ? made : null
}

/** The case is named above what is wrong with it. */
function afterName(text: string, name: string): string {
  const named = `'${name}': `
  const at = text.indexOf(named)
  return at < 0 ? text : text.slice(at + named.length)
}

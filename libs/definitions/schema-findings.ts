/** Zod issues as findings that a writer of YAML understands. */
import type { z } from 'zod'
import { type Finding, finding } from './findings.ts'
import { kindWords } from './engine-words.ts'
import type { Path, Source } from './source.ts'
import { say as words } from './wording.ts'

/** Parses one part of a source; says all that is wrong with it, or gives it typed. */
export function parsePart<S extends z.ZodType>(
  schema: S,
  source: Source,
  base: Path,
  value: unknown,
): { data: z.output<S> | null; findings: Finding[] } {
  const parsed = schema.safeParse(value, { reportInput: true })
  if (parsed.success) return { data: parsed.data, findings: [] }
  return { data: null, findings: parsed.error.issues.flatMap((issue) => say(issue, source, base)) }
}

function say(issue: z.core.$ZodIssue, source: Source, base: Path): Finding[] {
  const path = [...base, ...issue.path]
  const place = source.locate(path)
  const field = issue.path.map(String).join('.') || '(root)'
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) =>
        finding('schema.unknown', source.locate([...path, key]), { field: [...issue.path.map(String), key].join('.') }),
      )
    case 'invalid_type':
      return issue.input === undefined
        ? [finding('schema.missing', place, { field })]
        : [finding('schema.type', place, { field, expected: kindWords(issue.expected), found: show(issue.input) })]
    case 'invalid_value':
      if (issue.input === undefined) return [finding('schema.missing', place, { field })]
      return [finding('schema.value', place, { field, found: show(issue.input), allowed: issue.values.map(String).join(', ') })]
    case 'invalid_format':
      return [
        finding('schema.format', place, {
          field,
          found: show(issue.input),
          expected:
            issue.format === 'date' ? '2026-03-01' : 'pattern' in issue && issue.pattern ? String(issue.pattern) : issue.format,
        }),
      ]
    case 'too_big':
      return [finding('schema.invalid', place, { field, problem: bound('most', issue.origin, issue.maximum) })]
    case 'too_small':
      return [finding('schema.invalid', place, { field, problem: bound('least', issue.origin, issue.minimum) })]
    case 'invalid_union':
      return sayUnion(issue, source, path, field)
    default:
      return [finding('schema.invalid', place, { field, problem: issue.message })]
  }
}

function bound(which: 'most' | 'least', origin: string, count: number | bigint) {
  const of = origin === 'array' || origin === 'string' ? origin : 'number'
  return words(`schema.${which}.${of}`, { count: String(count) })
}

/** Of the ways a union could be written, the nearest one is told: the one whose first issue lies deepest. */
function sayUnion(issue: z.core.$ZodIssueInvalidUnion, source: Source, path: Path, field: string): Finding[] {
  const depth = (issues: readonly z.core.$ZodIssue[]) =>
    Math.max(...issues.map((i) => i.path.length + (i.code === 'unrecognized_keys' ? 1 : 0)))
  const best = issue.errors.filter((issues) => issues.length > 0).toSorted((a, b) => depth(b) - depth(a))[0]
  if (!best || depth(best) === 0) {
    if (issue.input === undefined) return [finding('schema.missing', source.locate(path), { field })]
    return [
      finding('schema.type', source.locate(path), {
        field,
        expected: issue.errors.flatMap((e) => e.map(kindOf)).join(' | '),
        found: show(issue.input),
      }),
    ]
  }
  return best.flatMap((inner) => say(inner, source, path))
}

const kindOf = (issue: z.core.$ZodIssue): string => {
  if (issue.code === 'invalid_type') return issue.expected
  return issue.code === 'invalid_value' ? issue.values.map(String).join(', ') : issue.message
}

const show = (value: unknown): string => (JSON.stringify(value) ?? String(value)).slice(0, 60)

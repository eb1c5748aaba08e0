/**
 * Questions of one kind: policies cannot tell them apart, so that one answer does for all. Numbers matter by the steps at which they
 * are compared; texts that no policy names matter only by which of them are the same.
 */
import { type Expr, partsOf } from './expression.ts'
import { textsIn } from './domain.ts'
import type { Policy } from './read.ts'
import { type Question, READS, type Value } from './question.ts'
import { type Steps, stepsOf } from './steps.ts'

/** Of its kind alone: two questions with the same one get the same answer from these policies. */
export type KindOf = (question: Question) => string

/** What these policies read, in one order. */
export const pathsOf = (policies: readonly Policy[]): string[] =>
  [...new Set(policies.flatMap(({ reads }) => [...reads]))].filter((path) => path in READS).sort()

export function kindOf(policies: readonly Policy[]): KindOf {
  const reads = pathsOf(policies).map((path) => ({ read: READS[path]!, steps: stepsOf(policies, path) }))
  const bodies = policies.map(({ body }) => body)
  // A pattern looks into a text: then every text counts as it is.
  const named = bodies.some(hasPattern) ? null : new Set(bodies.flatMap(textsIn))
  return (question) => {
    const others: string[] = []
    let kind = ''
    for (const { read, steps } of reads) kind += written(read(question), steps, named, others)
    return kind
  }
}

function written(value: Value, steps: Steps, named: ReadonlySet<string> | null, others: string[]): string {
  if (typeof value === 'boolean') return value ? 'y' : 'n'
  if (typeof value === 'number') return `${steps === null ? value : steps.filter((step) => value >= step).length};`
  if (typeof value === 'string') return textOf(value, named, others)
  if ('id' in value) return measured(value.id)
  return `[${value.map((one) => written(one, null, named, others)).join('')}]`
}

/** A text that no policy names is known by when it first came. */
function textOf(text: string, named: ReadonlySet<string> | null, others: string[]): string {
  if (named === null || named.has(text)) return measured(text)
  const at = others.indexOf(text)
  return `?${at < 0 ? others.push(text) - 1 : at};`
}

/** With its length before it: no text can pass for two. */
const measured = (text: string): string => `${text.length}:${text}`

const hasPattern = (expr: Expr): boolean => 'like' in expr || partsOf(expr).some(hasPattern)

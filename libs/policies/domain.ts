/**
 * The finite worlds in which policies are compared. Closed lists are taken whole; numbers at every step a policy compares with;
 * texts and sets at every constant they are held against and at others. Roles: every combination of those that are named.
 */
import { type Expr, partsOf, pathOf } from './expression.ts'
import { constantOf } from './evaluate.ts'
import type { Policy } from './read.ts'
import type { Entity, Value } from './question.ts'
import { UNSTATED } from './schema.ts'
import { stepsOf } from './steps.ts'
import { CONSENTS, OWNERS, SELF, type Vocabulary } from './vocabulary.ts'

export interface Axis {
  readonly path: string
  readonly values: readonly Value[]
}

const LEAST: Readonly<Record<string, readonly [number, number]>> = {
  'context.assurance': [0, 3],
  'context.hour': [0, 23],
  'context.recent': [0, 1_000_000_000],
}
/** Two texts that nobody has written: so that two unknown offices can be the same, and can differ. */
const OTHERS = ['\u0000a', '\u0000b'] as const
const MOST_SETS = 6

/** One axis for each thing the policies read. */
export function axesOf(policies: readonly Policy[], vocabulary: Vocabulary, principal: string): Axis[] {
  const paths = [...new Set(policies.flatMap(({ reads }) => [...reads]))].sort()
  const texts = [...new Set([...policies.flatMap(({ body }) => textsIn(body)), ...OTHERS])]
  return paths.map((path) => ({ path, values: valuesOf(path, policies, vocabulary, principal, texts) }))
}

function valuesOf(
  path: string,
  policies: readonly Policy[],
  vocabulary: Vocabulary,
  principal: string,
  texts: readonly string[],
): readonly Value[] {
  const closed = CLOSED[path]
  if (closed) return closed(vocabulary)
  if (path === 'principal.uid') return [{ type: principal, id: 'asker' }]
  if (path === 'principal.roles') return principal === 'Official' ? subsets(rolesIn(policies)) : [[]]
  if (path in LEAST) return numbersOf(path, policies)
  if (['context.deviceBound', 'context.covered', 'context.workday', 'resource.declared', 'resource.agreed'].includes(path))
    return [true, false]
  if (path === 'resource.offices') return subsets(texts)
  return [...texts, ...policies.flatMap(({ body }) => fillings(body, path))]
}

const entities = (type: string, ids: readonly string[]): Entity[] => ids.map((id) => ({ type, id }))
const CLOSED: Readonly<Record<string, (vocabulary: Vocabulary) => readonly Value[]>> = {
  'context.purpose': ({ purposes }) => entities('Purpose', [UNSTATED, ...Object.keys(purposes)]),
  'context.acting': ({ mandates }) => entities('Mandate', [SELF, ...Object.keys(mandates)]),
  'context.consent': () => entities('Consent', CONSENTS),
  'resource.sensitivity': ({ sensitivities }) => entities('Sensitivity', Object.keys(sensitivities)),
  'resource.owner': () => entities('Person', OWNERS),
  'resource.kind': () => ['page', 'api'],
  'resource.method': () => ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
}

function numbersOf(path: string, policies: readonly Policy[]): readonly number[] {
  const [low, high] = LEAST[path]!
  const steps = stepsOf(policies, path) ?? Array.from({ length: Math.min(24, high - low + 1) }, (_, at) => low + at)
  return [low, ...steps.filter((step) => step > low && step <= high)]
}

/** All combinations of a few; of many the empty one, each alone, and all. */
function subsets<T extends Value>(all: readonly T[]): readonly T[][] {
  if (all.length > MOST_SETS) return [[], ...all.map((one) => [one]), [...all]]
  const sets: T[][] = [[]]
  for (const one of all) sets.push(...sets.map((set) => [...set, one]))
  return sets
}

function constantsIn(expr: Expr): Value[] {
  if ('Value' in expr) return [constantOf(expr.Value)].flat() as Value[]
  return partsOf(expr).flatMap(constantsIn)
}
/** Texts that an expression names. */
export const textsIn = (expr: Expr): string[] => constantsIn(expr).filter((one): one is string => typeof one === 'string')

function rolesIn(policies: readonly Policy[]): Entity[] {
  const named = policies.flatMap(({ body }) => constantsIn(body)) as (Entity | string)[]
  const ids = named.flatMap((one) => (typeof one === 'object' && one.type === 'Role' ? [one.id] : []))
  return entities('Role', [...new Set(ids)].sort())
}

/** Texts that a pattern (`like`) fits: with nothing, and with something, in its places. */
function fillings(expr: Expr, path: string): string[] {
  if ('like' in expr) {
    const { left, pattern } = expr.like as { left: Expr; pattern: readonly ('Wildcard' | { Literal: string })[] }
    if (pathOf(left) === path)
      return ['', 'x'].map((fill) => pattern.map((part) => (part === 'Wildcard' ? fill : part.Literal)).join(''))
  }
  return partsOf(expr).flatMap((part) => fillings(part, path))
}

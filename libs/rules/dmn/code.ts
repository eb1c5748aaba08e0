/** What the compiled parts of a model share: names and their values, what one evaluation may cost, what is told on the way. */
import type { Budget, Workspace } from '../feel/expression.ts'
import type { StaticType } from '../feel/functions/index.ts'
import type { Type, Types } from '../feel/types.ts'
import type { Value } from '../feel/values.ts'
import type { DmnFinding } from './errors.ts'
import type { DecisionTable, Definitions, Element, LiteralExpression } from './model.ts'
import type { TypeBook } from './types.ts'

/** Values by the order of the scope's names. */
export type Env = readonly Value[]

/** Names in order; one that stands twice means the last. */
export type Scope = readonly string[]

export interface Frame {
  readonly budget: Budget
  /** The caller has said what day it is. */
  readonly hasClock: boolean
  readonly watch?: Watch | undefined
}

/** Told what happens while a model is evaluated (coverage, traces). */
export interface Watch {
  /** The rules of a table that fired, by index. */
  readonly fired?: (table: DecisionTable, rules: readonly number[], where: string) => void
  /** A FEEL expression is evaluated with these values of its scope. */
  readonly evaluated?: (expression: LiteralExpression, env: Env, frame: Frame) => void
  /** Something that is given, or comes of what is given, does not fit or comes to nothing. */
  readonly problem?: (problem: DmnFinding) => void
  /** Rules that match together though the hit policy forbids it. */
  readonly conflict?: (table: DecisionTable, rules: readonly number[], where: string) => void
}

/** Evaluates one compiled expression. */
export type Code = (env: Env, frame: Frame) => Value

/** What item definitions say of a table's inputs, by the text of the input's expression: allowed values as unary tests, kinds. */
export interface Domains {
  readonly values: Readonly<Record<string, string>>
  readonly types: Readonly<Record<string, string>>
}

/** The tables and FEEL expressions of the models, as they are compiled. */
export interface Parts {
  readonly tables: { readonly where: string; readonly table: DecisionTable; readonly domains: Domains }[]
  readonly expressions: {
    readonly where: string
    readonly expression: LiteralExpression
    readonly scope: Scope
    readonly fields: readonly string[]
  }[]
}

/** What compiling needs to know of the model around. */
export interface Making {
  readonly model: Definitions
  readonly book: TypeBook
  /** Types that FEEL may name. */
  readonly types: Types
  /** Names behind a dot or in a filter that hold spaces or signs. */
  readonly fields: readonly string[]
  readonly workspace: Workspace
  /** `decision Discount`, `decision Discount / rule 3`: where the part stands that is compiled. */
  readonly where: string
  readonly parts: Parts
  readonly findings: DmnFinding[]
  /** Declared types of the names in scope, by its order; those that are not there are not known. */
  readonly typesOf: readonly (Type | undefined)[]
  /** What is known of the value of a FEEL text before anything runs. */
  readonly gives: WeakMap<Code, StaticType>
}

export function report(
  making: Making,
  of: Element | undefined,
  message: string,
  remedy: string,
  place?: { readonly start: number; readonly end: number },
  severity?: 'warning',
): void {
  making.findings.push({ ...findingOf(making, of, message, remedy, place), ...(severity && { severity }) })
}

export const findingOf = (
  { where }: Making,
  of: Element | undefined,
  message: string,
  remedy: string,
  place?: { readonly start: number; readonly end: number },
): DmnFinding => ({
  where,
  message,
  remedy,
  ...(of?.at && { at: of.at }),
  ...(place && { start: place.start, end: place.end }),
})

export const inside = (making: Making, part: string): Making => ({ ...making, where: `${making.where} / ${part}` })

/** With what is known of names that are added to the scope. */
export const naming = (making: Making, scope: Scope, added: Making['typesOf']): Making =>
  added.every((type) => type === undefined)
    ? making
    : { ...making, typesOf: [...Array.from(scope, (_, i) => making.typesOf[i]), ...added] }

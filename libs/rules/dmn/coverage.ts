/** Coverage of models: which rules of tables have fired in the cases, which parts of expressions have decided. */
import { decide, type Item, itemsIn, treeOf } from '../coverage/items.ts'
import { compileExpression, createWorkspace } from '../feel/expression.ts'
import type { Json } from '../types.ts'
import type { Env, Frame, Parts, Watch } from './code.ts'
import type { Dmn, RunOptions } from './evaluate.ts'

/** `name` is a decision (or service, function) of the model, `inputs` what `Dmn.evaluate` takes. */
export interface Case {
  readonly name: string
  readonly inputs: Readonly<Record<string, Json>>
}

export interface TableCoverage {
  /** `decision Discount / table` */
  readonly where: string
  /** How often each rule fired, in the order of the rules. */
  readonly fired: readonly number[]
  /** How often no rule matched. */
  readonly otherwise: number
  /** How often rules conflicted. */
  readonly conflicts: number
  /** Rules (counted from 1) that no case fires. */
  readonly unfired: readonly number[]
}

/** One part of an expression that decides: a condition of `if`, an item of `and` or `or`; how often its value alone settled it. */
export interface BranchCoverage {
  readonly kind: 'and' | 'or' | 'if' | 'whole'
  readonly start: number
  readonly end: number
  readonly text: string
  readonly decided: { readonly true: number; readonly false: number; readonly unknown: number }
  readonly lacking: readonly ('true' | 'false')[]
}

export interface ExpressionCoverage {
  readonly where: string
  readonly branches: readonly BranchCoverage[]
}

export interface ModelCoverage {
  readonly tables: readonly TableCoverage[]
  readonly expressions: readonly ExpressionCoverage[]
  /** Rules fired and ways taken, of all that there are. */
  readonly covered: number
  readonly total: number
}

/** Evaluates the cases and measures; throws what `Dmn.evaluate` throws. Inside loops, filters and functions an expression counts as one part. */
export function coverModel(dmn: Dmn, cases: readonly Case[], options: RunOptions = {}): ModelCoverage {
  const tables = new Map(
    dmn.parts.tables.map(({ where, table }) => [table, { where, fired: table.rules.map(() => 0), otherwise: 0, conflicts: 0 }]),
  )
  const expressions = new Map(dmn.parts.expressions.map((part) => [part.expression, measure(part)]))
  const watch: Watch = {
    fired: (table, rules) => {
      const seen = tables.get(table)
      if (seen === undefined) return
      if (rules.length === 0) seen.otherwise++
      for (const rule of rules) seen.fired[rule]!++
    },
    conflict: (table) => {
      const seen = tables.get(table)
      if (seen !== undefined) seen.conflicts++
    },
    evaluated: (expression, env, frame) => expressions.get(expression)?.see(env, frame),
  }
  for (const { name, inputs } of cases) dmn.evaluate(name, inputs, { ...options, watch })
  const covered = {
    tables: [...tables.values()].map((one) => ({
      ...one,
      unfired: one.fired.flatMap((count, r) => (count === 0 ? [r + 1] : [])),
    })),
    expressions: [...expressions.values()].map((one) => one.result()).filter(({ branches }) => branches.length > 0),
  }
  const rules = covered.tables.reduce((sum, { fired }) => sum + fired.length, 0)
  const unfired = covered.tables.reduce((sum, one) => sum + one.unfired.length, 0)
  const branches = covered.expressions.flatMap((one) => one.branches)
  const lacking = branches.reduce((sum, one) => sum + one.lacking.length, 0)
  return { ...covered, total: rules + 2 * branches.length, covered: rules - unfired + 2 * branches.length - lacking }
}

interface Measure {
  readonly see: (env: Env, frame: Frame) => void
  readonly result: () => ExpressionCoverage
}

function measure({ where, expression, scope, fields }: Parts['expressions'][number]): Measure {
  const { text } = expression
  const tree = treeOf(text, [...scope, ...fields])
  const workspace = createWorkspace()
  const items = itemsIn(tree).map((item) => {
    const code = compileExpression(text.slice(item.start, item.end), scope, { fields, workspace })
    return { item, code, decided: { true: 0, false: 0, unknown: 0 } }
  })
  const of = new Map<Item, (typeof items)[number]>(items.map((one) => [one.item, one]))
  return {
    see: (env, frame) => {
      const { budget } = frame
      const value = (item: Item) => of.get(item)!.code.evaluate(env.slice(0, scope.length), budget)
      decide(tree, value, (item, decided) => {
        of.get(item)!.decided[decided === undefined ? 'unknown' : decided === true ? 'true' : 'false']++
      })
    },
    result: () => ({
      where,
      branches: items.map(({ item: { kind, start, end }, decided }) => ({
        kind,
        start,
        end,
        text: text.slice(start, end),
        decided,
        lacking: (['true', 'false'] as const).filter((side) => decided[side] === 0),
      })),
    }),
  }
}

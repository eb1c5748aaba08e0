/**
 * What is wrong with a decision table before anyone uses it: inputs that no rule covers, rules that meet where the hit policy forbids it,
 * rules that can never fire. Exact where cells are constants (values, ranges, lists, `not`); a cell that is evaluated is said to be so.
 */
import { toJson } from '../feel/json.ts'
import type { Json } from '../types.ts'
import { cellSet, plainConstant } from './cells.ts'
import { type Box, common, holes, meeting, type Work } from './covering.ts'
import type { Dmn } from './evaluate.ts'
import { type Ground, groundOf, type Known, type RuleBox } from './ground.ts'
import type { DecisionTable } from './model.ts'
import { nameOf } from './read-element.ts'
import { type Dimension, exampleIn, regionOf, regionText } from './regions.ts'

/** `rules` count from 1, as rows do. `example` and `cells` are by the text of the input's expression. */
export interface TableFinding {
  readonly kind: 'gap' | 'overlap' | 'conflict' | 'never-fires' | 'not-analysed' | 'stopped'
  /** `error`: the table will give null or never use the rule; `note`: it may be meant so. */
  readonly severity: 'error' | 'note'
  readonly rules: readonly number[]
  /** An input for which it happens; absent where there is none (a rule that never fires, a cell that is not analysed). */
  readonly example?: Readonly<Record<string, Json>>
  /** All inputs for which it happens, as the cells of one rule. */
  readonly cells?: Readonly<Record<string, string>>
  /** The column (counted from 1) and its cell that is evaluated, or that nothing can pass. */
  readonly column?: number
  readonly text?: string
}

export interface AnalysisOptions extends Known {
  /** At most this many findings of one kind. */
  readonly most?: number
}

const MOST = 100
/** Enough for tables of some thousand rules; about a second. */
const STEPS = 1_000_000

/** All findings, gaps first. Bounded: a table too large to be looked at whole has a finding `stopped`. */
export function analyseTable(table: DecisionTable, options: AnalysisOptions = {}): readonly TableFinding[] {
  const ground = groundOf(table, options)
  const most = options.most ?? MOST
  const findings: TableFinding[] = ground.unread.map(({ rule, ...cell }) => ({
    kind: 'not-analysed',
    severity: 'note',
    rules: [rule],
    ...cell,
  }))
  const live = ground.rules.filter((one) => one.isRead && one.box !== undefined)
  findings.push(...impossible(table, ground))
  const work: Work = { left: STEPS }
  findings.push(...gaps(table, ground, live, work, most))
  const meetings: Work = { left: STEPS }
  findings.push(...overlaps(table, ground, live, meetings, most))
  const shadows: Work = { left: STEPS }
  findings.push(...shadowed(table, live, shadows))
  if ([work, meetings, shadows].some(({ left }) => left <= 0)) findings.push({ kind: 'stopped', severity: 'note', rules: [] })
  const order: readonly TableFinding['kind'][] = ['gap', 'conflict', 'never-fires', 'overlap', 'not-analysed', 'stopped']
  return findings.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
}

/** All tables of models, each with what the types of its inputs say. */
export const analyseModel = (dmn: Dmn, options: Pick<AnalysisOptions, 'most'> = {}): readonly ModelFinding[] =>
  dmn.parts.tables.flatMap(({ where, table, domains }) =>
    analyseTable(table, { ...domains, ...options }).map((one) => ({ where, ...one })),
  )

/** `where`: `decision Discount / table`. */
export interface ModelFinding extends TableFinding {
  readonly where: string
}

/** What lies in the box, told with an example. */
function told(dimensions: readonly Dimension[], box: Box): Pick<TableFinding, 'example' | 'cells'> {
  const entries = dimensions.map((dimension, d) => ({ dimension, region: box[d]! }))
  const example = entries.map(
    ({ dimension, region }) => [dimension.title, toJson(exampleIn(dimension, region) ?? null) ?? null] as const,
  )
  const cells = entries.map(({ dimension, region }) => [dimension.title, regionText(dimension, region)] as const)
  return { example: Object.fromEntries(example), cells: Object.fromEntries(cells) }
}

/** Rules with a cell that nothing can pass: an empty range, a value that the column never has, two columns that exclude each other. */
function impossible(table: DecisionTable, { dimensions, rules }: Ground): readonly TableFinding[] {
  return rules.flatMap(({ rule, box }): TableFinding[] => {
    if (box !== undefined) return []
    const cells = table.rules[rule - 1]!.inputs
    const column = cells.findIndex((cell, c) => {
      const dimension = dimensions.find((one) => one.title === nameOf(table.inputs[c]!.expression.text))!
      const set = cellSet(cell.text)
      return set !== undefined && regionOf(dimension, [set]).length === 0
    })
    const where = column < 0 ? {} : { column: column + 1, text: cells[column]!.text }
    return [{ kind: 'never-fires', severity: 'error', rules: [rule], ...where }]
  })
}

/** `rules` of a gap: rules with cells that are evaluated, which may cover it after all. */
function gaps(
  table: DecisionTable,
  { dimensions, rules }: Ground,
  live: readonly RuleBox[],
  work: Work,
  most: number,
): readonly TableFinding[] {
  const space = dimensions.map((dimension) => dimension.whole)
  const found = holes(
    space,
    live.map((one) => one.box!),
    work,
    most,
  )
  const hasDefault = table.outputs.some((output) => output.default !== undefined)
  return found.map((box) => {
    const maybe = rules.filter((one) => !one.isRead && one.box !== undefined && common(one.box, box) !== undefined)
    const severity = hasDefault || maybe.length > 0 || table.hitPolicy === 'COLLECT' ? 'note' : 'error'
    return { kind: 'gap', severity, rules: maybe.map((one) => one.rule), ...told(dimensions, box) }
  })
}

function overlaps(
  table: DecisionTable,
  { dimensions }: Ground,
  live: readonly RuleBox[],
  work: Work,
  most: number,
): readonly TableFinding[] {
  const found: TableFinding[] = []
  const isForbidden = table.hitPolicy === 'UNIQUE' || table.hitPolicy === 'ANY'
  meeting(
    live.map((one) => one.box!),
    work,
    (a, b, both) => {
      const rules = [live[a]!.rule, live[b]!.rule]
      const difference = table.hitPolicy === 'ANY' ? outputsDiffer(table, rules) : 'surely'
      if (!isForbidden || difference === 'no') found.push({ kind: 'overlap', severity: 'note', rules, ...told(dimensions, both) })
      else
        found.push({
          kind: 'conflict',
          severity: difference === 'surely' ? 'error' : 'note',
          rules,
          ...told(dimensions, both),
        })
      return found.length < most
    },
  )
  return found
}

/** `maybe`: texts that differ but are evaluated. */
function outputsDiffer(table: DecisionTable, rules: readonly number[]): 'no' | 'maybe' | 'surely' {
  const [a, b] = rules.map((rule) => table.rules[rule - 1]!.outputs.map((cell) => cell.text.trim()))
  const differing = a!.flatMap((text, i) => (text === b![i] ? [] : [[text, b![i]!] as const]))
  if (differing.length === 0) return 'no'
  return differing.some((texts) => texts.every((text) => plainConstant(text) !== undefined)) ? 'surely' : 'maybe'
}

/** Under FIRST, a rule that those above it cover; under PRIORITY, one that more important ones cover. `rules`: the rule, then what covers it. */
function shadowed(table: DecisionTable, live: readonly RuleBox[], work: Work): readonly TableFinding[] {
  const before = precedence(table)
  if (before === undefined) return []
  return live.flatMap((one): TableFinding[] => {
    work.left -= live.length
    if (work.left <= 0) return []
    const above = live.filter(
      (other) => other !== one && before(other.rule, one.rule) && common(other.box!, one.box!) !== undefined,
    )
    if (
      above.length === 0 ||
      work.left <= 0 ||
      holes(
        one.box!,
        above.map((other) => other.box!),
        work,
        1,
      ).length > 0
    )
      return []
    if (work.left <= 0) return []
    return [{ kind: 'never-fires', severity: 'error', rules: [one.rule, ...above.map((other) => other.rule)] }]
  })
}

/** Does rule `a` win over rule `b`? Undefined where the policy has no winner, or its order cannot be read. */
function precedence(table: DecisionTable): ((a: number, b: number) => boolean) | undefined {
  if (table.hitPolicy === 'FIRST') return (a, b) => a < b
  if (table.hitPolicy !== 'PRIORITY' || table.outputs.length !== 1) return undefined
  const order = cellSet(table.outputs[0]!.values?.text ?? '')?.parts.map((part) => ('value' in part ? part.value : undefined))
  if (order === undefined || order.length === 0) return undefined
  const ranks = table.rules.map((rule) => {
    const value = plainConstant(rule.outputs[0]!.text.trim())
    const at = value === undefined ? -1 : order.indexOf(value)
    return at < 0 ? undefined : at
  })
  return (a, b) => {
    const [x, y] = [ranks[a - 1], ranks[b - 1]]
    return x !== undefined && y !== undefined && (x < y || (x === y && a < b))
  }
}

/** Why a service is or is not open to someone: a tree per criterion with the values read, and what would change it. */
import { questions, createWaiting } from './ask.ts'
import { jsonOf } from './change.ts'
import { relationsOf } from './relations.ts'
import { failedParts } from './failed.ts'
import { giveUp } from './give-up.ts'
import { remedyFor } from './remedy.ts'
import { waysFor } from './ways.ts'
import { UnknownServiceError } from '../errors.ts'
import { type Answer, outcomeOfAll } from './answers.ts'
import { answerOf, type Evaluation, evaluate, missingOf } from './evaluation.ts'
import type { Node } from '../compiler/ir.ts'
import { visitAll } from '../compiler/ir.ts'
import { print } from '../feel/print.ts'
import type { Program, Service } from './program.ts'
import type {
  Change,
  CriterionExplanation,
  CriterionOutcome,
  ExplainNode,
  Explanation,
  Outcome,
  Question,
  ScreenInput,
} from '../types.ts'
import { bestOf, judgeUnits } from './units.ts'
import { toJson, type Value } from '../feel/values.ts'

/** Explains one service. Throws UnknownServiceError and what screening throws. */
export function explain(program: Program, id: string, input: ScreenInput): Explanation {
  const service = program.byId.get(id)
  if (service === undefined) throw new UnknownServiceError(id)
  const evaluation = evaluate(program, input)
  const { outcome, unit, answers, element } = verdictOf(service, evaluation)
  const slots = program.groups[service.group]!
  const criteria = slots.map((slot, i) => {
    const { id: criterion, condition } = program.slots[slot]!
    evaluation.run.locals = service.each ? [element] : []
    const { node } = program.conditions[condition]!
    return explainCriterion(criterion, node, answers[i]!, evaluation, service.each !== undefined && element === undefined)
  })
  const unmet = slots.flatMap((slot, i) =>
    answers[i]!.outcome === 'notMet' ? [program.conditions[program.slots[slot]!.condition]!.node] : [],
  )
  evaluation.run.locals = service.each ? [element] : []
  const isBare = service.each !== undefined && element === undefined
  const remedy = outcome === 'ineligible' && !isBare ? remedyFor(service, unmet, evaluation, input) : undefined
  const blocking = outcome === 'ineligible' ? 'notMet' : 'unknown'
  const because = outcome === 'eligible' ? [] : criteria.filter((one) => one.outcome === blocking).map((one) => one.criterion)
  return {
    service: id,
    outcome,
    asOf: input.asOf,
    ...(unit !== undefined && { unit }),
    because: because.length === 0 && outcome !== 'eligible' ? ['each'] : because,
    criteria,
    ...(remedy && { remedy }),
    ask: outcome === 'unknown' ? questionsAbout(answers, evaluation) : [],
    relations: relationsOf(service, evaluation),
  }
}

function questionsAbout(answers: readonly Answer[], evaluation: Evaluation): readonly Question[] {
  const waiting = createWaiting(evaluation.sets)
  const open = answers.filter(({ outcome }) => outcome === 'unknown').map(({ missing }) => missing)
  waiting.add(evaluation.sets.rowOf(open), 1)
  return questions(evaluation, waiting)
}

interface Judged {
  readonly outcome: Outcome
  readonly unit?: number
  readonly element?: Value
  readonly answers: readonly Answer[]
}

function verdictOf(service: Service, evaluation: Evaluation): Judged {
  const { program } = evaluation
  const slots = program.groups[service.group]!
  const plain = (slot: number) => answerOf(evaluation, program.slots[slot]!.condition)
  if (service.each === undefined) {
    const answers = slots.map(plain)
    return { outcome: outcomeOfAll(answers), answers }
  }
  const units = judgeUnits(service, evaluation)
  if (units !== undefined && units.length > 0) {
    const best = bestOf(units)
    return { outcome: best.outcome, unit: units.indexOf(best), element: best.element, answers: best.answers }
  }
  const nobody: Answer = { outcome: units === undefined ? 'unknown' : 'notMet', missing: 0, params: [] }
  const answers = slots.map((slot) => (program.conditions[program.slots[slot]!.condition]!.readsRole ? nobody : plain(slot)))
  const isNo = units !== undefined || answers.some(({ outcome }) => outcome === 'notMet')
  return { outcome: isNo ? 'ineligible' : 'unknown', answers }
}

function explainCriterion(id: string, node: Node, answer: Answer, evaluation: Evaluation, isBare: boolean): CriterionExplanation {
  try {
    return workedOut(id, node, answer, evaluation, isBare)
  } catch (cause) {
    giveUp(evaluation.run, cause)
    const { outcome } = answer
    const text = print(node)
    const tree = { kind: 'test', text, outcome } as const
    return { criterion: id, outcome, tree, values: [], missing: [], missingParameters: [], changes: [], failed: [text] }
  }
}

function workedOut(id: string, node: Node, answer: Answer, evaluation: Evaluation, isBare: boolean): CriterionExplanation {
  const { program, sets } = evaluation
  const changes: readonly Change[] = answer.outcome === 'notMet' && !isBare ? (waysFor(node, evaluation)[0] ?? []) : []
  const failed = answer.outcome === 'unknown' && !isBare ? failedParts(node, evaluation) : []
  return {
    criterion: id,
    outcome: answer.outcome,
    tree: treeOf(node, evaluation),
    values: valuesRead(node, evaluation),
    missing: sets.names(answer.missing),
    missingParameters: answer.params.map((index) => program.words.parameters[index]!.id),
    changes,
    ...(failed.length > 0 && { failed }),
  }
}

const outcomeOf = (value: Value): CriterionOutcome => (value === true ? 'met' : value === undefined ? 'unknown' : 'notMet')

function treeOf(node: Node, evaluation: Evaluation): ExplainNode {
  const { program, run, sets } = evaluation
  const value = program.words.compile(node)(run)
  const outcome = outcomeOf(value)
  const text = print(node)
  const missing = value === undefined ? { missing: sets.names(missingOf(evaluation, node).missing) } : {}
  if (node.k === 'and' || node.k === 'or' || node.k === 'not') {
    const children = (node.k === 'not' ? [node.a] : node.items).map((item) => treeOf(item, evaluation))
    return { kind: node.k === 'and' ? 'all' : node.k === 'or' ? 'any' : 'not', text, outcome, ...missing, children }
  }
  const [change] = outcome === 'notMet' ? (waysFor(node, evaluation)[0] ?? []) : []
  const parameters = parametersOf(node, evaluation)
  return {
    ...comparisonOf(node, evaluation),
    text,
    outcome,
    ...(parameters.length > 0 && { parameters }),
    ...(change && { change }),
    ...missing,
  }
}

/** The parts of a simple comparison: the fact, the value read, the operator and the threshold. */
function comparisonOf(node: Node, evaluation: Evaluation): Pick<ExplainNode, 'kind' | 'fact' | 'value' | 'op' | 'threshold'> {
  const read = (part: Node, key: 'value' | 'threshold') => {
    const json = toJson(evaluation.program.words.compile(part)(evaluation.run))
    return json === undefined ? {} : { [key]: json }
  }
  const limit = (value: Value) => {
    const threshold = toJson(value)
    return threshold === undefined ? {} : { threshold }
  }
  const named = (part: Node) => (part.k === 'fact' ? { fact: part.ref } : {})
  if (node.k === 'fact') return { kind: 'test', fact: node.ref, ...read(node, 'value') }
  if (node.k === 'compare')
    return { kind: 'compare', ...named(node.a), ...read(node.a, 'value'), op: node.op, ...read(node.b, 'threshold') }
  if (node.k === 'interval') {
    const [only] = node.set
    const end = node.set.length === 1 && (only!.low === undefined) !== (only!.high === undefined) ? only : undefined
    const base = { kind: 'compare' as const, ...named(node.x), ...read(node.x, 'value') }
    if (end?.low !== undefined) return { ...base, op: end.lowIn ? '>=' : '>', ...limit(end.low) }
    if (end?.high !== undefined) return { ...base, op: end.highIn ? '<=' : '<', ...limit(end.high) }
    return { ...base, op: 'in' }
  }
  if (node.k === 'oneOf') {
    const op = node.values.length === 1 ? (node.negated ? '!=' : '=') : node.negated ? 'not in' : 'in'
    const all = jsonOf(node.values)
    const threshold = all.length === 1 ? all[0]! : all
    return { kind: 'compare', ...named(node.x), ...read(node.x, 'value'), op, threshold }
  }
  return { kind: 'test' }
}

function parametersOf(node: Node, { program, run }: Evaluation): readonly { id: string; from?: string }[] {
  const found: { id: string; from?: string }[] = []
  visitAll(node, (part) => {
    if (part.k !== 'param') return
    const from = program.words.inForceFrom(part.index, run.today)
    found.push({ id: part.ref, ...(from !== undefined && { from }) })
  })
  return found
}

/** The facts a test reads, those below derived ones included, with what is known of them. */
function valuesRead(root: Node, { program, run }: Evaluation): CriterionExplanation['values'] {
  const { words } = program
  const seen = new Map<number, Value>()
  const collect = (node: Node) =>
    visitAll(node, (part) => {
      if (part.k !== 'fact' || seen.has(part.index)) return
      seen.set(part.index, words.compile(part)(run))
      const { derive } = words.facts[part.index]!
      if (derive) collect(derive)
    })
  collect(root)
  return [...seen].map(([index, value]) => {
    const json = toJson(value)
    return { fact: words.facts[index]!.decl.id, ...(json !== undefined && { value: json }) }
  })
}

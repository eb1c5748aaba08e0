/**
 * Until when a value stays what it is when nothing happens but time: the first later day on which it may be another. That day may
 * be too early (then the value is looked at once more, in vain), never too late.
 */
import { type Node, type NodeOf, partsOf, visitAll } from '../compiler/ir.ts'
import type { Run } from '../compiler/run.ts'
import type { Words } from '../compiler/vocabulary.ts'
import { ageOn, civil, dayAfterMonths, dayOf, monthsBetween, parseDay } from '../feel/dates.ts'
import { Day, isList, type Value } from '../feel/values.ts'

/** One day: the run on it, which facts were given, what was found for derived facts. */
export interface Moment {
  readonly run: Run
  readonly given: Uint8Array
  /** By fact; NaN where nobody asked yet. */
  readonly facts: Float64Array
}

export type Until = (at: Moment) => number

export interface Time {
  /** Whether the day can change what a node comes to. */
  readonly isTimed: (node: Node) => boolean
  readonly until: (node: Node) => Until
}

const NEVER = Number.POSITIVE_INFINITY
const never: Until = () => NEVER
const tomorrow: Until = ({ run }) => run.today + 1

/** Compiled like values are: each node's once. */
export function createTime({ facts, parameters, compile }: Pick<Words, 'facts' | 'parameters' | 'compile'>): Time {
  const timed = new Map<number, boolean>()
  const done = new Map<number, Until>()
  const days = parameters.map(({ values }) => values.flatMap(({ from }) => parseDay(from) ?? []).sort((a, b) => a - b))

  function isTimed(root: Node): boolean {
    const known = timed.get(root.id)
    if (known !== undefined) return known
    let found = false
    visitAll(root, (node) => {
      if (found) return
      if (node.k === 'today' || (node.k === 'call' && node.fn.readsToday)) found = true
      else if (node.k === 'param') found = days[node.index]!.length > 1
      else if (node.k === 'fact') {
        const { derive } = facts[node.index]!
        found = derive !== undefined && isTimed(derive)
      }
    })
    timed.set(root.id, found)
    return found
  }

  function until(node: Node): Until {
    const known = done.get(node.id)
    if (known !== undefined) return known
    const made = isTimed(node) ? make(node) : never
    done.set(node.id, made)
    return made
  }

  function make(node: Node): Until {
    switch (node.k) {
      case 'param':
        return ({ run }) => days[node.index]!.find((day) => day > run.today) ?? NEVER
      case 'fact':
        return ofFact(node.index)
      case 'compare':
        return node.a.k === 'today' ? ofDay(node.b) : node.b.k === 'today' ? ofDay(node.a) : ofParts(partsOf(node))
      case 'path':
        return node.of.k === 'today' ? ofPart(node.name) : until(node.of)
      case 'call':
        return ofCall(node)
      case 'some':
      case 'every':
      case 'filter':
        return ofItems(node)
      case 'for':
        return node.partial === undefined ? ofItems(node) : tomorrow
      case 'today':
      case 'let':
      case 'context':
      case 'lambda':
      case 'invoke':
        return tomorrow
      default:
        return ofParts(partsOf(node))
    }
  }

  function ofParts(parts: readonly Node[]): Until {
    const all = parts.filter(isTimed).map(until)
    const [only] = all
    if (all.length === 1) return only!
    return (at) => all.reduce((first, one) => Math.min(first, one(at)), NEVER)
  }

  function ofFact(index: number): Until {
    const below = until(facts[index]!.derive!)
    return (at) => {
      if (at.given[index] === 1) return NEVER
      const known = at.facts[index]!
      if (!Number.isNaN(known)) return known
      const { run } = at
      const outer = run.locals
      run.locals = []
      const day = below(at)
      run.locals = outer
      at.facts[index] = day
      return day
    }
  }

  /** `today` compared with another day: it may turn when that day comes and when it is over. */
  function ofDay(other: Node): Until {
    const code = compile(other)
    const rest = until(other)
    return (at) => {
      const value = code(at.run)
      const { today } = at.run
      const turn = value instanceof Day && today <= value.days ? (today < value.days ? value.days : today + 1) : NEVER
      return Math.min(turn, rest(at))
    }
  }

  function ofCall(node: NodeOf<'call'>): Until {
    const [first, second] = node.args
    const isNow = second === undefined || second.k === 'today'
    const step =
      node.name === 'age' && isNow ? nextBirthday : node.name === 'months between' && second && isNow ? nextMonth : undefined
    if (step === undefined || first === undefined) {
      const readsToday = node.fn.readsToday && !(node.name === 'age' && second !== undefined)
      return readsToday ? tomorrow : ofParts(partsOf(node))
    }
    const code = compile(first)
    const rest = until(first)
    return (at) => {
      const value = code(at.run)
      return Math.min(value instanceof Day ? step(value.days, at.run.today) : NEVER, rest(at))
    }
  }

  function ofItems(node: NodeOf<'for' | 'some' | 'every' | 'filter'>): Until {
    if (node.k !== 'filter' && node.to) return tomorrow
    const list = compile(node.list)
    const rest = until(node.list)
    const body = until(node.body)
    return (at) => {
      const value = list(at.run)
      return itemsOf(value).reduce<number>(
        (first, item) => {
          at.run.locals[node.slot] = item
          return Math.min(first, body(at))
        },
        value === undefined || isItems(value) ? rest(at) : at.run.today + 1,
      )
    }
  }

  return { isTimed, until }
}

/** Ranges are left out: their items are numbers or days that may be many. */
const isItems = (value: Value): boolean => value === null || isList(value)
const itemsOf = (value: Value): readonly Value[] => (isList(value) ? value : [])

const nextBirthday = (birth: number, today: number): number =>
  today < birth ? birth : (dayAfterMonths(birth, ((ageOn(birth, today) ?? 0) + 1) * 12) ?? NEVER)

const nextMonth = (from: number, today: number): number =>
  today < from ? today + 1 : (dayAfterMonths(from, monthsBetween(from, today) + 1) ?? NEVER)

/** A part of `today` by its name. */
function ofPart(name: string): Until {
  if (name !== 'year' && name !== 'month') return tomorrow
  return ({ run }) => {
    const { year, month } = civil(run.today)
    const isOver = name === 'year' || month === 12
    return dayOf(isOver ? year + 1 : year, isOver ? 1 : month + 1, 1) ?? NEVER
  }
}

/** Divisions by what nobody says is not nought: for whoever has nought there it could not be worked out. */
import { childrenOf, type Expr, tryParseFeel } from '@dpg/rules'
import { type Finding, finding, type Place } from '../findings.ts'
import type { Pack } from '../schemas/pack.ts'
import { ANY, type Bounds, type BoundsOfName, boundsOf, holdsZero, namesOf } from './bounds.ts'
import type { PackCheck, ServiceCheck } from './lint.ts'
import { rulesWritten } from './nothing.ts'

/** A warning, for a case may never come: the rule itself knows best. */
export const lintMayZero: ServiceCheck = (service, { pack, sources }) => {
  const steps = new Map((service.amount?.steps ?? []).map((step) => [step.let, step.be]))
  return rulesWritten(service).flatMap(([path, feel]) =>
    feel === null ? [] : told(feel, pack, (start) => sources.place('service', service.id, path, start), steps),
  )
}

/** The same of what facts are derived by. */
export const lintMayZeroInFacts: PackCheck = ({ pack, sources }) =>
  [...pack.facts.values()].flatMap(({ id, derive }) =>
    derive === null ? [] : told(derive, pack, (start) => sources.place('fact', id, ['derive'], start)),
  )

function told(feel: string, pack: Pack, place: (start: number) => Place, steps: Steps = new Map()): Finding[] {
  if (!/\/|modulo/.test(feel)) return []
  return mayBeZero(feel, pack, steps).map(({ part, divisor, start }) => ({
    ...finding('feel.mayZero', place(start), { feel: part, fact: divisor }, 'warning'),
    offset: start,
  }))
}

/** Steps of the amount, by name. */
type Steps = ReadonlyMap<string, string>

interface Division {
  readonly part: string
  /** What may be nought, as it is written. */
  readonly divisor: string
  readonly start: number
}

function mayBeZero(feel: string, pack: Pack, steps: Steps): readonly Division[] {
  const expr = tryParseFeel(feel, [...steps.keys()])
  if (expr === undefined) return [] // told elsewhere
  const found: Division[] = []
  const text = ({ start, end }: Expr): string => feel.slice(start, end)
  const look = (part: Expr, guards: readonly string[]): void => {
    const divisor = divisorOf(part)
    if (divisor && isOpen(divisor, guards, pack, steps))
      found.push({ part: text(part), divisor: text(divisor), start: part.start })
    for (const inner of childrenOf(part)) look(inner, [...guards, ...guardsOf(part, inner)])
  }
  look(expr, [])
  return found
}

const divisorOf = (part: Expr): Expr | undefined => {
  if (part.k === 'binary' && part.op === '/') return part.b
  return part.k === 'call' && part.fn.k === 'name' && part.fn.name === 'modulo' && !part.names ? part.args[1] : undefined
}

/** It may be nought, it reads a fact (what does not is told as `feel.zero`), and nobody has thought of what it reads. */
function isOpen(divisor: Expr, guards: readonly string[], pack: Pack, steps: Steps): boolean {
  const read = new Set<string>()
  const bounds = boundsOf(divisor, namesIn(pack, steps, read))
  if (bounds === undefined || !holdsZero(bounds)) return false
  for (const name of namesOf(divisor)) read.add(name)
  return [...read].some((name) => pack.facts.has(name)) && ![...read].some((name) => guards.includes(name))
}

/** What names lie between: facts as given, or by what they are derived from; single numbers of the law; steps. `read`: all on the way. */
function namesIn(pack: Pack, steps: Steps, read: Set<string>): BoundsOfName {
  const known = new Map<string, Bounds | undefined>()
  const ofName: BoundsOfName = (name) => {
    read.add(name)
    if (known.has(name)) return known.get(name)
    // A circle is told elsewhere.
    known.set(name, undefined)
    known.set(name, worked(name))
    return known.get(name)
  }
  const worked = (name: string): Bounds | undefined => {
    const written = steps.get(name)
    if (written !== undefined) return ofText(written)
    const fact = pack.facts.get(name)
    if (fact === undefined) return ofParameter(name, pack)
    if (fact.type !== 'number') return undefined
    const given = { low: fact.min ?? ANY.low, high: fact.max ?? ANY.high }
    if (!holdsZero(given)) return given
    return fact.derive === null ? given : ofText(fact.derive)
  }
  const ofText = (feel: string): Bounds | undefined => {
    const expr = tryParseFeel(feel, [...steps.keys()])
    return expr && boundsOf(expr, ofName)
  }
  return ofName
}

function ofParameter(name: string, { parameters }: Pack): Bounds | undefined {
  const values = (parameters.get(name)?.values ?? []).flatMap(({ value }) => (value === undefined ? [] : [value]))
  const numbers = values.filter((value) => typeof value === 'number')
  if (numbers.length === 0 || numbers.length < values.length) return undefined
  return { low: Math.min(...numbers), high: Math.max(...numbers) }
}

/** What is known to hold where `inner` is looked at: someone has thought of these facts there. */
function guardsOf(part: Expr, inner: Expr): readonly string[] {
  if (part.k === 'if') return inner === part.cond ? [] : namesOf(part.cond)
  return (part.k === 'and' || part.k === 'or') && inner === part.b ? namesOf(part.a) : []
}

/** From the intermediate form to terms. Long parts become columns of their own, stage by stage, so that text stays short. */
import type { Node } from '../compiler/ir.ts'
import type { Words } from '../compiler/vocabulary.ts'
import { dayText } from '../feel/dates.ts'
import type { FactType } from '../types.ts'
import type { Reader } from './bound.ts'
import { arithmeticNode } from './arithmetic.ts'
import { call } from './calls.ts'
import { comparable, digits } from './digits.ts'
import { choice, compare, connective, inSet, negation, oneOf } from './logic.ts'
import { fixed, lookup } from './parameters.ts'
import { constant, typedNull } from './scalars.ts'
import type { Term } from './term.ts'
import { type Dialect, identifier, Unfit } from './text.ts'

/** Where a fact stands: `none` is the column that is true where the person is known to have none (FEEL's null). */
export interface FactColumn {
  readonly value: string
  readonly none?: string
  /** Of a number: digits before and after the point; 13 and 4 unless told. */
  readonly digits?: { readonly whole: number; readonly scale: number }
  /** Of a derived fact: what the column does not tell is unknown, it is not derived. */
  readonly isFinal?: boolean
}

export interface Compiler {
  readonly dialect: Dialect
  readonly words: Words
  readonly term: (node: Node) => Term
  /** A bound value as a placeholder; the same one for the same key. */
  readonly bind: (key: string, read: Reader) => string
  readonly share: (text: string, stage: number) => { readonly text: string; readonly stage: number }
  /** Columns to compute, by stage; stage 0 reads the table. */
  readonly stages: readonly (readonly string[])[]
  /** The text with its placeholders numbered in their order, and what is bound to them. */
  readonly finished: (text: string) => { readonly text: string; readonly readers: readonly Reader[] }
}

const CASTS: Readonly<Record<string, string>> = { boolean: 'BOOLEAN', string: 'VARCHAR', date: 'DATE' }
const LONG = 600

export function createSqlCompiler(words: Words, dialect: Dialect, columns: Readonly<Record<string, FactColumn>>): Compiler {
  const terms = new Map<number, Term | Unfit>()
  const stages: string[][] = [[]]
  const names = new Map<string, string>()
  const readers: Reader[] = []
  // No text of a rule can know this mark, so placeholders are told from what only looks like one.
  const mark = crypto.randomUUID()
  const bound = new Map<string, string>()

  const column = (text: string, stage: number): string => {
    const key = `${stage} ${text}`
    const name = names.get(key) ?? `c${names.size}`
    if (names.has(key)) return name
    names.set(key, name)
    stages[stage] ??= []
    stages[stage].push(`${text} AS ${name}`)
    return name
  }
  const share: Compiler['share'] = (text, stage) =>
    text.length < 40 ? { text, stage } : { text: column(text, stage + 1), stage: stage + 1 }
  const short = (term: Term): Term => {
    if ([term.v, term.none, term.den].every((text) => (text?.length ?? 0) < LONG)) return term
    const at = term.stage + 1
    const own = (text: string | undefined) => text && (text.length < 40 ? text : column(text, at))
    return { ...term, v: own(term.v)!, none: own(term.none), den: own(term.den), stage: at }
  }

  const given = (id: string, type: FactType): Term | undefined => {
    const at = columns[id]
    if (at === undefined) return undefined
    if (type === 'list' || type === 'context') throw new Unfit(`the fact ${id}, a ${type}`)
    const none = at.none === undefined ? undefined : column(`COALESCE(CAST(${identifier(at.none)} AS BOOLEAN), FALSE)`, 0)
    const size = type === 'number' ? digits(at.digits?.whole ?? 13, at.digits?.scale ?? 4) : undefined
    const raw = identifier(at.value)
    const cast = size ? numberColumn(raw, size.whole + size.scale, size.scale) : `CAST(${raw} AS ${CASTS[type]})`
    const v = column(
      none === undefined
        ? cast
        : `CASE WHEN COALESCE(CAST(${identifier(at.none!)} AS BOOLEAN), FALSE) THEN NULL ELSE ${cast} END`,
      0,
    )
    return { t: type, v, none, open: true, ...(size && { digits: size }), stage: 0 }
  }
  /** A value that the declared digits do not hold stops the statement instead of being rounded. */
  const numberColumn = (raw: string, width: number, scale: number): string =>
    dialect === 'postgres'
      ? `CAST(${raw} AS numeric)`
      : `CASE WHEN CAST(${raw} AS DECIMAL(${width}, ${scale})) = ${raw} THEN CAST(${raw} AS DECIMAL(${width}, ${scale})) WHEN ${raw} IS NOT NULL THEN error('a number with more than ${scale} digits after the point') END`

  const fact = (index: number): Term => {
    const { decl, derive } = words.facts[index]!
    const own = given(decl.id, decl.type)
    if (derive === undefined || (own && columns[decl.id]!.isFinal)) {
      if (own === undefined && (decl.type === 'list' || decl.type === 'context'))
        throw new Unfit(`the fact ${decl.id}, a ${decl.type}`)
      return own ?? typedNull(dialect, decl.type)
    }
    const derived = named(decl.id, () => term(derive))
    if (derived.t !== decl.type && derived.t !== 'null')
      throw new Unfit(`the fact ${decl.id}, whose derivation gives a ${derived.t}`)
    return own === undefined ? derived : coalesce(own, derived)
  }

  const make = (node: Node): Term => {
    switch (node.k) {
      case 'const':
        return constant(dialect, node.value)
      case 'fact':
        return fact(node.index)
      case 'let':
        return term(node.def)
      case 'today':
        return { t: 'date', v: `CAST(${self.bind('today', todayText)} AS DATE)`, open: false, stage: 0 }
      case 'and':
      case 'or':
        return connective(node.k, node.items.map(term))
      case 'not':
        return negation(term(node.a))
      case 'compare':
        return compare(node.op, term(node.a), term(node.b))
      case 'interval':
        return inSet(dialect, term(node.x), node.set)
      case 'oneOf':
        return oneOf(dialect, term(node.x), node.values, node.negated)
      case 'arith':
      case 'neg':
        return arithmeticNode(self, node)
      case 'if':
        return choice(dialect, term(node.cond), term(node.yes), term(node.no))
      case 'call':
        return call(self, node)
      case 'param':
      case 'path':
      case 'filter':
        return lookup(self, node) ?? fixed(self, node)
      case 'in':
        return call(self, node)
      case 'var':
        throw new Unfit(`${node.name}, an item of a list`)
      default:
        throw new Unfit(`the expression ${node.k}`)
    }
  }

  const term = (node: Node): Term => {
    const done = terms.get(node.id)
    if (done instanceof Unfit) throw done
    if (done !== undefined) return done
    try {
      const made = short(make(node))
      terms.set(node.id, made)
      return made
    } catch (error) {
      if (error instanceof Unfit) terms.set(node.id, error)
      throw error
    }
  }

  const self: Compiler = {
    dialect,
    words,
    term,
    share,
    stages,
    finished: (text) => {
      const used: number[] = []
      const numbered = text.replaceAll(new RegExp(`<${mark} (\\d+)>`, 'g'), (_, at: string) => {
        const known = used.indexOf(Number(at))
        return `$${known >= 0 ? known + 1 : used.push(Number(at))}`
      })
      return { text: numbered, readers: used.map((at) => readers[at]!) }
    },
    bind: (key, read) => {
      const known = bound.get(key)
      if (known !== undefined) return known
      readers.push(read)
      const place = `<${mark} ${readers.length - 1}>`
      bound.set(key, place)
      return place
    },
  }
  return self
}

const todayText: Reader = (run) => dayText(run.today)

/** What stands in the way is told with the fact it stands in. */
function named(id: string, make: () => Term): Term {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof Unfit) || error.what.startsWith('the fact ')) throw error
    throw new Unfit(`the fact ${id}, derived by ${error.what}`)
  }
}

/** A given value wins over the derived one. */
function coalesce(own: Term, derived: Term): Term {
  const isGiven = own.none === undefined ? `${own.v} IS NOT NULL` : `(${own.v} IS NOT NULL OR ${own.none})`
  const later = derived.none === undefined ? undefined : `(NOT (${isGiven}) AND ${derived.none})`
  const none = own.none === undefined ? later : later === undefined ? own.none : `(${own.none} OR ${later})`
  return {
    t: own.t,
    v: `(CASE WHEN ${isGiven} THEN ${own.v} ELSE ${derived.v} END)`,
    none,
    open: derived.open,
    ...(own.digits && { digits: unite(own, derived) }),
    ...(derived.den && { den: `(CASE WHEN ${isGiven} THEN 1 ELSE ${derived.den} END)`, denDigits: derived.denDigits }),
    stage: Math.max(own.stage, derived.stage),
  }
}

const unite = (a: Term, b: Term) => (b.digits ? comparable([a.digits!, b.digits]) : a.digits)

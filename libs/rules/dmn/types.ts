/** Item definitions as types that values are made to fit (DMN 1.5, 7.3.2 and 10.3.2.9.4). */
import type { FeelError } from '../errors.ts'
import { type Budget, compileUnaryTests, type UnaryTests } from '../feel/expression.ts'
import { midnight } from '../feel/temporal/clock-times.ts'
import { ANY, conforms, resolveType, type Type, type Types } from '../feel/types.ts'
import { Context, Day, isList, type Value } from '../feel/values.ts'
import type { DmnFinding } from './errors.ts'
import type * as model from './model.ts'
import { isFeel } from './namespaces.ts'

/** What a value must be. Kleene: parts that are unknown may yet fit. */
export interface DmnType {
  /** Without allowed values: what FEEL itself knows of it. */
  readonly type: Type
  readonly fits: (value: Value, budget: Budget) => boolean | undefined
}

export interface TypeBook {
  /** The type of this name as seen from the model; undefined for none (and Any), where every value fits. */
  readonly find: (typeRef: string | undefined, from: model.Definitions) => DmnType | undefined
  /** The allowed values of the type of this name, as unary tests, where these are all there is to say of it. */
  readonly allowed: (typeRef: string | undefined, from: model.Definitions) => string | undefined
  /** All names that FEEL text of the model may use for types. */
  readonly types: (from: model.Definitions) => Types
  readonly findings: readonly DmnFinding[]
}

const MAX_NESTING = 50

export function createTypeBook(models: readonly model.Definitions[], fields: readonly string[]): TypeBook {
  const findings: DmnFinding[] = []
  const done = new Map<model.ItemDefinition, DmnType>()

  const find = (
    typeRef: string | undefined,
    from: model.Definitions,
    open: readonly model.ItemDefinition[] = [],
  ): DmnType | undefined => {
    if (typeRef === undefined || typeRef === 'Any') return undefined
    const own = from.items.find((one) => one.name === typeRef)
    if (own !== undefined) return itemType(own, from, open)
    const built = resolveType({ name: typeRef }, new Map())
    if (built !== undefined) return { type: built, fits: (value) => conforms(value, built) }
    for (const one of from.imports) {
      if (one.name !== '' && !typeRef.startsWith(`${one.name}.`)) continue
      const other = models.find((each) => each.namespace === one.namespace && each !== from)
      const name = one.name === '' ? typeRef : typeRef.slice(one.name.length + 1)
      const imported = other?.items.some((each) => each.name === name) ? find(name, other, open) : undefined
      if (imported !== undefined) return imported
    }
    return undefined
  }

  function itemType(item: model.ItemDefinition, from: model.Definitions, open: readonly model.ItemDefinition[]): DmnType {
    const known = done.get(item)
    if (known !== undefined) return known
    // A type that holds itself (a tree): its own inner use is looked up when a value is there.
    if (open.includes(item) && isAlias(open.slice(open.indexOf(item)))) {
      const message = `${[...open.slice(open.indexOf(item)), item].map(({ name }) => name).join(' -> ')} is a circle`
      const at = item.at && { at: item.at }
      findings.push({ where: `type ${item.name}`, message, remedy: 'Base a type on one that does not need it', ...at })
      return { type: ANY, fits: () => true }
    }
    if (open.includes(item) || open.length > MAX_NESTING)
      return { type: ANY, fits: (value, budget) => done.get(item)?.fits(value, budget) ?? true }
    const made = make(item, from, [...open, item])
    done.set(item, made)
    return made
  }

  function make(item: model.ItemDefinition, from: model.Definitions, open: readonly model.ItemDefinition[]): DmnType {
    let made = baseOf(item, from, open)
    made = constrained(made, item.allowedValues, item)
    if (item.isCollection === true) made = listOf(made)
    return constrained(made, item.typeConstraint, item)
  }

  function baseOf(item: model.ItemDefinition, from: model.Definitions, open: readonly model.ItemDefinition[]): DmnType {
    if (item.functionItem) return functionOf(item.functionItem, from, open)
    if (item.components) {
      const parts = item.components.map((part) => [part.name, itemType(part, from, open)] as const)
      return contextOf(new Map(parts))
    }
    const base = find(item.typeRef, from, open)
    if (base === undefined && item.typeRef !== undefined && item.typeRef !== 'Any')
      findings.push({
        where: `type ${item.name}`,
        message: `There is no type ${item.typeRef}`,
        remedy: 'Use number, string, boolean, date … or the name of an item definition',
        ...(item.at && { at: item.at }),
      })
    return base ?? { type: ANY, fits: () => true }
  }

  function functionOf(item: model.FunctionItem, from: model.Definitions, open: readonly model.ItemDefinition[]): DmnType {
    const typeOf = (ref: string | undefined): Type => find(ref, from, open)?.type ?? ANY
    const type: Type = {
      k: 'function',
      params: item.parameters.map((one) => typeOf(one.typeRef)),
      gives: typeOf(item.outputTypeRef),
    }
    return { type, fits: (value) => conforms(value, type) }
  }

  function constrained(base: DmnType, tests: model.UnaryTests | undefined, item: model.ItemDefinition): DmnType {
    if (tests === undefined || tests.text.trim() === '') return base
    const compiled = compileTests(tests, fields, (error) =>
      findings.push({
        where: `type ${item.name}`,
        message: error.message,
        remedy: `Expected ${error.expected}`,
        start: error.start,
        end: error.end,
        ...(tests.at && { at: tests.at }),
      }),
    )
    if (compiled === undefined) return base
    return {
      type: base.type,
      fits: (value, budget) => {
        if (value === null) return true
        const fits = base.fits(value, budget)
        return fits === false ? false : both(fits, passes(compiled, value, budget))
      },
    }
  }

  for (const each of models) for (const item of each.items) itemType(item, each, [])

  return {
    find: (typeRef, from) => find(typeRef, from),
    allowed: (typeRef, from) => {
      const item = from.items.find((one) => one.name === typeRef)
      return item?.isCollection === true || !isFeel(item?.allowedValues?.expressionLanguage)
        ? undefined
        : item?.allowedValues?.text
    },
    types: (from) => {
      const own = from.items.map((item) => [item.name, done.get(item)!.type] as const)
      const imported = from.imports.flatMap((one) => {
        const other = models.find((each) => each.namespace === one.namespace && each !== from)
        const prefix = one.name === '' ? '' : `${one.name}.`
        return (other?.items ?? []).map((item) => [`${prefix}${item.name}`, done.get(item)!.type] as const)
      })
      return new Map([...imported, ...own])
    },
    findings,
  }
}

/** Types that are only other names of each other: no value would ever end them. */
const isAlias = (items: readonly model.ItemDefinition[]): boolean =>
  items.every((item) => item.components === undefined && item.functionItem === undefined && item.isCollection !== true)

/** Unary tests without names around; undefined (and told) when they do not parse. Other languages than FEEL are not tested. */
export function compileTests(
  tests: model.UnaryTests,
  fields: readonly string[],
  report: (error: FeelError) => void,
): UnaryTests | undefined {
  if (!isFeel(tests.expressionLanguage)) return undefined
  try {
    return compileUnaryTests(tests.text, [], { fields })
  } catch (error) {
    report(error as FeelError)
    return undefined
  }
}

const passes = (tests: UnaryTests, value: Value, budget: Budget): boolean | undefined => {
  const result = tests.test(value, [], budget)
  return result === undefined ? undefined : result === true
}

const both = (a: boolean | undefined, b: boolean | undefined): boolean | undefined =>
  a === false || b === false ? false : a === undefined || b === undefined ? undefined : true

function listOf(of: DmnType): DmnType {
  return {
    type: { k: 'list', of: of.type },
    fits: (value, budget) => {
      if (value === undefined) return undefined
      if (value === null) return true
      if (!isList(value)) return false
      return value.reduce<boolean | undefined>((all, item) => both(all, of.fits(item, budget)), true)
    },
  }
}

function contextOf(parts: ReadonlyMap<string, DmnType>): DmnType {
  return {
    type: { k: 'context', fields: new Map([...parts].map(([key, part]) => [key, part.type])) },
    fits: (value, budget) => {
      if (value === undefined) return undefined
      if (value === null) return true
      if (!(value instanceof Context)) return false
      return [...parts].reduce<boolean | undefined>((all, [key, part]) => {
        if (!value.fields.has(key)) return both(all, value.open ? undefined : false)
        return both(all, part.fits(value.fields.get(key), budget))
      }, true)
    },
  }
}

/**
 * The value as the type wants it: an item for a list of one and a list of one for an item, a date for the date and time of its midnight;
 * null where it does not fit. Unknown stays unknown, and what may fit once its unknown parts are known stays as it is.
 */
export function conform(value: Value, type: DmnType | undefined, budget: Budget): Value {
  if (type === undefined || value === undefined || value === null) return value
  if (type.fits(value, budget) !== false) return value
  const { type: wanted } = type
  const converted =
    value instanceof Day && wanted.k === 'kind' && wanted.kind === 'date and time'
      ? midnight(value)
      : isList(value) && value.length === 1 && wanted.k !== 'list'
        ? value[0]
        : wanted.k === 'list' && !isList(value)
          ? [value]
          : null
  return converted !== null && type.fits(converted, budget) !== false ? converted : null
}

/** Does a value from a register have the shape that the vocabulary promises? What does not is never used. */
import type { FactDefinition } from '@dpg/definitions'
import type { Json } from '@dpg/rules'

type Shape = Pick<FactDefinition, 'type' | 'values'>

/** `null` (known to be none) fits every fact. */
export function fits(fact: Shape & Pick<FactDefinition, 'fields'>, value: Json): boolean {
  if (value === null) return true
  if (fact.type === 'list') return Array.isArray(value) && value.every((item) => fitsItem(fact, item))
  if (fact.type === 'context') return isContext(value) && fitsFields(fact, value)
  return fitsShape(fact, value)
}

/** An item of a list: a context with the fields that are declared, or one of the values, or anything plain. */
function fitsItem(fact: Shape & Pick<FactDefinition, 'fields'>, item: Json): boolean {
  if (fact.fields) return isContext(item) && fitsFields(fact, item)
  return fact.values === null || (typeof item === 'string' && Object.hasOwn(fact.values, item))
}

/** Fields we do not know pass: a register may say more than we asked for. */
function fitsFields({ fields }: Pick<FactDefinition, 'fields'>, value: { readonly [k: string]: Json }): boolean {
  return Object.entries(fields ?? {}).every(([name, field]) => {
    const part = value[name]
    return part === undefined || part === null || fitsShape(field, part)
  })
}

function fitsShape({ type, values }: Shape, value: Json): boolean {
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean'
    case 'number':
      return typeof value === 'number' && Number.isFinite(value)
    case 'string':
      return typeof value === 'string' && (values === null || Object.hasOwn(values, value))
    case 'date':
      return typeof value === 'string' && isDay(value)
    case 'list':
      return Array.isArray(value)
    case 'context':
      return isContext(value)
  }
}

const isContext = (value: Json): value is { readonly [k: string]: Json } =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' })
    return true
  } catch {
    return false
  }
}

/** JSON as FEEL values, by the type that is wanted. */
import { fromJs } from '../feel/numbers.ts'
import { parseTemporal } from '../feel/temporal/literal.ts'
import type { Type } from '../feel/types.ts'
import { Context, kindOf, type Kind, type Value } from '../feel/values.ts'
import type { Json } from '../types.ts'

const TEXTS: ReadonlySet<Kind> = new Set<Kind>(['date', 'time', 'date and time', 'months', 'seconds'])
const MAX_DEPTH = 64

/**
 * Text becomes a date, time or duration where the type says so. `isOpen`: a field that a given context does not have is unknown (unless
 * it has all that its type names), otherwise null. What is too deeply nested is null, as what does not fit.
 */
export function valueFrom(json: Json, type: Type | undefined, isOpen: boolean, depth = 0): Value {
  if (depth > MAX_DEPTH) return null
  if (json === null || typeof json === 'boolean') return json
  if (typeof json === 'number') return fromJs(json) ?? null
  if (typeof json === 'string') return fromText(json, type)
  if (isJsonList(json)) {
    const of = type?.k === 'list' ? type.of : type
    return json.map((item) => valueFrom(item, of, isOpen, depth + 1))
  }
  const of = type?.k === 'list' ? type.of : type
  const fields = Object.entries(json).map(([key, field]) => {
    const fieldType = of?.k === 'context' ? of.fields.get(key) : undefined
    return [key, valueFrom(field, fieldType, isOpen, depth + 1)] as const
  })
  // Given whole, as its type has it, nothing of it is unknown.
  const isWhole = of?.k === 'context' && of.fields.size > 0 && [...of.fields.keys()].every((key) => Object.hasOwn(json, key))
  return new Context(new Map(fields), isOpen && !isWhole)
}

function fromText(text: string, type: Type | undefined): Value {
  const of = type?.k === 'list' ? type.of : type
  if (of?.k !== 'kind' || !TEXTS.has(of.kind)) return text
  const value = parseTemporal(text)
  // A day may stand for the date and time of its midnight: conversion sees to it.
  return value !== undefined && (kindOf(value) === of.kind || (of.kind === 'date and time' && kindOf(value) === 'date'))
    ? value
    : text
}

const isJsonList = (json: Json): json is readonly Json[] => Array.isArray(json)

/** Names of components, entries, columns and imported elements that FEEL must be told, for they hold spaces or signs. */
import type { Definitions, Expression, ItemDefinition } from './model.ts'

const SIMPLE = /^[\p{L}_?][\p{L}\p{N}\p{M}_?]*$/u

export function namesWithSpaces(models: readonly Definitions[]): readonly string[] {
  const names = new Set<string>()
  const add = (name: string | undefined) => {
    if (name !== undefined && name !== '' && !SIMPLE.test(name)) names.add(name)
  }
  const item = (one: ItemDefinition): void => {
    add(one.name)
    one.components?.forEach(item)
  }
  // Elements are named behind the name of an import.
  const imported = new Set(models.flatMap((model) => model.imports.map((one) => one.namespace)))
  for (const model of models) {
    for (const one of model.imports) add(one.name)
    model.items.forEach(item)
    for (const element of model.elements) {
      if (imported.has(model.namespace)) add(element.name)
      if (element.kind === 'decision') inExpression(element.expression, add)
      if (element.kind === 'bkm') inExpression(element.logic, add)
    }
  }
  return [...names]
}

function inExpression(one: Expression | undefined, add: (name: string | undefined) => void): void {
  const go = (part: Expression | undefined) => inExpression(part, add)
  switch (one?.kind) {
    case 'context':
      for (const { variable, value } of one.entries) {
        add(variable?.name)
        go(value)
      }
      return
    case 'relation':
      for (const column of one.columns) add(column.name)
      one.rows.forEach(go)
      return
    case 'list':
      one.items.forEach(go)
      return
    case 'table':
      for (const output of one.outputs) add(output.name)
      return
    case 'function':
      go(one.body)
      return
    case 'invocation':
      go(one.called)
      for (const { value } of one.bindings) go(value)
      return
    case 'conditional':
      for (const part of [one.cond, one.yes, one.no]) go(part.value)
      return
    case 'filter':
      for (const part of [one.in, one.match]) go(part.value)
      return
    case 'for':
      for (const part of [one.in, one.return]) go(part.value)
      return
    case 'some':
    case 'every':
      for (const part of [one.in, one.satisfies]) go(part.value)
  }
}

/** Figures that nobody has published for a day yet: the last one that was published stands in, and is named. */
import type { Declarations, ParameterDecl } from '@dpg/rules'
import type { StandIn } from './contract.ts'
import { figuresOf } from './figures.ts'
import { valueOn } from './reform.ts'

/** Of the figures that the rules read, through facts that are derived from others too. */
export function withStandIns(rules: Declarations, asOf: string): { readonly rules: Declarations; readonly standIns: StandIn[] } {
  const read = new Set(figuresOf(rules))
  const open = rules.parameters.filter((one) => read.has(one.id) && valueOn(one, asOf) === undefined)
  if (open.length === 0) return { rules, standIns: [] }
  const filled = new Map(open.map((one) => [one.id, lastOf(one, asOf)]))
  return {
    rules: {
      ...rules,
      parameters: rules.parameters.map((one) => {
        const last = filled.get(one.id)
        return last
          ? { ...one, values: [...one.values.filter(({ from }) => from < asOf), { from: asOf, value: last.value }] }
          : one
      }),
    },
    standIns: open.map(({ id }) => ({ parameter: id, from: filled.get(id)?.from ?? null })),
  }
}

function lastOf({ values }: ParameterDecl, asOf: string) {
  return values
    .toSorted((a, b) => (a.from < b.from ? 1 : -1))
    .flatMap(({ from, value, missing }) => (from <= asOf && !missing && value !== undefined ? [{ from, value }] : []))[0]
}

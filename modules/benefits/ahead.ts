/** The coming year: on which days something opens or closes by itself, because somebody grows older or a term ends. */
import type { Json, Span } from '@dpg/rules'
import type { Rules } from './engine.ts'

export const daysAhead = (
  { engine }: Pick<Rules, 'engine'>,
  facts: Readonly<Record<string, Json>>,
  span: Span,
): readonly string[] =>
  engine
    .ahead({ facts }, span)
    .filter(({ changes }) => changes.some(({ before, after }) => before === 'eligible' || after === 'eligible'))
    .map(({ day }) => day)

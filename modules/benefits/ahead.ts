/** The coming year: on which days something opens or closes by itself, because somebody grows older or a term ends. */
import type { Engine, Json, Span } from '@dpg/rules'

export const daysAhead = (engine: Engine, facts: Readonly<Record<string, Json>>, span: Span): readonly string[] =>
  engine
    .ahead({ facts }, span)
    .filter(({ changes }) => changes.some(({ before, after }) => before === 'eligible' || after === 'eligible'))
    .map(({ day }) => day)

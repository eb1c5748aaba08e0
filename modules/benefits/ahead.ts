/** The coming year: on which days something opens or closes by itself, because somebody grows older or a term ends. */
import type { Json, Span } from '@dpg/rules'
import type { Rules } from './engine.ts'

/** Of these services alone; of all when none are named. */
export const daysAhead = (
  { engine }: Pick<Rules, 'engine'>,
  facts: Readonly<Record<string, Json>>,
  span: Span,
  services?: readonly string[],
): readonly string[] =>
  engine
    .ahead({ facts, ...(services ? { services } : {}) }, span)
    .filter(({ changes }) => changes.some(({ before, after }) => before === 'eligible' || after === 'eligible'))
    .map(({ day }) => day)

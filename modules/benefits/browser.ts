/**
 * The door for browsers: the answers of this module, worked out on a visitor's own device from the same rules by the same code.
 * Pure: no `node:`, no database, no network. Whoever uses it builds a `Telling` from what was published.
 */
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }

export type { Telling, TellingAmount, TellingCriterion, TellingFact } from './engine.ts'
export { relationInWords, remedyInWords } from './changes-in-words.ts'
export { coming } from './coming.ts'
export { explain, type ExplainDeps } from './explain.ts'
export { createLines, type Line, type Lines, reasonsOf } from './reasons.ts'
export { screen, type ScreenDeps } from './screen.ts'

/** Words that answers are told in; a caller that has them elsewhere need not load these. */
export const messages = { ko, en }

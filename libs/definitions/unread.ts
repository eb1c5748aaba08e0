/** The one thing known about an entry without conditions: that nobody has read them. Its answer is "unknown", never "yes". */
import ko from './messages/ko.json' with { type: 'json' }
import en from './messages/en.json' with { type: 'json' }
import { type ParameterDefinition, parameterSchema } from './schemas/parameter.ts'

/** A parameter that never has a value: a criterion over it is unknown and names it as what is missing. */
export const UNREAD = 'unreadConditions'

export const unreadParameter: ParameterDefinition = parameterSchema.parse({
  id: UNREAD,
  title: { ko: ko['describe.unread.title'], en: en['describe.unread.title'] },
  values: [{ from: '1948-01-01', missing: { ko: ko['describe.unread.missing'], en: en['describe.unread.missing'] } }],
})

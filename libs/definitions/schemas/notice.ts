/** Notice template: what the person reads. Markdown with `{name}` and particle marks `{name|이/가}`. */
import { z } from 'zod'
import { language, maybe, slug } from './words.ts'

export const noticeTemplateSchema = z.strictObject({
  id: slug,
  language,
  subject: z.string().trim().min(1),
  body: z.string().trim().min(1),
  /** Names in braces, in order of appearance, without their particle marks. */
  placeholders: z.array(z.string()),
  /** The few words that may go out on an open channel (SMS, e-mail): no personal content. */
  short: maybe(z.string()),
})
export type NoticeTemplate = z.output<typeof noticeTemplateSchema>

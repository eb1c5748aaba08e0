/** Registered exception: the only ground on which sharing may be refused; everything else is open (open by default). */
import { z } from 'zod'
import { SENSITIVITIES } from './fact.ts'
import { code, law, listOf, maybe, slug, text } from './words.ts'

export const exceptionSchema = z.strictObject({
  id: slug,
  title: text,
  /** When it applies, in plain words. */
  says: text,
  law,
  /** What may be refused by it: facts this sensitive, datasets. */
  closes: z.strictObject({ facts: listOf(z.enum(SENSITIVITIES)), datasets: z.boolean().default(false) }),
  /**
   * Agency code of the body that must agree before what it closes is shared, whatever the holder says or does not say; null: the
   * holder decides, and its silence is a yes.
   */
  confirm: maybe(code),
  /** Agency code of the body that a refusal is appealed to. */
  review: code,
})
export type ExceptionDefinition = z.output<typeof exceptionSchema>

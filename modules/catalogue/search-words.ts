/** Everyday words for what services are called: `texts/synonyms.yaml` of the pack, `애기: [영유아, 아동]`. */
import { parse, YAMLParseError } from 'yaml'
import { z } from 'zod'

export const SEARCH_WORDS_FILE = 'texts/synonyms.yaml'

const word = z.union([z.string().trim().min(1).max(60), z.number().transform(String)])
const schema = z.record(z.string().min(1).max(60), z.array(word).min(1).max(20))

/** Each towards what else to look for. */
export type SearchWords = Readonly<Record<string, readonly string[]>>

/** Empty without a file; what is wrong with it is told in words. */
export function readSearchWords(files: readonly { path: string; text: string }[]): { words: SearchWords; wrong: string | null } {
  const file = files.find(({ path }) => path.replace(/^\.?\//, '') === SEARCH_WORDS_FILE)
  if (!file) return { words: {}, wrong: null }
  try {
    const parsed = schema.safeParse(parse(file.text) ?? {})
    if (parsed.success) return { words: parsed.data, wrong: null }
    const [issue] = parsed.error.issues
    return { words: {}, wrong: `${SEARCH_WORDS_FILE}: ${issue!.path.join('.')}: ${issue!.message}` }
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error
    return { words: {}, wrong: `${SEARCH_WORDS_FILE}:${error.linePos?.[0].line ?? 1}: ${error.message}` }
  }
}

/**
 * Words of the pack for finding services: `texts/synonyms.yaml` (everyday words for what services are called, `애기: [영유아]`) and
 * `texts/life-events.yaml` (entries of the catalogue for each life event, by field or by words of their names).
 */
import { parse, YAMLParseError } from 'yaml'
import { z } from 'zod'

const SYNONYMS = 'texts/synonyms.yaml'
const LIFE_EVENTS = 'texts/life-events.yaml'

const word = z.union([z.string().trim().min(1).max(60), z.number().transform(String)])
const synonyms = z.record(z.string().min(1).max(60), z.array(word).min(1).max(20))
const lifeEvents = z.record(
  z.string().min(1).max(60),
  z.strictObject({ fields: z.array(word).default([]), words: z.array(word).max(100).default([]) }),
)

export interface SearchWords {
  /** Each towards what else to look for. */
  readonly synonyms: z.infer<typeof synonyms>
  readonly lifeEvents: z.infer<typeof lifeEvents>
}

export const NO_WORDS: SearchWords = { synonyms: {}, lifeEvents: {} }

type Files = readonly { readonly path: string; readonly text: string }[]

/** Empty without files; what is wrong with them is told in words. */
export function readSearchWords(files: Files): { words: SearchWords; wrong: readonly string[] } {
  const [first, second] = [read(files, SYNONYMS, synonyms), read(files, LIFE_EVENTS, lifeEvents)]
  return {
    words: { synonyms: first.value ?? {}, lifeEvents: second.value ?? {} },
    wrong: [first.wrong, second.wrong].filter((one) => one !== undefined),
  }
}

function read<S extends z.ZodType>(files: Files, path: string, schema: S): { value?: z.infer<S>; wrong?: string } {
  const file = files.find((one) => one.path.replace(/^\.?\//, '') === path)
  if (!file) return {}
  try {
    const parsed = schema.safeParse(parse(file.text) ?? {})
    if (parsed.success) return { value: parsed.data }
    const [issue] = parsed.error.issues
    return { wrong: `${path}: ${issue!.path.join('.')}: ${issue!.message}` }
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error
    return { wrong: `${path}:${error.linePos?.[0].line ?? 1}: ${error.message}` }
  }
}

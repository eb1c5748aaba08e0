/** Every label in every declared language. */
import { type Finding, finding } from '../findings.ts'
import type { PackCheck, ServiceCheck } from '../lint/lint.ts'
import { LANGUAGES } from '../schemas/words.ts'
import type { Path } from '../source.ts'
import type { Kind, Sources } from '../sources.ts'

/** 쉬운 글 is Korean written plainly; other languages have their description. */
const KOREAN_ONLY = new Set(['easyText'])

export const gateLanguages: ServiceCheck = ({ id, languages }, { sources }) => untranslated('service', id, languages, sources)

/** The vocabulary that all services share, in the languages of the pack. */
export const gateVocabulary: PackCheck = ({ pack, sources }) => {
  const { languages } = pack.header
  const all = (kind: Kind, ids: Iterable<string>) => [...ids].flatMap((id) => untranslated(kind, id, languages, sources))
  return [
    ...all('fact', pack.facts.keys()),
    ...all('parameter', pack.parameters.keys()),
    ...all('register', pack.registers.keys()),
    ...all('conditionCode', pack.conditionCodes.keys()),
    ...all('workflow', pack.workflows.keys()),
  ]
}

function untranslated(kind: Kind, id: string, languages: readonly string[], sources: Sources): Finding[] {
  const findings: Finding[] = []
  const walk = (value: unknown, path: Path): void => {
    if (value === null || typeof value !== 'object' || KOREAN_ONLY.has(String(path.at(-1)))) return
    if (isText(value)) {
      const lacking = languages.filter((language) => !Object.hasOwn(value, language))
      if (lacking.length > 0)
        findings.push(
          finding('gate.language', sources.place(kind, id, path), {
            field: path.map(String).join('.'),
            languages: lacking.join(', '),
          }),
        )
      return
    }
    for (const [key, inner] of Object.entries(value)) walk(inner, [...path, Array.isArray(value) ? Number(key) : key])
  }
  walk(sources.written(kind, id), [])
  return findings
}

const isText = (value: object): boolean =>
  'ko' in value &&
  typeof value.ko === 'string' &&
  Object.keys(value).every((key) => (LANGUAGES as readonly string[]).includes(key))

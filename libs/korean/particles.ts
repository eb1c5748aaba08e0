import { finalSound } from './final-sound.ts'

/** After a consonant, after a vowel, and when the sound cannot be told. */
const PARTICLES: readonly (readonly [consonant: string, vowel: string, unknown: string])[] = [
  ['이', '가', '이(가)'],
  ['은', '는', '은(는)'],
  ['을', '를', '을(를)'],
  ['과', '와', '와(과)'],
  ['으로', '로', '(으)로'],
  ['으로서', '로서', '(으)로서'],
  ['으로써', '로써', '(으)로써'],
  ['으로부터', '로부터', '(으)로부터'],
  ['이나', '나', '(이)나'],
  ['이란', '란', '(이)란'],
  ['이라', '라', '(이)라'],
  ['이라고', '라고', '(이)라고'],
  ['이라는', '라는', '(이)라는'],
  ['이며', '며', '(이)며'],
  ['이고', '고', '(이)고'],
  ['이랑', '랑', '(이)랑'],
  ['이에요', '예요', '이에요(예요)'],
  ['이었습니다', '였습니다', '이었(였)습니다'],
  ['아', '야', '아(야)'],
]

const BY_MARK: ReadonlyMap<string, (typeof PARTICLES)[number]> = new Map(
  PARTICLES.flatMap((forms) => [[`${forms[0]}/${forms[1]}`, forms] as const, [`${forms[1]}/${forms[0]}`, forms] as const]),
)

/**
 * The form of a particle that fits after the text: `particle('서울', '으로/로')` is `로` (ㄹ counts as a vowel there).
 * Either order of the two forms is understood. Both forms at once, as in `을(를)`, when the end of the text cannot be read.
 * Throws RangeError for a pair it does not know.
 */
export function particle(text: string, mark: string): string {
  const forms = BY_MARK.get(mark)
  if (!forms) throw new RangeError(`not a particle mark: ${mark}`)
  const sound = finalSound(text)
  if (sound === undefined) return forms[2]
  const takesVowelForm = sound === 'vowel' || (sound === 'rieul' && forms[0].startsWith('으로'))
  return takesVowelForm ? forms[1] : forms[0]
}

/**
 * Fills a text: `{name}` by its value, `{name|이/가}` by the value with the particle that fits, `{을/를}` by the particle that
 * fits what stands before it. Values are filled in as they are; escape them for where they go. Throws RangeError naming every
 * name without a value, and for a mark it does not know.
 */
export function fillParticles(template: string, values: Readonly<Record<string, string | number>>): string {
  const missing = placeholders(template).filter((name) => !Object.hasOwn(values, name))
  if (missing.length > 0) throw new RangeError(`no value for: ${missing.join(', ')}`)
  let text = ''
  let at = 0
  for (const match of template.matchAll(MARK)) {
    text += template.slice(at, match.index)
    at = match.index + match[0].length
    const { name, mark } = parseMark(match[1]!)
    if (name !== undefined) text += String(values[name])
    if (mark !== undefined) text += particle(text, mark)
  }
  return text + template.slice(at)
}

/** The names a text needs values for, each once, in order. */
export const placeholders = (template: string): string[] => [
  ...new Set([...template.matchAll(MARK)].flatMap((match) => parseMark(match[1]!).name ?? [])),
]

const MARK = /\{([^{}]+)\}/g

function parseMark(inside: string): { name?: string; mark?: string } {
  const bar = inside.indexOf('|')
  if (bar >= 0) return { name: inside.slice(0, bar).trim(), mark: inside.slice(bar + 1).trim() }
  return inside.includes('/') ? { mark: inside.trim() } : { name: inside.trim() }
}

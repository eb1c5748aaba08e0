import { isSyllable } from './hangul.ts'
import { stem } from './stem.ts'

/** NFC and lower case, full-width Latin and digits as half-width. */
export const normalize = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[！-～]/gu, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .toLowerCase()

/** Only letters and digits, normalised: spacing and punctuation cannot tell two compact texts apart. */
export const compact = (text: string): string => normalize(text).replace(/[^\p{L}\p{N}]+/gu, '')

/** Runs of Hangul, of other letters, of digits, in order: `65세TV` gives 65, 세, tv. */
export const runs = (text: string): string[] => runsOf(normalize(text))
const runsOf = (normal: string): string[] => normal.match(/[가-힣]+|[ㄱ-ㅎ]+|\p{N}+|[^가-힣ㄱ-ㅎ\P{L}]+/gu) ?? []
const BRIDGE = /[가-힣][ \t\u00a0·ㆍ]+(?=[가-힣])/gu

/**
 * The tokens of a document text, repeated as often as they occur: Hangul words, without sure particles, as pairs of syllables,
 * with the pair that bridges two neighbouring words (so that 청년월세 and 청년 월세 meet); words of one syllable as they are, all
 * else whole. `^청` marks the first syllable of a word.
 */
export function tokens(text: string): string[] {
  const normal = normalize(text)
  const found: string[] = []
  for (const run of runsOf(normal)) {
    if (isHangul(run)) found.push(`^${run[0]}`, ...pairs(documentForm(run)))
    else found.push(run)
  }
  for (const { 0: gap, index } of normal.matchAll(BRIDGE)) found.push(gap[0]! + normal[index + gap.length]!)
  return found
}

/** The distinct tokens to look up for a query, most telling first: content words before filler, without synonyms. */
export const queryTokens = (query: string): string[] => [...new Set(queryWords(query).flatMap((word) => word.tokens))]

/** Words people mean alike, each towards what else to look for: `{ 임대료: ['월세'] }`. Spacing does not matter. */
export type Synonyms = Readonly<Record<string, readonly string[]>>

/** One word of a query, or a synonym that the query as a whole brought in. */
export interface QueryWord {
  readonly text: string
  /** What must be found for the word to be found. */
  readonly tokens: readonly string[]
  /** Other ways to say it; any one of them finds the word too. */
  readonly alternatives: readonly (readonly string[])[]
  /** 1 for what the query is about, less for 지원, 신청 and the like. */
  readonly weight: number
}

const FILLER =
  /^(?:어떻게|어디서?|언제|무엇|뭐|누가|수|좀|내|제|저|나|우리|것|거|때|등|및|또는|그|이|관련|관한|대한|위한|위해|필요한|있는|있나요?|없는|없나요?|싶어요?|싶은데|알려줘요?|알려주세요|찾아줘요?|받는|받을|얼마나?|얼마예요|언제부터|언제까지|받고|받기|받으려면|받나요|주는|해주는|되는|하는|하고|해요|가능한)$/u
const WEAK = /^(?:지원|신청|방법|혜택|제도|서비스|사업|정보|안내|대상|조건|자격|사람|국가|정부|지원금|보조금)$/u
const WEAK_WEIGHT = 0.3

/** A query as words. Filler is dropped unless the query is nothing else. */
export function queryWords(query: string, synonyms: Synonyms = {}): QueryWord[] {
  const all = runs(query)
  const meant = all.filter((run) => !FILLER.test(run))
  const whole = compact(query)
  const words = (meant.length > 0 ? meant : all).map((run) => queryWord(run, synonyms, whole))
  return words.sort((a, b) => b.weight - a.weight)
}

function queryWord(run: string, synonyms: Synonyms, whole: string): QueryWord {
  if (!isHangul(run)) return { text: run, tokens: [run], alternatives: alternatives([run], synonyms, whole), weight: 1 }
  const { stem: text, sure } = stem(run)
  const weight = WEAK.test(text) ? WEAK_WEIGHT : 1
  const others = alternatives(sure ? [text] : [text, run], synonyms, whole)
  if (text.length === 1) return { text, tokens: [`^${text}`], alternatives: others, weight }
  return { text, tokens: pairs(text), alternatives: sure ? others : [pairs(run), ...others], weight }
}

/** A synonym applies to the word, or to several words that together are its key. */
function alternatives(forms: readonly string[], synonyms: Synonyms, whole: string): string[][] {
  return Object.entries(synonyms)
    .filter(
      ([key]) =>
        forms.includes(compact(key)) ||
        (compact(key).length > 2 && whole.includes(compact(key)) && forms.some((form) => compact(key).includes(form))),
    )
    .flatMap(([, values]) => values.map((value) => runs(value).flatMap((run) => (isHangul(run) ? pairs(run) : [run]))))
}

const isHangul = (run: string): boolean => isSyllable(run[0]!)

function documentForm(run: string): string {
  const cut = stem(run)
  return cut.sure ? cut.stem : run
}

function pairs(run: string): string[] {
  if (run.length <= 2) return [run]
  const found: string[] = []
  for (let i = 0; i < run.length - 1; i += 1) found.push(run.slice(i, i + 2))
  return found
}

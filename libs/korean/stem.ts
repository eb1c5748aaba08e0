import { finalConsonant } from './hangul.ts'

export interface Stem {
  readonly stem: string
  /** False when the cut part may as well belong to the word (전문가, 경기도). */
  readonly sure: boolean
}

type Fits = 'any' | 'consonant' | 'vowel' | 'not-consonant'

/** Longest first. */
const SURE: readonly (readonly [ending: string, after: Fits])[] = [
  ['에게서', 'any'],
  ['으로서', 'consonant'],
  ['으로써', 'consonant'],
  ['으로', 'consonant'],
  ['에서', 'any'],
  ['에게', 'any'],
  ['한테', 'any'],
  ['께서', 'any'],
  ['까지', 'any'],
  ['부터', 'any'],
  ['처럼', 'any'],
  ['이랑', 'consonant'],
  ['하고', 'any'],
  ['을', 'consonant'],
  ['를', 'vowel'],
  ['은', 'consonant'],
  ['는', 'vowel'],
]

const UNSURE: readonly (readonly [ending: string, after: Fits])[] = [
  ['이나', 'consonant'],
  ['이', 'consonant'],
  ['가', 'vowel'],
  ['과', 'consonant'],
  ['와', 'vowel'],
  ['로', 'not-consonant'],
  ['랑', 'vowel'],
  ['도', 'any'],
  ['만', 'any'],
  ['의', 'any'],
  ['에', 'any'],
]

/** Forms of 하다 and 되다 after a noun: 신청하려면, 이사했는데, 폐업되면. */
const VERB =
  /^(.{2,}?)(?:하|되|했|됐|할|될|한|된|해|돼)(?:는|기|고|면|려면|려고|는데|나요|세요|여|야|서|요|습니다|어요|던|지|을|때|도|주는)*$/u

/** Nouns that end like a noun with a particle. */
const WHOLE =
  /(?:어린이|늙은이|젊은이|휴가|허가|국가|농가|어가|임가|평가|물가|증가|자가|여가|전문가|예술가|제도|정도|속도|온도|지도|보도|진로|도로|경로|회의|동의|합의|주의|효과|성과|결과|경과|학과|내과|치과|안과|외과|과정|놀이|맞이|높이|길이|나이|아이|먹거리|경기도|강원도|충청도|전라도|경상도|제주도|장애도|불만|비만|의료|마을)$/u

/** A Hangul word without its particle or verb ending; at least two syllables stay. The word itself when nothing can be cut. */
export function stem(word: string): Stem {
  const whole = { stem: word, sure: true }
  if (word.length < 3 || WHOLE.test(word)) return whole
  for (const [ending, after] of SURE)
    if (endsWith(word, ending, after)) return { stem: word.slice(0, -ending.length), sure: true }
  const verb = VERB.exec(word)?.[1]
  if (verb) return { stem: verb, sure: false }
  for (const [ending, after] of UNSURE)
    if (endsWith(word, ending, after)) return { stem: word.slice(0, -ending.length), sure: false }
  return whole
}

function endsWith(word: string, ending: string, after: Fits): boolean {
  if (!word.endsWith(ending) || word.length - ending.length < 2) return false
  const final = finalConsonant(word.at(-ending.length - 1)!)
  if (after === 'any') return true
  if (after === 'vowel') return final === ''
  if (after === 'consonant') return final !== ''
  return final === '' || final === 'ㄹ'
}

import { finalConsonant } from './hangul.ts'

/** How a word ends when read aloud: in a vowel, in ㄹ, in another consonant. */
export type FinalSound = 'vowel' | 'rieul' | 'consonant'

const DIGITS: readonly FinalSound[] = [
  'consonant', // 영
  'rieul', // 일
  'vowel', // 이
  'consonant', // 삼
  'vowel', // 사
  'vowel', // 오
  'consonant', // 육
  'rieul', // 칠
  'rieul', // 팔
  'vowel', // 구
]

const SIGNS: Readonly<Record<string, FinalSound>> = {
  '%': 'vowel', // 퍼센트
  '℃': 'vowel', // 섭씨 도
  '㎡': 'vowel', // 제곱미터
  '㎏': 'consonant', // 킬로그램
  '㎞': 'vowel', // 킬로미터
  '₩': 'consonant', // 원
  '+': 'vowel', // 플러스
}

const UNITS: Readonly<Record<string, FinalSound>> = {
  kg: 'consonant',
  g: 'consonant',
  mg: 'consonant',
  km: 'vowel',
  m: 'vowel',
  cm: 'vowel',
  mm: 'vowel',
}

/**
 * How the text ends when read aloud in Korean: Hangul by its final consonant, numbers as read (10 십, 1조 조), Latin capitals by
 * the names of the letters, Latin words by their usual transcription (a guess). A trailing part in brackets is not read, closing
 * quotes are passed over (한글 맞춤법: the particle follows the word before the brackets). Undefined when it cannot be told.
 */
export function finalSound(text: string): FinalSound | undefined {
  const read = spoken(text)
  const char = read.at(-1)
  if (char === undefined) return undefined
  const final = finalConsonant(char)
  if (final !== undefined) return final === '' ? 'vowel' : final === 'ㄹ' ? 'rieul' : 'consonant'
  if (/\d/.test(char)) return ofNumber(/[\d,.]*$/.exec(read)![0])
  const word = /[A-Za-z]+$/.exec(read)?.[0]
  if (word) return /\d\s*$/.test(read.slice(0, -word.length)) && UNITS[word] ? UNITS[word] : ofLatin(word)
  return SIGNS[char]
}

function spoken(text: string): string {
  let read = text.normalize('NFC')
  for (;;) {
    const next = read.replace(/\s*(\([^()]*\)|\[[^[\]]*\]|（[^（）]*）)$/u, '').replace(/[\s"'”’»」』〉》.,!?…·]+$/u, '')
    if (next === read || next === '') return next === '' ? read.replace(/[^\p{L}\p{N}%℃㎡㎏㎞₩+]+$/u, '') : next
    read = next
  }
}

function ofNumber(text: string): FinalSound {
  const digits = text.replaceAll(',', '')
  if (digits.includes('.')) return DIGITS[Number(digits.at(-1))]!
  const zeros = /0*$/.exec(digits)![0].length
  if (zeros === 0 || zeros === digits.length) return DIGITS[Number(digits.at(-1))]!
  return zeros >= 12 && zeros < 16 ? 'vowel' : 'consonant' // 조; 십 백 천 만 억 경
}

/** Letter names: 엘 and 알 end in ㄹ, 엠 and 엔 in another consonant, the rest in vowels. */
function ofLatin(word: string): FinalSound {
  if (word.length === 1 || word === word.toUpperCase()) return byLetter(word.at(-1)!.toLowerCase())
  const end = word.toLowerCase()
  if (/(l|[^aeiou]le|[aeiou]le)$/.test(end)) return 'rieul'
  if (/(m|n|ng|[aeiou]me|[aeiou]ne)$/.test(end)) return 'consonant'
  if (/(^|[^aeiou])[aeiou]{1,2}(ck|pp|tt|[bkpt])$/.test(end)) return 'consonant'
  return 'vowel'
}

const byLetter = (letter: string): FinalSound => ('lr'.includes(letter) ? 'rieul' : 'mn'.includes(letter) ? 'consonant' : 'vowel')

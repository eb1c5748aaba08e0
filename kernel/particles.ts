/** Korean particles follow the last sound of the word before them: `{name|이/가}`, `{place|으로/로}`. */

/** Sounds of Latin letters and digits when read aloud in Korean; value = has a final consonant, 'ㄹ' = final ㄹ. */
const DIGIT_FINAL: Record<string, boolean | 'ㄹ'> = {
  0: true,
  1: 'ㄹ',
  2: false,
  3: true,
  4: false,
  5: false,
  6: true,
  7: 'ㄹ',
  8: 'ㄹ',
  9: false,
}
const LETTER_FINAL: Record<string, boolean | 'ㄹ'> = { l: 'ㄹ', r: 'ㄹ', m: true, n: true }

function lastSound(word: string): boolean | 'ㄹ' {
  const bare = word.replace(/[\s"'’”」』)\]>.,!?…]+$/u, '').replace(/\s*\([^)]*$/u, '')
  const last = bare.at(-1) ?? ''
  const code = last.charCodeAt(0) - 0xac00
  if (code >= 0 && code < 11172) return code % 28 === 8 ? 'ㄹ' : code % 28 > 0
  return DIGIT_FINAL[last] ?? LETTER_FINAL[last.toLowerCase()] ?? false
}

/** Picks one of `이/가`, `은/는`, `을/를`, `과/와`, `으로/로` (final ㄹ takes 로), `이라/라`. */
export function particle(word: string, pair: string): string {
  const [closed = '', open = ''] = pair.split('/')
  const sound = lastSound(word)
  if (sound === 'ㄹ') return closed.startsWith('으로') ? open : closed
  return sound ? closed : open
}

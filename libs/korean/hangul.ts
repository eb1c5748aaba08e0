const FIRST = 0xac00
const LAST = 0xd7a3
const INITIALS = [...'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ']
const VOWELS = 'ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ'.split(' ')
const FINALS = ' ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅂㅅ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ'.split(
  ' ',
)

/** Is it one precomposed Hangul syllable (가..힣)? */
export function isSyllable(char: string): boolean {
  const code = char.charCodeAt(0)
  return char.length === 1 && code >= FIRST && code <= LAST
}

/** The final consonant as typed (`ㄹㄱ` for 닭), '' without one, undefined when it is no Hangul syllable. */
export function finalConsonant(char: string): string | undefined {
  return isSyllable(char) ? FINALS[(char.charCodeAt(0) - FIRST) % 28] : undefined
}

/** 초성: every syllable by its initial consonant, all else as it is. `청년월세` gives `ㅊㄴㅇㅅ`. */
export function initials(text: string): string {
  return [...text.normalize('NFC')]
    .map((char) => (isSyllable(char) ? INITIALS[Math.floor((char.charCodeAt(0) - FIRST) / 588)]! : char))
    .join('')
}

/** The keys typed: syllables as jamo, compound vowels and finals as their two keys. `과세` gives `ㄱㅗㅏㅅㅔ`. */
export function jamo(text: string): string {
  let keys = ''
  for (const char of text.normalize('NFC')) keys += isSyllable(char) ? keysOf(char) : char
  return keys
}

function keysOf(syllable: string): string {
  const code = syllable.charCodeAt(0) - FIRST
  return INITIALS[Math.floor(code / 588)]! + VOWELS[Math.floor(code / 28) % 21]! + FINALS[code % 28]!
}

/**
 * How many keys lie between two words: inserted, left out, changed or swapped with the next (optimal string alignment over jamo).
 * Stops counting above `limit` and then gives limit + 1.
 */
export function typingDistance(a: string, b: string, limit = Number.POSITIVE_INFINITY): number {
  return keyDistance(jamo(a), jamo(b), limit)
}

/** As `typingDistance`, of texts already taken apart by `jamo`. */
export function keyDistance(a: string, b: string, limit = Number.POSITIVE_INFINITY): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let [beforeLast, last]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    let best = i
    for (let j = 1; j <= b.length; j += 1) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + change)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, beforeLast[j - 2]! + 1)
      row.push(cost)
      if (cost < best) best = cost
    }
    if (best > limit) return limit + 1
    beforeLast = last
    last = row
  }
  return Math.min(last[b.length]!, limit + 1)
}

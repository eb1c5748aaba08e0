/** The width of a text in points. */
export type Measure = (text: string) => number

/**
 * Breaks a text into lines no wider than `width`: at line breaks in it, else between 어절 (at spaces), and only where one 어절 alone
 * is too wide between its characters. A character wider than the line stands alone. Always at least one line.
 */
export function breakLines(text: string, width: number, measure: Measure): string[] {
  return text.split('\n').flatMap((paragraph) => breakParagraph(paragraph, width, measure))
}

function breakParagraph(paragraph: string, width: number, measure: Measure): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of paragraph.split(/[ \t]+/).filter((part) => part !== '')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (measure(longer) <= width) {
      line = longer
      continue
    }
    if (line !== '') lines.push(line)
    const parts = measure(word) <= width ? [word] : breakWord(word, width, measure)
    lines.push(...parts.slice(0, -1))
    line = parts.at(-1)!
  }
  return [...lines, line]
}

/** A closing mark does not begin a line, an opening one does not end it. */
const NOT_FIRST = /^[)\]}〉》」』】.,!?:;%°’”…·]/u
const NOT_LAST = /[([{〈《「『【‘“]$/u

function breakWord(word: string, width: number, measure: Measure): string[] {
  const parts: string[] = []
  let part = ''
  for (const { segment } of new Intl.Segmenter('ko', { granularity: 'grapheme' }).segment(word)) {
    if (part === '' || measure(part + segment) <= width) {
      part += segment
      continue
    }
    const [kept, moved] = splitForMarks(part, segment)
    parts.push(kept)
    part = moved + segment
  }
  return [...parts, part]
}

function splitForMarks(part: string, next: string): [kept: string, moved: string] {
  const chars = [...part]
  const last = chars.at(-1)!
  if (chars.length > 2 && (NOT_FIRST.test(next) || NOT_LAST.test(part))) return [chars.slice(0, -1).join(''), last]
  return [part, '']
}

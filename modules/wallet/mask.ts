/** A name as a stranger may see it: enough to compare with the paper, not enough to learn it. 김하늘: 김*늘 */
export function maskName(name: string): string {
  const letters = [...new Intl.Segmenter('ko').segment(name.trim())].map(({ segment }) => segment)
  if (letters.length < 2) return '*'
  const lastShown = letters.length > 2 ? letters.length - 1 : -1
  return letters.map((letter, i) => (i === 0 || i === lastShown || /^\s+$/u.test(letter) ? letter : '*')).join('')
}

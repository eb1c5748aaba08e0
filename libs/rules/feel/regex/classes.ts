/** Sets of characters of XPath patterns: escapes, categories, blocks, classes with subtraction. */

/** Is the code point in the set? */
export type CharSet = (point: number) => boolean

const CATEGORY = /^(?:L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?)$/

/** Blocks that people write patterns with; the ends are included. */
const BLOCKS: Readonly<Record<string, readonly [number, number]>> = {
  BasicLatin: [0x0000, 0x007f],
  'Latin-1Supplement': [0x0080, 0x00ff],
  'LatinExtended-A': [0x0100, 0x017f],
  'LatinExtended-B': [0x0180, 0x024f],
  Greek: [0x0370, 0x03ff],
  GreekandCoptic: [0x0370, 0x03ff],
  Cyrillic: [0x0400, 0x04ff],
  Hebrew: [0x0590, 0x05ff],
  Arabic: [0x0600, 0x06ff],
  Devanagari: [0x0900, 0x097f],
  Thai: [0x0e00, 0x0e7f],
  HangulJamo: [0x1100, 0x11ff],
  GeneralPunctuation: [0x2000, 0x206f],
  CurrencySymbols: [0x20a0, 0x20cf],
  CJKSymbolsandPunctuation: [0x3000, 0x303f],
  Hiragana: [0x3040, 0x309f],
  Katakana: [0x30a0, 0x30ff],
  HangulCompatibilityJamo: [0x3130, 0x318f],
  CJKUnifiedIdeographs: [0x4e00, 0x9fff],
  HangulSyllables: [0xac00, 0xd7af],
  HalfwidthandFullwidthForms: [0xff00, 0xffef],
}

export const range =
  (low: number, high: number): CharSet =>
  (point) =>
    point >= low && point <= high

export const either =
  (sets: readonly CharSet[]): CharSet =>
  (point) =>
    sets.some((set) => set(point))

export const except =
  (set: CharSet): CharSet =>
  (point) =>
    !set(point)

export const minus =
  (set: CharSet, without: CharSet): CharSet =>
  (point) =>
    set(point) && !without(point)

/** `\p{…}`: a category or, after `Is`, a block; undefined when there is none of that name. */
export function property(name: string): CharSet | undefined {
  if (CATEGORY.test(name)) return matching(new RegExp(`^\\p{${name}}$`, 'u'))
  const block = name.startsWith('Is') && Object.hasOwn(BLOCKS, name.slice(2)) ? BLOCKS[name.slice(2)] : undefined
  return block && range(...block)
}

/** One character against one class: nothing that could run away. */
const matching =
  (pattern: RegExp): CharSet =>
  (point) =>
    pattern.test(String.fromCodePoint(point))

const SPACE = either([9, 10, 13, 32].map((point) => range(point, point)))
const DIGIT = matching(/^\p{Nd}$/u)
const WORD = matching(/^[^\p{P}\p{Z}\p{C}]$/u)
const NAME_START = matching(/^[\p{L}\p{Nl}_:]$/u)
const NAME = matching(/^[\p{L}\p{N}\p{M}_:.\u00b7-]$/u)

/** `\s`, `\d`, `\w`, `\i`, `\c` and their opposites. */
export const ESCAPES: Readonly<Record<string, CharSet>> = {
  s: SPACE,
  S: except(SPACE),
  d: DIGIT,
  D: except(DIGIT),
  w: WORD,
  W: except(WORD),
  i: NAME_START,
  I: except(NAME_START),
  c: NAME,
  C: except(NAME),
}

/** The set and, where case does not matter, what differs from it in case only. */
export const ignoringCase =
  (set: CharSet): CharSet =>
  (point) =>
    set(point) || variants(point).some(set)

export function variants(point: number): readonly number[] {
  const char = String.fromCodePoint(point)
  const all = [char.toLowerCase(), char.toUpperCase(), char.toUpperCase().toLowerCase()]
  return all.map((one) => one.codePointAt(0)!).filter((one, i) => one !== point && String.fromCodePoint(one) === all[i])
}

import fontkit from '@pdf-lib/fontkit'
import type { PDFDocument, PDFFont } from 'pdf-lib'
import type { IssuedDocument } from '../model.ts'
import { evenGlyphs } from './even-glyphs.ts'

/** The bytes of static TrueType fonts (not variable ones), read by the caller. */
export interface FontFiles {
  readonly regular: Uint8Array
  readonly bold: Uint8Array
}

export interface Fonts {
  readonly regular: PDFFont
  readonly bold: PDFFont
}

/** The document holds characters that the fonts lack; a name must not lose a letter in silence. */
export class MissingGlyphsError extends RangeError {
  override readonly name = 'MissingGlyphsError'
  readonly characters: readonly string[]
  constructor(characters: readonly string[]) {
    super(
      `the fonts have no glyph for ${characters.map((char) => `U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`).join(', ')}`,
    )
    this.characters = characters
  }
}

/** Embeds only the glyphs that are used, each with its Unicode (ToUnicode), so that text can be searched, copied and read aloud. */
export async function embedFonts(pdf: PDFDocument, files: FontFiles): Promise<Fonts> {
  pdf.registerFontkit(fontkit)
  const embed = (file: Uint8Array) => pdf.embedFont(evenGlyphs(file), { subset: true })
  return { regular: await embed(files.regular), bold: await embed(files.bold) }
}

/**
 * The document as these fonts can show it: NFC, without control characters, and a character that has no glyph by its plain
 * writing where it has one (㎡ m², ① (1), ℃ °C). Throws MissingGlyphsError when there is none for some.
 */
export function settable(document: IssuedDocument, { regular, bold }: Fonts): IssuedDocument {
  const known = new Set(regular.getCharacterSet()).intersection(new Set(bold.getCharacterSet()))
  const canShow = (text: string) => [...text].every((char) => known.has(char.codePointAt(0)!))
  const missing = new Set<string>()
  const show = (char: string): string => {
    if (char === '\n' || canShow(char)) return char
    const plain = plainWritings(char).find(canShow)
    if (plain === undefined) missing.add(char)
    return plain ?? ''
  }
  const set = mapTexts(document, (text) => [...cleaned(text)].map(show).join(''))
  if (missing.size > 0) throw new MissingGlyphsError([...missing])
  return set
}

function plainWritings(char: string): string[] {
  const plain = char.normalize('NFKC')
  if (plain === char) return []
  if (/[\u2460-\u2473\u3260-\u327e]/u.test(char)) return [`(${plain})`]
  return [plain.replace(/2$/, '²').replace(/3$/, '³'), plain]
}

const cleaned = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/[\u00a0\t]/g, ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, (char) => (char === '\n' ? char : ''))

/** The same value with every text in it changed. */
function mapTexts<T>(value: T, change: (text: string) => string): T
function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, mapTexts(field, change)]))
}

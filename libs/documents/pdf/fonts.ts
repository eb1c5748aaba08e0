import fontkit from '@pdf-lib/fontkit'
import type { PDFDocument, PDFFont } from 'pdf-lib'
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

/** Text as it can be set: NFC, without control characters. */
export const settable = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/[\u00a0\t]/g, ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, (char) => (char === '\n' ? char : ''))

/** Throws MissingGlyphsError when a character of the texts is in one of the fonts not to be had. */
export function checkGlyphs(texts: Iterable<string>, { regular, bold }: Fonts): void {
  const known = new Set(regular.getCharacterSet()).intersection(new Set(bold.getCharacterSet()))
  const missing = new Set<string>()
  for (const text of texts)
    for (const char of settable(text)) if (char !== '\n' && !known.has(char.codePointAt(0)!)) missing.add(char)
  if (missing.size > 0) throw new MissingGlyphsError([...missing])
}

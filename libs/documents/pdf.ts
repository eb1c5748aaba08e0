import { PDFDocument } from 'pdf-lib'
import type { IssuedDocument } from './model.ts'
import { drawDocument, drawFeet } from './pdf/blocks.ts'
import { embedFonts, type FontFiles, settable } from './pdf/fonts.ts'
import { writeMetadata } from './pdf/metadata.ts'
import { createSheet, stylesOf } from './pdf/sheet.ts'
import { createTagger } from './pdf/tags.ts'

export interface PdfOptions {
  /** When the document was issued, in milliseconds since 1970-01-01T00:00Z: the file's date. */
  readonly createdAt: number
}

/**
 * The document as PDF 1.7 on A4: fonts embedded, tagged for screen readers, with title and language; nothing in it runs or is
 * fetched. The same document, date and fonts give the same bytes. Throws MissingGlyphsError when a character cannot be shown.
 */
export async function renderPdf(document: IssuedDocument, fonts: FontFiles, { createdAt }: PdfOptions): Promise<Uint8Array> {
  const pdf = await PDFDocument.create({ updateMetadata: false })
  const embedded = await embedFonts(pdf, fonts)
  const shown = settable(document, embedded)
  const tagger = createTagger()
  const sheet = createSheet(pdf, tagger, stylesOf(embedded))
  drawDocument(sheet, shown)
  drawFeet(sheet, shown)
  tagger.write(pdf)
  writeMetadata(pdf, document, createdAt)
  return pdf.save({ useObjectStreams: false, addDefaultPage: false, updateFieldAppearances: false })
}

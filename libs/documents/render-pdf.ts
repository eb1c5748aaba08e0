/** The door to PDFs: apart from the rest, for its libraries take 0.4 s and 30 MB that only those who render should spend. */
export type { PdfOptions } from './pdf.ts'
export { renderPdf } from './pdf.ts'
export type { FontFiles } from './pdf/fonts.ts'
export { MissingGlyphsError } from './pdf/fonts.ts'

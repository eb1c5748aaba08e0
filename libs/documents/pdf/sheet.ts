import {
  beginText,
  endText,
  moveText,
  type PDFDocument,
  type PDFFont,
  type PDFName,
  type PDFPage,
  rgb,
  setFillingRgbColor,
  setFontAndSize,
  showText,
} from 'pdf-lib'
import { breakLines } from '../lines.ts'
import type { Fonts } from './fonts.ts'
import type { Part, Tagger } from './tags.ts'

/** A4 with its margins, in points. */
export const PAGE = { width: 595.28, height: 841.89, left: 62, right: 62, top: 64, bottom: 72 }
export const CONTENT_WIDTH = PAGE.width - PAGE.left - PAGE.right

export const INK = rgb(0.11, 0.12, 0.14)
export const FAINT = rgb(0.35, 0.37, 0.4)
export const RULE = rgb(0.7, 0.72, 0.75)
export const SHADE = rgb(0.95, 0.96, 0.97)

export interface Style {
  readonly font: PDFFont
  /** Width of a text at size 1. */
  readonly widthOf: (text: string) => number
  readonly size: number
  /** Distance from line to line. */
  readonly leading: number
}

export interface Styles {
  readonly title: Style
  readonly heading: Style
  readonly body: Style
  readonly strong: Style
  readonly cell: Style
  readonly label: Style
  readonly small: Style
}

export function stylesOf(fonts: Fonts): Styles {
  const regular = { font: fonts.regular, widthOf: remembered(fonts.regular) }
  const bold = { font: fonts.bold, widthOf: remembered(fonts.bold) }
  return {
    title: { ...bold, size: 20, leading: 28 },
    heading: { ...bold, size: 13, leading: 20 },
    body: { ...regular, size: 10.5, leading: 17 },
    strong: { ...bold, size: 13, leading: 22 },
    cell: { ...regular, size: 10, leading: 15 },
    label: { ...bold, size: 10, leading: 15 },
    small: { ...regular, size: 8.5, leading: 13 },
  }
}

/** A table says the same words again and again. */
function remembered(font: PDFFont): (text: string) => number {
  const widths = new Map<string, number>()
  return (text) => {
    const width = widths.get(text) ?? font.widthOfTextAtSize(text, 1)
    widths.set(text, width)
    return width
  }
}

/** Pages being filled from the top. `y` is where the next thing's upper edge goes. */
export interface Sheet {
  readonly pdf: PDFDocument
  readonly tagger: Tagger
  readonly styles: Styles
  page: PDFPage
  y: number
}

export function createSheet(pdf: PDFDocument, tagger: Tagger, styles: Styles): Sheet {
  return { pdf, tagger, styles, page: pdf.addPage([PAGE.width, PAGE.height]), y: PAGE.height - PAGE.top }
}

export const room = (sheet: Sheet): number => sheet.y - PAGE.bottom

export function newPage(sheet: Sheet): void {
  sheet.page = sheet.pdf.addPage([PAGE.width, PAGE.height])
  sheet.y = PAGE.height - PAGE.top
}

/** Goes to a new page unless that much height is left; a new page is never left unused. */
export function ensure(sheet: Sheet, height: number): void {
  if (room(sheet) < height && sheet.y < PAGE.height - PAGE.top) newPage(sheet)
}

export const measure = (style: Style, text: string): number => style.widthOf(text) * style.size

export const linesOf = (text: string, width: number, style: Style): string[] =>
  breakLines(text, width, (part) => measure(style, part))

export interface Place {
  readonly x: number
  /** The upper edge. */
  readonly y: number
  readonly width: number
  readonly align?: 'start' | 'middle' | 'end'
}

/** Draws lines downwards from a place on the present page, as content of the part. */
export function drawLines(
  sheet: Sheet,
  lines: readonly string[],
  style: Style,
  place: Place,
  part: Part | undefined,
  color = INK,
): void {
  sheet.tagger.mark(sheet.page, part, () => {
    for (const [i, line] of lines.entries()) {
      if (line === '') continue
      const spare = place.align === undefined || place.align === 'start' ? 0 : place.width - measure(style, line)
      const x = place.x + (place.align === 'middle' ? spare / 2 : spare)
      const y = place.y - i * style.leading - (style.leading + style.size * 0.72) / 2
      sheet.page.pushOperators(
        beginText(),
        setFillingRgbColor(color.red, color.green, color.blue),
        setFontAndSize(fontKey(sheet.page, style.font), style.size),
        moveText(x, y),
        showText(style.font.encodeText(line)),
        endText(),
      )
    }
  })
}

/** The page's name for a font, given once (`drawText` of pdf-lib gives a new one to every line). */
function fontKey(page: PDFPage, font: PDFFont): PDFName {
  const fonts = page.node.normalizedEntries().Font
  const known = fonts.entries().find(([, ref]) => ref === font.ref)
  return known ? known[0] : page.node.newFontDictionary(font.name, font.ref)
}

/** Sets a text in the flow, going on over as many pages as it takes. */
export function flow(
  sheet: Sheet,
  text: string,
  style: Style,
  part: Part,
  { indent = 0, align = 'start' as Place['align'] & {} } = {},
): void {
  const width = CONTENT_WIDTH - indent
  let lines = linesOf(text, width, style)
  while (lines.length > 0) {
    ensure(sheet, style.leading)
    const count = Math.max(1, Math.floor(room(sheet) / style.leading))
    const now = lines.slice(0, count)
    drawLines(sheet, now, style, { x: PAGE.left + indent, y: sheet.y, width, align }, part)
    sheet.y -= now.length * style.leading
    lines = lines.slice(count)
  }
}

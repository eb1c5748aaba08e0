import { CONTENT_WIDTH, drawLines, ensure, linesOf, newPage, PAGE, room, RULE, type Sheet, SHADE, type Style } from './sheet.ts'
import type { Part } from './tags.ts'

export interface TableColumn {
  readonly width: number
  readonly align?: 'start' | 'end'
  readonly style: Style
  readonly shaded?: boolean
}

/** A row with its cells already broken into lines. */
interface Row {
  readonly cells: readonly { readonly lines: readonly string[]; readonly part: Part }[]
  readonly isHead: boolean
}

const PADDING = { x: 7, y: 5 }

export interface TableCell {
  readonly text: string
  readonly part: Part
}

/**
 * Sets a table that may be longer than a page: rows stay whole where they fit on a page, a row taller than a page goes on over
 * the next, and the head is drawn again on every page (as decoration: it is read once).
 */
export function drawTable(
  sheet: Sheet,
  columns: readonly TableColumn[],
  head: readonly TableCell[] | undefined,
  rows: readonly (readonly TableCell[])[],
): void {
  const total = columns.reduce((sum, { width }) => sum + width, 0)
  const widths = columns.map(({ width }) => (width / total) * CONTENT_WIDTH)
  const measured = (cells: readonly TableCell[], isHead: boolean): Row => ({
    isHead,
    cells: columns.map((column, i) => ({
      lines: linesOf(cells[i]!.text, widths[i]! - 2 * PADDING.x, isHead ? sheet.styles.label : column.style),
      part: cells[i]!.part,
    })),
  })
  const headRow = head && measured(head, true)
  const body = rows.map((row) => measured(row, false))
  const first = body[0]
  ensure(sheet, Math.min((headRow ? heightOf(headRow, columns) : 0) + (first ? heightOf(first, columns) : 0), fullPage() / 2))
  if (headRow) drawRow(sheet, headRow, columns, widths)
  for (const row of body) placeRow(sheet, row, headRow, columns, widths)
}

const fullPage = (): number => PAGE.height - PAGE.top - PAGE.bottom

const leadingOf = (row: Row, columns: readonly TableColumn[]): number =>
  Math.max(...columns.map(({ style }) => style.leading), row.isHead ? 15 : 0)

const heightOf = (row: Row, columns: readonly TableColumn[]): number =>
  Math.max(...row.cells.map(({ lines }) => lines.length), 1) * leadingOf(row, columns) + 2 * PADDING.y

function placeRow(
  sheet: Sheet,
  row: Row,
  head: Row | undefined,
  columns: readonly TableColumn[],
  widths: readonly number[],
): void {
  let rest: Row | undefined = row
  while (rest) {
    const height = heightOf(rest, columns)
    const usable = fullPage() - (head ? heightOf(head, columns) : 0)
    if (height > room(sheet) && (height <= usable || room(sheet) < usable / 3)) {
      newPage(sheet)
      if (head) drawRow(sheet, asDecoration(head), columns, widths)
    }
    const lines: number = Math.max(1, Math.floor((room(sheet) - 2 * PADDING.y) / leadingOf(rest, columns)))
    drawRow(sheet, cut(rest, 0, lines), columns, widths)
    rest = rest.cells.some((cell) => cell.lines.length > lines) ? cut(rest, lines) : undefined
  }
}

const cut = (row: Row, from: number, to?: number): Row => ({
  ...row,
  cells: row.cells.map((cell) => ({ ...cell, lines: cell.lines.slice(from, to) })),
})

type Drawn = Omit<Row, 'cells'> & {
  readonly cells: readonly { readonly lines: readonly string[]; readonly part: Part | undefined }[]
}

const asDecoration = (row: Row): Drawn => ({ ...row, cells: row.cells.map((cell) => ({ ...cell, part: undefined })) })

function drawRow(sheet: Sheet, row: Drawn, columns: readonly TableColumn[], widths: readonly number[]): void {
  const leading = Math.max(...columns.map(({ style }) => style.leading))
  const height = Math.max(...row.cells.map(({ lines }) => lines.length), 1) * leading + 2 * PADDING.y
  let x = PAGE.left
  for (const [i, { lines, part }] of row.cells.entries()) {
    const { align, style, shaded } = columns[i]!
    const [left, width, fill] = [x, widths[i]!, row.isHead || shaded]
    sheet.tagger.mark(sheet.page, undefined, () =>
      sheet.page.drawRectangle({
        x: left,
        y: sheet.y - height,
        width,
        height,
        borderWidth: 0.6,
        borderColor: RULE,
        ...(fill ? { color: SHADE } : {}),
      }),
    )
    const place = { x: left + PADDING.x, y: sheet.y - PADDING.y, width: width - 2 * PADDING.x, ...(align ? { align } : {}) }
    if (lines.length > 0) drawLines(sheet, lines, row.isHead ? sheet.styles.label : style, place, part)
    x += width
  }
  sheet.y -= height
}

import type { Block, IssuedDocument, Verification } from '../model.ts'
import { CONTENT_WIDTH, drawLines, ensure, FAINT, flow, INK, linesOf, measure, PAGE, RULE, type Sheet } from './sheet.ts'
import { drawTable } from './table.ts'
import type { Part } from './tags.ts'

/** Sets the whole document from the first line to the verification. */
export function drawDocument(sheet: Sheet, document: IssuedDocument): void {
  const { styles, tagger } = sheet
  flow(sheet, document.title, styles.title, tagger.add(tagger.root, 'H1'), { align: 'middle' })
  if (document.subtitle) flow(sheet, document.subtitle, styles.body, tagger.add(tagger.root, 'P'), { align: 'middle' })
  sheet.y -= 14
  for (const { heading, blocks } of document.sections) {
    if (heading) {
      ensure(sheet, styles.heading.leading + 4 * styles.body.leading)
      flow(sheet, heading, styles.heading, tagger.add(tagger.root, 'H2'))
      sheet.y -= 4
    }
    for (const block of blocks) {
      drawBlock(sheet, block)
      sheet.y -= 10
    }
    sheet.y -= 6
  }
  if (document.issuer) drawIssuer(sheet, document.issuer)
  if (document.verification) drawVerification(sheet, document.verification)
}

function drawBlock(sheet: Sheet, block: Block): void {
  if (block.kind === 'paragraph') flow(sheet, block.text, sheet.styles.body, sheet.tagger.add(sheet.tagger.root, 'P'))
  else if (block.kind === 'list') drawList(sheet, block)
  else if (block.kind === 'facts') drawFacts(sheet, block)
  else drawColumns(sheet, block)
}

type Of<K extends Block['kind']> = Extract<Block, { readonly kind: K }>

function drawFacts(sheet: Sheet, { caption, rows }: Of<'facts'>): void {
  const { styles, tagger } = sheet
  const table = captioned(sheet, caption)
  const cells = rows.map(({ label, value }) => {
    const row = tagger.add(table, 'TR')
    return [
      { text: label, part: tagger.add(row, 'TH', { scope: 'Row' }) },
      { text: value, part: tagger.add(row, 'TD') },
    ]
  })
  const columns = [
    { width: 3, style: styles.label, shaded: true },
    { width: 7, style: styles.cell },
  ]
  drawTable(sheet, columns, undefined, cells)
}

function drawColumns(sheet: Sheet, { caption, columns, rows }: Of<'table'>): void {
  const { styles, tagger } = sheet
  const table = captioned(sheet, caption)
  const headRow = tagger.add(table, 'TR')
  const head = columns.map(({ title }) => ({ text: title, part: tagger.add(headRow, 'TH', { scope: 'Column' }) }))
  const body = rows.map((cells) => {
    const row = tagger.add(table, 'TR')
    return columns.map((_, i) => ({ text: cells[i] ?? '', part: tagger.add(row, 'TD') }))
  })
  const shapes = columns.map(({ width = 1, align }) => ({ width, style: styles.cell, ...(align ? { align } : {}) }))
  drawTable(sheet, shapes, head, body)
}

function captioned(sheet: Sheet, caption: string | undefined): Part {
  const table = sheet.tagger.add(sheet.tagger.root, 'Table')
  if (caption) {
    ensure(sheet, 4 * sheet.styles.label.leading)
    flow(sheet, caption, sheet.styles.label, sheet.tagger.add(table, 'Caption'))
    sheet.y -= 3
  }
  return table
}

function drawList(sheet: Sheet, { items, ordered }: Of<'list'>): void {
  const { styles, tagger } = sheet
  const list = tagger.add(tagger.root, 'L')
  for (const [i, item] of items.entries()) {
    const sign = ordered ? `${i + 1}.` : '•'
    const indent = ordered ? Math.max(18, measure(styles.body, sign) + 6) : 14
    ensure(sheet, styles.body.leading)
    drawLines(sheet, [sign], styles.body, { x: PAGE.left + 2, y: sheet.y, width: indent }, undefined)
    flow(sheet, item, styles.body, tagger.add(tagger.add(list, 'LI'), 'LBody'), { indent })
  }
}

function drawIssuer(sheet: Sheet, { date, name }: NonNullable<IssuedDocument['issuer']>): void {
  const { styles, tagger } = sheet
  sheet.y -= 10
  ensure(sheet, styles.body.leading + styles.strong.leading + 6)
  flow(sheet, date, styles.body, tagger.add(tagger.root, 'P'), { align: 'middle' })
  sheet.y -= 4
  flow(sheet, name, styles.strong, tagger.add(tagger.root, 'P'), { align: 'middle' })
  sheet.y -= 14
}

const QR_SIZE = 76

/** The box at the end by which the document is checked: QR code at the left, number and note beside it, kept on one page. */
function drawVerification(sheet: Sheet, { label, number, note, url, qr }: Verification): void {
  const { styles, tagger } = sheet
  const left = PAGE.left + (qr ? QR_SIZE + 14 : 0)
  const width = PAGE.left + CONTENT_WIDTH - left
  const lines = [
    linesOf(`${label} ${number}`, width, styles.label),
    linesOf([note, url].filter(Boolean).join('\n'), width, styles.small),
  ] as const
  const height = Math.max(qr ? QR_SIZE : 0, lines[0].length * styles.label.leading + lines[1].length * styles.small.leading) + 12
  ensure(sheet, height + 12)
  const top = sheet.y - 12
  const { page } = sheet
  tagger.mark(page, undefined, () =>
    page.drawLine({
      start: { x: PAGE.left, y: top },
      end: { x: PAGE.left + CONTENT_WIDTH, y: top },
      thickness: 0.6,
      color: RULE,
    }),
  )
  if (qr) drawQr(sheet, qr, top - 12)
  const part = tagger.add(tagger.root, 'P')
  drawLines(sheet, lines[0], styles.label, { x: left, y: top - 12, width }, part)
  drawLines(sheet, lines[1], styles.small, { x: left, y: top - 14 - lines[0].length * styles.label.leading, width }, part, FAINT)
  sheet.y = top - height
}

/** Dark modules as rows of rectangles; the paper around it is the quiet zone. */
function drawQr(sheet: Sheet, { modules, label }: NonNullable<Verification['qr']>, top: number): void {
  const unit = QR_SIZE / Math.max(1, modules.length)
  const figure = sheet.tagger.add(sheet.tagger.root, 'Figure', { alt: label })
  sheet.tagger.mark(sheet.page, figure, () => {
    for (const [row, cells] of modules.entries()) {
      for (let from = 0; from < cells.length; from += 1) {
        let to = from
        while (cells[to]) to += 1
        if (to > from) {
          const y = top - (row + 1) * unit
          sheet.page.drawRectangle({ x: PAGE.left + from * unit, y, width: (to - from) * unit, height: unit + 0.05, color: INK })
        }
        from = to
      }
    }
  })
}

/** The foot of every page: verification number at the left, page number at the right. Drawn last, when the pages are counted. */
export function drawFeet(sheet: Sheet, { pageLabel, verification }: IssuedDocument): void {
  const pages = sheet.pdf.getPages()
  for (const [i, page] of pages.entries()) {
    const foot: Sheet = { ...sheet, page }
    const place = { x: PAGE.left, y: PAGE.bottom - 22, width: CONTENT_WIDTH }
    const numbered = pageLabel.replaceAll('{page}', String(i + 1)).replaceAll('{pages}', String(pages.length))
    drawLines(foot, [numbered], sheet.styles.small, { ...place, align: 'end' }, undefined, FAINT)
    if (verification)
      drawLines(foot, [`${verification.label} ${verification.number}`], sheet.styles.small, place, undefined, FAINT)
  }
}

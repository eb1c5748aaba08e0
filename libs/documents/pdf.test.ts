import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import fontkit from '@pdf-lib/fontkit'
import { PDFArray, PDFDict, PDFName } from 'pdf-lib'
import type { Block, IssuedDocument } from './index.ts'
import { evenGlyphs } from './pdf/even-glyphs.ts'
import { readPdf } from './read-pdf.ts'
import { MissingGlyphsError, renderPdf } from './render-pdf.ts'
import { SAMPLE } from './sample.ts'

const file = (name: string) =>
  new Uint8Array(readFileSync(fileURLToPath(import.meta.resolve(`@expo-google-fonts/nanum-gothic/${name}`))))
const fonts = { regular: file('400Regular/NanumGothic_400Regular.ttf'), bold: file('700Bold/NanumGothic_700Bold.ttf') }
const createdAt = Date.parse('2026-03-06T09:00:00+09:00')
const render = (document: IssuedDocument) => renderPdf(document, fonts, { createdAt })
const withBlocks = (...blocks: Block[]): IssuedDocument => ({ ...SAMPLE, sections: [{ blocks }] })

test('every text of the document can be searched and copied from the PDF', async () => {
  const { pages } = await readPdf(await render(SAMPLE))
  const text = pages.flat().join(' ')
  assert.ok(!text.includes('\ufffd'))
  for (const part of [
    SAMPLE.title,
    '김하늘 (1961. 3. 2.)',
    '349,700',
    '부부 감액',
    '서초구청장',
    '2026-7KQ4-M2XD-91TB',
    '1 / 1쪽',
    '2.',
    '•',
  ]) {
    assert.ok(text.includes(part), part)
  }
})

test('the embedded letters have the outlines of the font, so that what is searched is what is seen', async () => {
  const { fonts: embedded } = await readPdf(await render(SAMPLE))
  assert.equal(embedded.length, 2)
  const originals = [fonts.regular, fonts.bold].map((bytes) => fontkit.create(evenGlyphs(bytes)))
  const shape = (font: ReturnType<typeof fontkit.create>, glyph: number) => font.getGlyph(glyph).path.toSVG()
  for (const { file: subset, unicode } of embedded) {
    const font = fontkit.create(subset)
    assert.ok(unicode.size > 30)
    const isSame = originals.map((original) =>
      [...unicode].every(
        ([glyph, char]) => shape(font, glyph) === shape(original, original.glyphForCodePoint(char.codePointAt(0)!).id),
      ),
    )
    assert.ok(isSame.includes(true), 'as in the regular or in the bold font')
  }
})

test('repacking changes no outline of the font', () => {
  const original = fontkit.create(fonts.regular)
  const repacked = fontkit.create(evenGlyphs(fonts.regular))
  for (const char of '가각뷁힣A0.,()') {
    const glyph = original.glyphForCodePoint(char.codePointAt(0)!).id
    assert.equal(repacked.getGlyph(glyph).path.toSVG(), original.getGlyph(glyph).path.toSVG(), char)
  }
  assert.throws(() => evenGlyphs(new Uint8Array(100)), RangeError)
})

test('the same document gives the same bytes, another date or text gives others', async () => {
  const first = await render(SAMPLE)
  assert.deepEqual(await render(structuredClone(SAMPLE)), first)
  assert.notDeepEqual(await renderPdf(SAMPLE, fonts, { createdAt: createdAt + 1000 }), first)
  assert.notDeepEqual(await render({ ...SAMPLE, title: '다른 제목' }), first)
})

test('the file says its title, language, author and date', async () => {
  const { pdf } = await readPdf(await render(SAMPLE))
  assert.equal(pdf.getTitle(), SAMPLE.title)
  assert.equal(pdf.getAuthor(), '서초구청')
  assert.equal(pdf.getCreationDate()?.getTime(), createdAt)
  assert.match(String(pdf.catalog.get(PDFName.of('Lang'))), /ko/)
  assert.ok(pdf.context.trailerInfo.ID)
})

test('a screen reader finds headings, lists and tables with their header cells', async () => {
  const { pdf } = await readPdf(await render(SAMPLE))
  const kinds: string[] = []
  const walk = (element: PDFDict) => {
    const kind = element.lookupMaybe(PDFName.of('S'), PDFName)
    if (kind) kinds.push(kind.decodeText())
    const children = element.lookup(PDFName.of('K'))
    if (children instanceof PDFDict) walk(children)
    if (children instanceof PDFArray) for (let i = 0; i < children.size(); i += 1) walk(children.lookup(i, PDFDict))
  }
  walk(pdf.catalog.lookup(PDFName.of('StructTreeRoot'), PDFDict))
  const count = (kind: string) => kinds.filter((one) => one === kind).length
  assert.deepEqual(['H1', 'H2', 'Table', 'TR', 'TH', 'TD', 'L', 'LI', 'Figure'].map(count), [1, 2, 2, 8, 7, 13, 2, 4, 1])
})

test('a long table goes on over pages, its head again on each, no row lost', async () => {
  const rows = Array.from({ length: 120 }, (_, i) => [`제${i + 1}항`, `${(i * 1000).toLocaleString('ko')}원`])
  const table: Block = { kind: 'table', columns: [{ title: '항목' }, { title: '금액', align: 'end' }], rows }
  const { pages } = await readPdf(await render(withBlocks(table)))
  assert.ok(pages.length >= 4)
  assert.deepEqual(
    pages.flat().filter((line) => /^제\d+항$/.test(line)),
    rows.map(([name]) => name),
  )
  const withRows = pages.filter((lines) => lines.some((line) => /^제\d+항$/.test(line)))
  assert.ok(withRows.every((lines) => lines.includes('항목')))
  for (const [i, lines] of pages.entries()) assert.ok(lines.includes(`${i + 1} / ${pages.length}쪽`))
})

test('a cell taller than a page goes on over the next', async () => {
  const long = Array.from({ length: 900 }, (_, i) => `낱말${i}`).join(' ')
  const { pages } = await readPdf(await render(withBlocks({ kind: 'facts', rows: [{ label: '사유', value: long }] })))
  assert.ok(pages.length >= 2)
  const words = pages.flatMap((lines) => lines.flatMap((line) => line.split(' ').filter((word) => word.startsWith('낱말'))))
  assert.deepEqual(words, long.split(' '))
})

test('a letter that the fonts lack is refused and named, not dropped', async () => {
  await assert.rejects(render({ ...SAMPLE, subtitle: '김\u{20000}' }), (error: unknown) => {
    assert.ok(error instanceof MissingGlyphsError)
    assert.deepEqual(error.characters, ['\u{20000}'])
    return true
  })
})

test('a character without a glyph is shown by its plain writing', async () => {
  const { pages } = await readPdf(await render(withBlocks({ kind: 'paragraph', text: '① 전용면적 85㎡, 28℃' })))
  assert.ok(pages.flat().includes('(1) 전용면적 85m², 28°C'), pages.flat().join('|'))
})

test('texts of any kind and length are set', async () => {
  const { pages } = await readPdf(
    await render(
      withBlocks({ kind: 'paragraph', text: '' }, { kind: 'paragraph', text: '가'.repeat(5000) }, { kind: 'list', items: [] }),
    ),
  )
  assert.equal(
    pages
      .flat()
      .filter((line) => /^가+$/.test(line))
      .join('').length,
    5000,
  )
})

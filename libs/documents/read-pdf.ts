import { inflateSync } from 'node:zlib'
import { PDFArray, PDFDict, PDFDocument, PDFName, PDFRawStream, PDFRef } from 'pdf-lib'

/** Reads a PDF as a stranger would, for the tests: its text by way of ToUnicode, and the font files in it. */
export interface ReadPdf {
  readonly pdf: PDFDocument
  /** The lines drawn on each page, in the order drawn. */
  readonly pages: readonly (readonly string[])[]
  /** Each embedded font file with the Unicode of its glyphs. */
  readonly fonts: readonly { readonly file: Uint8Array; readonly unicode: ReadonlyMap<number, string> }[]
}

export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const pdf = await PDFDocument.load(bytes, { updateMetadata: false })
  const fonts: ReadPdf['fonts'][number][] = []
  const pages = pdf.getPages().map((page) => {
    const resources = page.node.Resources()!.lookup(PDFName.of('Font'), PDFDict)
    const maps = new Map(
      resources.entries().map(([name, ref]) => {
        const font = resources.context.lookup(ref, PDFDict)
        const unicode = readToUnicode(text(font.lookup(PDFName.of('ToUnicode'))))
        const descriptor = font
          .lookup(PDFName.of('DescendantFonts'), PDFArray)
          .lookup(0, PDFDict)
          .lookup(PDFName.of('FontDescriptor'), PDFDict)
        fonts.push({ file: inflated(descriptor.lookup(PDFName.of('FontFile2'))), unicode })
        return [name.decodeText(), unicode] as const
      }),
    )
    return linesOf(contents(pdf, page.node.get(PDFName.of('Contents'))), maps)
  })
  return { pdf, pages, fonts }
}

function contents(pdf: PDFDocument, value: unknown): string {
  if (value instanceof PDFRef) return contents(pdf, pdf.context.lookup(value))
  if (value instanceof PDFArray)
    return value
      .asArray()
      .map((part) => contents(pdf, part))
      .join('\n')
  return value instanceof PDFRawStream ? text(value) : ''
}

function inflated(stream: unknown): Uint8Array {
  if (!(stream instanceof PDFRawStream)) throw new TypeError('not a stream')
  return new Uint8Array(inflateSync(stream.contents))
}

const text = (stream: unknown): string => Buffer.from(inflated(stream)).toString('latin1')

function readToUnicode(cmap: string): Map<number, string> {
  const map = new Map<number, string>()
  for (const [, section] of cmap.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, glyph, unicode] of section!.matchAll(/<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>/g)) {
      map.set(Number.parseInt(glyph!, 16), Buffer.from(unicode!, 'hex').swap16().toString('utf16le'))
    }
  }
  return map
}

function linesOf(content: string, fonts: ReadonlyMap<string, ReadonlyMap<number, string>>): string[] {
  const lines: string[] = []
  let unicode: ReadonlyMap<number, string> | undefined
  for (const [, font, hex] of content.matchAll(/\/(\S+) [\d.]+ Tf|<([0-9A-Fa-f]*)> Tj/g)) {
    if (font !== undefined) unicode = fonts.get(font)
    else lines.push((hex!.match(/.{4}/g) ?? []).map((code) => unicode?.get(Number.parseInt(code, 16)) ?? '\ufffd').join(''))
  }
  return lines
}

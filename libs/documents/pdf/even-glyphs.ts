interface Table {
  readonly tag: string
  readonly offset: number
  readonly length: number
}

const DIRECTORY = 12
const ENTRY = 16

/**
 * The same TrueType font with every outline filled up to a multiple of four bytes and some room at the end of the file.
 * fontkit 1.1.1 needs both: a subset under 128 KB gets short offsets, which count in pairs of bytes, so that outlines of odd
 * length (Nanum Gothic has them) shift all that follow into rubbish; and it reads past the end of a font whose last outline is
 * empty. Throws RangeError for what is not a TrueType font.
 */
export function evenGlyphs(font: Uint8Array): Uint8Array {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength)
  const tables = readDirectory(view)
  const find = (tag: string): Table => {
    const table = tables.find((one) => one.tag === tag)
    if (!table) throw new RangeError(`not a TrueType font with outlines: no table ${tag}`)
    return table
  }
  const offsets = glyphOffsets(view, find('loca'), view.getInt16(find('head').offset + 50) === 1)
  const { glyf, loca } = repack(font.subarray(find('glyf').offset), offsets)
  const head = font.slice(find('head').offset, find('head').offset + find('head').length)
  new DataView(head.buffer).setInt16(50, 1) // long offsets
  const replaced: Readonly<Record<string, Uint8Array>> = { glyf, loca, head }
  return write(
    view.getUint32(0),
    tables.map(({ tag, offset, length }) => ({ tag, bytes: replaced[tag] ?? font.subarray(offset, offset + length) })),
  )
}

function readDirectory(view: DataView): Table[] {
  if (view.byteLength < DIRECTORY || ![0x00010000, 0x74727565].includes(view.getUint32(0)))
    throw new RangeError('not a TrueType font')
  return Array.from({ length: view.getUint16(4) }, (_, i) => {
    const at = DIRECTORY + i * ENTRY
    const tag = String.fromCharCode(...Array.from({ length: 4 }, (_, j) => view.getUint8(at + j)))
    return { tag, offset: view.getUint32(at + 8), length: view.getUint32(at + 12) }
  })
}

const glyphOffsets = (view: DataView, { offset, length }: Table, isLong: boolean): number[] =>
  Array.from({ length: length / (isLong ? 4 : 2) }, (_, i) =>
    isLong ? view.getUint32(offset + i * 4) : view.getUint16(offset + i * 2) * 2,
  )

const even = (length: number): number => (length + 3) & ~3

function repack(outlines: Uint8Array, offsets: readonly number[]): { glyf: Uint8Array; loca: Uint8Array } {
  const lengths = offsets.slice(1).map((end, i) => end - offsets[i]!)
  const glyf = new Uint8Array(lengths.reduce((sum, length) => sum + even(length), 0))
  const loca = new DataView(new ArrayBuffer(offsets.length * 4))
  let at = 0
  for (const [i, length] of lengths.entries()) {
    glyf.set(outlines.subarray(offsets[i]!, offsets[i]! + length), at)
    at += even(length)
    loca.setUint32((i + 1) * 4, at)
  }
  return { glyf, loca: new Uint8Array(loca.buffer) }
}

const ROOM_AT_END = 16

/** Checksums are left 0: the font is only read by fontkit, which makes its own. */
function write(version: number, tables: readonly { readonly tag: string; readonly bytes: Uint8Array }[]): Uint8Array {
  const start = DIRECTORY + tables.length * ENTRY
  const size = tables.reduce((sum, { bytes }) => sum + even(bytes.length), start)
  const font = new Uint8Array(size + ROOM_AT_END)
  const view = new DataView(font.buffer)
  view.setUint32(0, version)
  view.setUint16(4, tables.length)
  let at = start
  for (const [i, { tag, bytes }] of tables.entries()) {
    const entry = DIRECTORY + i * ENTRY
    for (let j = 0; j < 4; j += 1) view.setUint8(entry + j, tag.charCodeAt(j))
    view.setUint32(entry + 8, at)
    view.setUint32(entry + 12, bytes.length)
    font.set(bytes, at)
    at += even(bytes.length)
  }
  return font
}

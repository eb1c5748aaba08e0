/**
 * Letters that tell nothing. Where a device has no Korean font, the browser fetches the pieces of ours that the words on the page need,
 * so whoever sees what is fetched could guess which words were shown. Here it stops doing so: the pieces that are there stay, and all
 * the others that the check may ever need come in the order of the style sheet, whatever is answered.
 */

export interface Letters {
  /**
   * Once the browser fetches no piece by itself any more; nothing that depends on answers is shown before. Never fails: where a part of
   * the page does not come, it is waited for so long and no longer, and whenever it comes after all it is as settled as ever.
   */
  readonly settled: Promise<void>
  /** Fetches the pieces for these letters; on a device that has its own font, none. */
  fetchFor(letters: string): Promise<void>
  /** As before: for when the answers go to the server after all. */
  release(): void
}

interface Piece {
  readonly address: string
  readonly family: string
  readonly look: FontFaceDescriptors & { readonly unicodeRange: string }
}

export function settleLetters(): Letters {
  let sheets: CSSStyleSheet[] = []
  let pieces: Piece[] = []
  const here = new Set<Piece>()
  let isReleased = false
  const bring = async (piece: Piece) => {
    const answer = await fetch(piece.address, { priority: 'low' })
    if (!answer.ok) return
    const face = new FontFace(piece.family, await answer.arrayBuffer(), piece.look)
    document.fonts.add(await face.load())
    here.add(piece)
  }
  const settle = async () => {
    await afterLoading()
    sheets = [...document.styleSheets].filter(isOfFonts)
    pieces = sheets.flatMap(piecesOf)
    await afterDrawing()
    await document.fonts.ready
    const known = new Set([...document.fonts].filter(({ status }) => status !== 'unloaded').map(rangeOf))
    // They come from what the browser has kept a moment ago.
    await Promise.allSettled(pieces.filter(({ look }) => known.has(rangeOf(look))).map(bring))
    if (!isReleased) for (const sheet of sheets) sheet.disabled = true
  }
  const release = () => {
    isReleased = true
    for (const sheet of sheets) sheet.disabled = false
  }
  const settling = settle().catch(release)
  return {
    settled: Promise.race([settling, new Promise<void>((resolve) => setTimeout(resolve, LONGEST_MS))]),
    release,
    async fetchFor(letters) {
      await settling
      if (isReleased || here.size === 0) return
      const codes = [...new Set(letters)].map((letter) => letter.codePointAt(0)!)
      for (const piece of pieces)
        if (!here.has(piece) && hasAny(piece.look.unicodeRange, codes)) await bring(piece).catch(() => undefined)
    },
  }
}

/** Whoever has answered does not stand before a page that does nothing. */
const LONGEST_MS = 8_000

/** A sheet that is not ours (an extension of the browser brings its own) may not let itself be read. */
function isOfFonts(sheet: CSSStyleSheet): boolean {
  try {
    const rules = [...sheet.cssRules]
    return rules.length > 0 && rules.every((rule) => rule instanceof CSSFontFaceRule)
  } catch {
    return false
  }
}

function piecesOf(sheet: CSSStyleSheet): Piece[] {
  return [...sheet.cssRules].flatMap((rule) => {
    const { style } = rule as CSSFontFaceRule
    const said = (name: string) => style.getPropertyValue(name)
    const path = /url\(["']?([^"')]+)/.exec(said('src'))?.[1]
    if (path === undefined) return []
    const look = { weight: said('font-weight'), style: said('font-style'), unicodeRange: said('unicode-range') }
    return [{ address: new URL(path, sheet.href ?? location.href).href, family: said('font-family').replace(/["']/g, ''), look }]
  })
}

/** Browsers write the same range in several ways. */
const rangeOf = ({ unicodeRange }: { readonly unicodeRange: string }): string =>
  unicodeRange
    .toUpperCase()
    .replace(/\s+/g, '')
    .replace(/(U\+|-)0+(?=[\dA-F])/g, '$1')

function hasAny(range: string, codes: readonly number[]): boolean {
  const spans = range.split(',').map((span) => {
    const [first, last = first] = span.trim().slice(2).split('-')
    return [Number.parseInt(first!, 16), Number.parseInt(last!, 16)] as const
  })
  return codes.some((code) => spans.some(([first, last]) => first <= code && code <= last))
}

const afterLoading = (): Promise<void> =>
  new Promise((resolve) => {
    if (document.readyState === 'complete') resolve()
    else addEventListener('load', () => resolve(), { once: true })
  })

/** The browser knows which pieces it needs when it has drawn; a page in the background is not drawn. */
const afterDrawing = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, 500)
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()))
  })

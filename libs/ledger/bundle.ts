/** Entry bundles of a log (C2SP tlog-tiles): what leaves are made of, 256 at a time, each with its length before it. */
import { concat } from './bytes.ts'
import { tilePath } from './tiles.ts'

/** `tile/entries/x001/234` or, partial, `tile/entries/x001/234.p/17`. */
export const bundlePath = (index: number, width: number): string =>
  tilePath({ level: 0, index, width }).replace('tile/0/', 'tile/entries/')

/** Throws RangeError for an entry above 65,535 bytes. */
export function formatBundle(entries: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return concat(
    ...entries.flatMap((entry) => {
      if (entry.length > 0xff_ff) throw new RangeError('an entry of a bundle has at most 65,535 bytes')
      return [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry]
    }),
  )
}

/** Throws RangeError when the bytes end within an entry. */
export function parseBundle(bytes: Uint8Array): Uint8Array[] {
  const entries: Uint8Array[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = (bytes[at]! << 8) | (bytes[at + 1] ?? 0)
    if (at + 2 + length > bytes.length) throw new RangeError('the bundle ends within an entry')
    entries.push(bytes.slice(at + 2, at + 2 + length))
    at += 2 + length
  }
  return entries
}

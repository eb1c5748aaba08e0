/** What stored numbers are asked before anything is worked out of them: who has none, and how large they are. */
import {
  bump,
  type Code,
  f64,
  type Func,
  get,
  laneF,
  lessU,
  loadV,
  repeat,
  set,
  shuffle,
  simd,
  store16,
  storeF,
  two,
  zero,
} from './assembler.ts'
import { func, halves } from './func.ts'

/** Sixteen comparisons of pairs of numbers as 16 bits. */
const sixteen = (pair: (offset: number) => Code): Code => {
  const quad = (offset: number): Code => shuffle(pair(offset), pair(offset + 16), EVEN_8)
  return simd(0x64, simd(0x65, halves(quad(0), quad(32)), halves(quad(64), quad(96))))
}
/** Every second 32-bit half. */
const EVEN_8 = Array.from({ length: 16 }, (_, i) => 8 * (i >> 2) + (i & 3))

// unknowns, nones (to, from, end): planes of NaN and of infinity.
const test = (name: string, pair: (value: Code) => Code): Func =>
  func(
    name,
    ['i32', 'i32', 'i32'],
    [],
    [
      repeat(
        [
          store16(
            get(0),
            sixteen((offset) => pair(loadV(get(1), offset))),
          ),
          bump(0, 2),
          bump(1, 128),
        ],
        lessU(get(1), get(2)),
      ),
    ],
  )
// largest (to, from, end): the largest size of a finite number, as one number at `to`.
const largest = func(
  'largest',
  ['i32', 'i32', 'i32'],
  ['v128', 'v128'],
  [
    set(3, zero),
    repeat(
      [
        set(4, simd(0xec, loadV(get(1)))),
        set(3, simd(0xf7, get(3), simd(0x4e, get(4), simd(0x49, get(4), simd(0x14, f64(Number.POSITIVE_INFINITY)))))),
        bump(1, 16),
      ],
      lessU(get(1), get(2)),
    ),
    storeF(get(0), two(0xa5, laneF(get(3), 0), laneF(get(3), 1))),
  ],
)
export const NUMBER_KERNELS: readonly Func[] = [
  test('unknowns', (value) => simd(0x48, value, value)),
  test('nones', (value) => simd(0x47, value, simd(0x14, f64(Number.POSITIVE_INFINITY)))),
  largest,
]

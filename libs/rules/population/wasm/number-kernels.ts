/** Arithmetic on columns of numbers, two people a turn; comparisons as planes. */
import {
  add,
  bump,
  type Code,
  f64,
  type Func,
  get,
  i32,
  laneF,
  lessU,
  load16,
  load8,
  loadF,
  loadV,
  repeat,
  set,
  shuffle,
  simd,
  store16,
  store32,
  storeF,
  storeV,
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

// compare (to, a, b, end of a): plane of a op b.
const comparison = (name: string, op: number): Func =>
  func(
    name,
    ['i32', 'i32', 'i32', 'i32'],
    [],
    [
      repeat(
        [
          store16(
            get(0),
            sixteen((offset) => simd(op, loadV(get(1), offset), loadV(get(2), offset))),
          ),
          bump(0, 2),
          bump(1, 128),
          bump(2, 128),
        ],
        lessU(get(1), get(3)),
      ),
    ],
  )
// near (to, a, b, end of a, by): plane of |a - b| <= by.
const near = func(
  'near',
  ['i32', 'i32', 'i32', 'i32', 'f64'],
  [],
  [
    repeat(
      [
        store16(
          get(0),
          sixteen((offset) =>
            simd(0x4b, simd(0xec, simd(0xf1, loadV(get(1), offset), loadV(get(2), offset))), simd(0x14, get(4))),
          ),
        ),
        bump(0, 2),
        bump(1, 128),
        bump(2, 128),
      ],
      lessU(get(1), get(3)),
    ),
  ],
)

// arithmetic (to, a, b, end of a)
const arithmetic = (name: string, op: number): Func =>
  func(
    name,
    ['i32', 'i32', 'i32', 'i32'],
    [],
    [
      repeat(
        [
          [0, 16, 32, 48].map((at) => storeV(get(0), simd(op, loadV(get(1), at), loadV(get(2), at)), at)),
          bump(0, 64),
          bump(1, 64),
          bump(2, 64),
        ],
        lessU(get(1), get(3)),
      ),
    ],
  )
// fill (to, end, value)
const fill = func(
  'fill',
  ['i32', 'i32', 'f64'],
  [],
  [repeat([storeV(get(0), simd(0x14, get(2))), bump(0, 16)], lessU(get(0), get(1)))],
)
// widen (to, from, end): whole numbers of 32 bits; what stands for unknown and none becomes 0.
const widen = func(
  'widen',
  ['i32', 'i32', 'i32'],
  ['v128'],
  [
    repeat(
      [
        set(3, [get(1), 0xfd, 0x5d, 0, 0]),
        set(3, simd(0x4e, get(3), simd(0x3a, get(3), simd(0x11, i32(-2))))),
        storeV(get(0), simd(0xff, get(3))),
        bump(0, 16),
        bump(1, 8),
      ],
      lessU(get(1), get(2)),
    ),
  ],
)
// clean (to, from, end): numbers; NaN (unknown) and infinity (none) become 0.
const clean = func(
  'clean',
  ['i32', 'i32', 'i32'],
  ['v128'],
  [
    repeat(
      [
        set(3, loadV(get(1))),
        storeV(get(0), simd(0x4e, get(3), simd(0x49, simd(0xec, get(3)), simd(0x14, f64(Number.POSITIVE_INFINITY))))),
        bump(0, 16),
        bump(1, 16),
      ],
      lessU(get(1), get(2)),
    ),
  ],
)
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
// gather8, gather16 (to, from, end, table): numbers looked up by code.
const gather = (name: string, width: 1 | 2): Func =>
  func(
    name,
    ['i32', 'i32', 'i32', 'i32'],
    [],
    [
      repeat(
        [
          [0, 1, 2, 3].map((i) =>
            storeF(get(0), loadF(add(get(3), two(0x74, width === 1 ? load8(get(1), i) : load16(get(1), 2 * i), i32(3)))), 8 * i),
          ),
          bump(0, 32),
          bump(1, 4 * width),
        ],
        lessU(get(1), get(2)),
      ),
    ],
  )
// choose (to, plane, a, b, end of a): a where the bit is set, else b.
const choose = func(
  'choose',
  ['i32', 'i32', 'i32', 'i32', 'i32'],
  ['i32'],
  [
    repeat(
      [
        set(5, load8(get(1))),
        [0, 1, 2, 3, 4, 5, 6, 7].map((i) =>
          storeF(get(0), [loadF(get(2), 8 * i), loadF(get(3), 8 * i), two(0x71, get(5), i32(1 << i)), 0x1b], 8 * i),
        ),
        bump(0, 64),
        bump(1, 1),
        bump(2, 64),
        bump(3, 64),
      ],
      lessU(get(2), get(4)),
    ),
  ],
)
// floor, ceiling, halfUp (to, from, end, unit): to a multiple of the unit; halves away from zero.
const rounding = (name: string, whole: (quotient: Code) => Code): Func =>
  func(
    name,
    ['i32', 'i32', 'i32', 'f64'],
    ['v128', 'v128', 'v128'],
    [
      set(4, simd(0x14, get(3))),
      repeat(
        [set(5, simd(0xf3, loadV(get(1)), get(4))), storeV(get(0), simd(0xf2, whole(get(5)), get(4))), bump(0, 16), bump(1, 16)],
        lessU(get(1), get(2)),
      ),
    ],
  )
const SIGN: Code = simd(0x14, f64(-0))
const away = (value: Code): Code =>
  simd(0x50, simd(0x75, simd(0xf0, simd(0xec, value), simd(0x14, f64(0.5)))), simd(0x4e, value, SIGN))
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
// total (to, plane, from, end of from): adds the numbers of the people whose bit is set to the number at `to`.
const total = func(
  'total',
  ['i32', 'i32', 'i32', 'i32'],
  ['i32', 'f64'],
  [
    set(5, loadF(get(0))),
    repeat(
      [
        set(4, load8(get(1))),
        [
          get(4),
          0x04,
          0x40,
          [0, 1, 2, 3, 4, 5, 6, 7].map((i) =>
            set(5, two(0xa0, get(5), [loadF(get(2), 8 * i), f64(0), two(0x71, get(4), i32(1 << i)), 0x1b])),
          ),
          0x0b,
        ],
        bump(1, 1),
        bump(2, 64),
      ],
      lessU(get(2), get(3)),
    ),
    storeF(get(0), get(5)),
  ],
)
// anyBit (to, from, end): writes 1 where any bit of the plane is set, else 0.
const anyBit = func(
  'anyBit',
  ['i32', 'i32', 'i32'],
  ['v128'],
  [
    set(3, zero),
    repeat([set(3, simd(0x50, get(3), loadV(get(1)))), bump(1, 16)], lessU(get(1), get(2))),
    store32(get(0), simd(0x53, get(3))),
  ],
)

export const NUMBER_KERNELS: readonly Func[] = [
  comparison('less', 0x49),
  comparison('atMost', 0x4b),
  comparison('equal', 0x47),
  near,
  arithmetic('plus', 0xf0),
  arithmetic('minus', 0xf1),
  arithmetic('times', 0xf2),
  arithmetic('over', 0xf3),
  arithmetic('lower', 0xf6),
  arithmetic('higher', 0xf7),
  fill,
  widen,
  clean,
  test('unknowns', (value) => simd(0x48, value, value)),
  test('nones', (value) => simd(0x47, value, simd(0x14, f64(Number.POSITIVE_INFINITY)))),
  gather('gather8', 1),
  gather('gather16', 2),
  choose,
  rounding('floor', (value) => simd(0x75, value)),
  rounding('ceiling', (value) => simd(0x74, value)),
  rounding('halfUp', away),
  largest,
  total,
  anyBit,
]

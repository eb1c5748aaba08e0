/** Codes to planes by comparison, sixteen people a turn. */
import { bump, type Code, type Func, get, lessU, loadV, repeat, set, simd, store16 } from './assembler.ts'

import { func, halves } from './func.ts'

// below8, below16 (to, from, end, k): plane of people whose code is less than k. `to` takes 16 people in 2 bytes.
const below8 = func(
  'below8',
  ['i32', 'i32', 'i32', 'i32'],
  ['v128'],
  [
    set(4, simd(0x0f, get(3))),
    repeat(
      [
        [0, 16, 32, 48].map((at, i) => store16(get(0), one16(simd(0x26, loadV(get(1), at), get(4))), 2 * i)),
        bump(0, 8),
        bump(1, 64),
      ],
      lessU(get(1), get(2)),
    ),
  ],
)
function one16(mask: Code): Code {
  return simd(0x64, mask)
}
const below16 = func(
  'below16',
  ['i32', 'i32', 'i32', 'i32'],
  ['v128'],
  [
    set(4, simd(0x10, get(3))),
    repeat(
      [
        [0, 32, 64, 96].map((at, i) => {
          const part = (offset: number): Code => simd(0x30, loadV(get(1), offset), get(4))
          return store16(get(0), simd(0x64, simd(0x65, part(at), part(at + 16))), 2 * i)
        }),
        bump(0, 8),
        bump(1, 128),
      ],
      lessU(get(1), get(2)),
    ),
  ],
)
// from8 (to, from, end, k): plane of people whose code is k or more.
const from8 = func(
  'from8',
  ['i32', 'i32', 'i32', 'i32'],
  ['v128'],
  [
    set(4, simd(0x0f, get(3))),
    repeat(
      [
        [0, 16, 32, 48].map((at, i) => store16(get(0), one16(simd(0x2c, loadV(get(1), at), get(4))), 2 * i)),
        bump(0, 8),
        bump(1, 64),
      ],
      lessU(get(1), get(2)),
    ),
  ],
)
// equal16 (to, from, end, value): plane of people whose 16-bit number is this.
const equal16 = func(
  'equal16',
  ['i32', 'i32', 'i32', 'i32'],
  ['v128'],
  [
    set(4, simd(0x10, get(3))),
    repeat(
      [
        store16(
          get(0),
          (() => {
            const part = (offset: number): Code => simd(0x2d, loadV(get(1), offset), get(4))
            return simd(0x64, simd(0x65, part(0), part(16)))
          })(),
        ),
        bump(0, 2),
        bump(1, 32),
      ],
      lessU(get(1), get(2)),
    ),
  ],
)
// equal32 (to, from, end, value): plane of people whose 32-bit number is this.
const equal32 = func(
  'equal32',
  ['i32', 'i32', 'i32', 'i32'],
  ['v128'],
  [
    set(4, simd(0x11, get(3))),
    repeat(
      [
        store16(
          get(0),
          (() => {
            const part = (offset: number): Code => simd(0x37, loadV(get(1), offset), get(4))
            return simd(0x64, simd(0x65, halves(part(0), part(16)), halves(part(32), part(48))))
          })(),
        ),
        bump(0, 2),
        bump(1, 64),
      ],
      lessU(get(1), get(2)),
    ),
  ],
)

export const CODE_KERNELS: readonly Func[] = [below8, from8, below16, equal16, equal32]

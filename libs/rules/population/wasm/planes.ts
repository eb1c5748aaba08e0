/** The machine over planes of bits: a list of instructions in memory, each over a whole tile, 64 bytes a turn. */
import {
  i32,
  add,
  bump,
  type Code,
  type Func,
  get,
  lane32,
  lessU,
  load32,
  loadV,
  repeat,
  set,
  simd,
  store32,
  storeV,
  u,
  zero,
} from './assembler.ts'

/** Words of an instruction: what to do, where to, and up to six operands (addresses of planes). */
export const WORDS = 8

/** Instructions by number; `COUNT` ones add the number of bits to a counter. */
export const OP = {
  END: 0,
  AND: 1,
  OR: 2,
  ANDNOT: 3,
  NOT: 4,
  AND3: 5,
  OR3: 6,
  OR4: 7,
  AND4: 8,
  COUNT1: 9,
  COUNT2: 10,
  COUNT3: 11,
  COUNT4: 12,
  COUNT_ANDNOT: 13,
  /** a without b, and c, d, e: an interval of codes with what else must hold. */
  COUNT_BETWEEN2: 14,
  COUNT_BETWEEN3: 15,
  COUNT_BETWEEN4: 16,
  /** (a without b, or c) and d, e, f: the same, possibly. */
  COUNT_MAYBE2: 17,
  COUNT_MAYBE3: 18,
  COUNT_MAYBE4: 19,
} as const

const AND = (a: Code, b: Code): Code => simd(0x4e, a, b)
const OR = (a: Code, b: Code): Code => simd(0x50, a, b)
const XOR = (a: Code, b: Code): Code => simd(0x51, a, b)
/** a and not b */
const LESS = (a: Code, b: Code): Code => simd(0x4f, a, b)

type Form = (operands: readonly Code[]) => Code
const all: Form = ([first, ...rest]) => rest.reduce(AND, first!)
const any: Form = ([first, ...rest]) => rest.reduce(OR, first!)
const between: Form = ([a, b, ...rest]) => rest.reduce(AND, LESS(a!, b!))
const maybe: Form = ([a, b, c, ...rest]) => rest.reduce(AND, OR(LESS(a!, b!), c!))

const STORES: readonly (readonly [number, number, Form])[] = [
  [OP.AND, 2, all],
  [OP.OR, 2, any],
  [OP.ANDNOT, 2, between],
  [OP.NOT, 1, ([a]) => simd(0x4d, a!)],
  [OP.AND3, 3, all],
  [OP.OR3, 3, any],
  [OP.OR4, 4, any],
  [OP.AND4, 4, all],
]
const COUNTS: readonly (readonly [number, number, Form])[] = [
  [OP.COUNT1, 1, all],
  [OP.COUNT2, 2, all],
  [OP.COUNT3, 3, all],
  [OP.COUNT4, 4, all],
  [OP.COUNT_ANDNOT, 2, between],
  [OP.COUNT_BETWEEN2, 3, between],
  [OP.COUNT_BETWEEN3, 4, between],
  [OP.COUNT_BETWEEN4, 5, between],
  [OP.COUNT_MAYBE2, 4, maybe],
  [OP.COUNT_MAYBE3, 5, maybe],
  [OP.COUNT_MAYBE4, 6, maybe],
]

// Locals of `exec`: parameters pc and bytes, then these.
const PC = 0
const BYTES = 1
const END = 2
const TO = 3
const FROM = 4
const AT = (operand: number) => FROM + operand
const SUM = 10
const ONES = 11
const TWOS = 12
const CARRY = 13
const OTHER = 14
const FIRST = 15
const SECOND = 16
const HALF = 17

const UNROLL = [0, 16, 32, 48]

const operands = (count: number): Code => Array.from({ length: count }, (_, i) => set(AT(i), load32(get(PC), 8 + 4 * i)))
const loaded = (count: number, offset: number): readonly Code[] =>
  Array.from({ length: count }, (_, i) => loadV(get(AT(i)), offset))
const onward = (count: number): Code => Array.from({ length: count }, (_, i) => bump(AT(i), 64))
const untilEnd = lessU(get(AT(0)), get(END))

const storing = (count: number, form: Form): Code => [
  operands(count),
  set(TO, load32(get(PC), 4)),
  set(END, add(get(AT(0)), get(BYTES))),
  repeat([UNROLL.map((offset) => storeV(get(TO), form(loaded(count, offset)), offset)), onward(count), bump(TO, 64)], untilEnd),
]

/** Adds three bits: `sum` takes the lowest bit, `carry` the other. `sum` may be one of the three. */
const addBits = (a: Code, b: Code, c: Code, sum: number, carry: number): Code => [
  set(HALF, XOR(a, b)),
  set(carry, OR(AND(a, b), AND(get(HALF), c))),
  set(sum, XOR(get(HALF), c)),
]

/** Numbers of bits of bytes as four words of 32 bits. */
const widened = (bits: Code): Code => simd(0x7f, simd(0x7d, simd(0x62, bits)))

/**
 * Counting is dear, so four vectors are first added up bit by bit (Harley and Seal): only every fourth carry is counted in the loop,
 * what is left over (ones, twos) once at the end.
 */
const counting = (count: number, form: Form): Code => {
  const vector = (offset: number): Code => form(loaded(count, offset))
  return [
    operands(count),
    set(END, add(get(AT(0)), get(BYTES))),
    set(SUM, zero),
    set(ONES, zero),
    set(TWOS, zero),
    repeat(
      [
        set(FIRST, vector(0)),
        set(SECOND, vector(16)),
        addBits(get(ONES), get(FIRST), get(SECOND), ONES, CARRY),
        set(FIRST, vector(32)),
        set(SECOND, vector(48)),
        addBits(get(ONES), get(FIRST), get(SECOND), ONES, OTHER),
        addBits(get(TWOS), get(CARRY), get(OTHER), TWOS, FIRST),
        set(SUM, simd(0xae, get(SUM), widened(get(FIRST)))),
        onward(count),
      ],
      untilEnd,
    ),
    set(SUM, simd(0xab, get(SUM), i32(2))),
    set(SUM, simd(0xae, get(SUM), simd(0xab, widened(get(TWOS)), i32(1)))),
    set(SUM, simd(0xae, get(SUM), widened(get(ONES)))),
    set(TO, load32(get(PC), 4)),
    store32(
      get(TO),
      [0, 1, 2, 3].reduce<Code>((sum, lane) => add(sum, lane32(get(SUM), lane)), load32(get(TO))),
    ),
  ]
}

/** `exec(pc, bytes)`: runs from pc to END over planes of so many bytes (a multiple of 64). */
export function execFunction(): Func {
  const bodies = [...STORES.map(([, n, form]) => storing(n, form)), ...COUNTS.map(([, n, form]) => counting(n, form))]
  const numbers = [...STORES, ...COUNTS].map(([op]) => op)
  if (numbers.some((op, i) => op !== i + 1)) throw new Error('instructions out of order')
  return {
    name: 'exec',
    params: ['i32', 'i32'],
    results: [],
    locals: [...new Array<'i32'>(8).fill('i32'), ...new Array<'v128'>(8).fill('v128')],
    body: [0x03, 0x40, dispatch(bodies), 0x0b],
  }
}

/**
 * Blocks inside each other: the table leaves as many as the instruction's number says, END returns. Each body ends with a jump to
 * the loop around all, one level further out for each block that still surrounds it.
 */
function dispatch(bodies: readonly Code[]): Code {
  const depth = bodies.length
  let code: Code = [load32(get(PC)), 0x0e, u(depth), Array.from({ length: depth }, (_, i) => u(i)), u(depth)]
  code = [0x02, 0x40, code, 0x0b, 0x0f]
  bodies.forEach((body, i) => {
    const outside = depth - 1 - i
    code = [0x02, 0x40, code, 0x0b, body, bump(PC, WORDS * 4), 0x0c, u(outside)]
  })
  return code
}

/**
 * Lanes and masks as one WebAssembly function: eight people a turn, two in a register, no number in memory but what was asked for.
 * Equal parts are worked out once. Addresses and constants are arguments, so that one function serves every shard and every
 * threshold, and stays compiled.
 */
import {
  add,
  bump,
  type Code,
  f64,
  get,
  i32,
  load16,
  load8,
  loadV,
  moduleOf,
  ones,
  repeat,
  set,
  simd,
  store8,
  storeV,
  two,
  vectorOf,
  zero,
} from './assembler.ts'
import type { Lane, Mask, Output, Place } from './lanes.ts'

/** Runs over the tile with this number, so many people of it (a multiple of 8). Is anybody in a watched plane? */
export type Run = (tile: number, people: number) => boolean

type Argument = { readonly type: 'i32'; readonly place: Place } | { readonly type: 'f64'; readonly value: number }

/** Something that is worked out for each pair of people; what it is made of comes before it. */
interface Part {
  /** Says what it is: equal texts, equal numbers. */
  readonly text: string
  /** Once a function, once a turn (eight people), once a pair; each leaves its vector in the local of the part. */
  readonly first?: () => Code
  readonly turn?: () => Code
  readonly pair?: (pair: number) => Code
}

const PAIRS = [0, 1, 2, 3]
const INFINITY: Code = simd(0x14, f64(Number.POSITIVE_INFINITY))
const SIGN: Code = simd(0x14, f64(-0))
const AND = (a: Code, b: Code): Code => simd(0x4e, a, b)
const OR = (a: Code, b: Code): Code => simd(0x50, a, b)
const ARITH = { '+': 0xf0, '-': 0xf1, '*': 0xf2, '/': 0xf3, min: 0xf6, max: 0xf7 } as const
const TESTS = { '=': 0x47, '!=': 0x48, '<': 0x49, '<=': 0x4b } as const
/** Numbers that are neither NaN nor infinite, 0 for the others. */
const finite = (value: Code): Code => AND(value, simd(0x49, simd(0xec, value), INFINITY))
const WHOLE = {
  floor: (value: Code): Code => simd(0x75, value),
  ceiling: (value: Code): Code => simd(0x74, value),
  halfUp: (value: Code): Code => OR(simd(0x75, simd(0xf0, simd(0xec, value), simd(0x14, f64(0.5)))), AND(value, SIGN)),
} as const

/** What the outputs take: a text that is the same for the same function, its arguments, and how to make it. `among`: see Lanes. */
export function planLanes(outputs: readonly Output[], among: number | undefined) {
  const parts: Part[] = []
  const args: Argument[] = []
  /** Bytes that an address goes on a turn. */
  const strides: number[] = []
  const known = new Map<string, number>()
  const seen = new Map<Lane | Mask, number>()
  const argsKnown = new Map<string, number>()

  const argument = (key: string, made: Argument, stride = 0): number => {
    const before = argsKnown.get(key)
    if (before !== undefined) return before
    strides.push(stride)
    const at = args.push(made) - 1
    argsKnown.set(key, at)
    return at
  }
  const address = (place: Place, stride: number): number =>
    argument(`${place.at} ${place.step} ${stride}`, { type: 'i32', place }, stride)
  const number = (value: number): number => argument(`${value}`, { type: 'f64', value })

  const part = (made: Part): number => {
    const before = known.get(made.text)
    if (before !== undefined) return before
    const at = parts.push(made) - 1
    known.set(made.text, at)
    return at
  }
  // Parameter 0 counts turns. Locals come after the parameters: code is made when all of these are known.
  const argOf = (at: number): Code => get(1 + at)
  const local = (at: number): number => 1 + args.length + at
  const vector = (at: number): Code => get(local(at))
  const visit = (one: Lane | Mask): number => {
    const before = seen.get(one)
    if (before !== undefined) return before
    const at = part(partOf(one))
    seen.set(one, at)
    return at
  }

  function partOf(one: Lane | Mask): Part {
    switch (one.k) {
      case 'scalar': {
        const at = number(one.value)
        return { text: `scalar ${at}`, first: () => simd(0x14, argOf(at)) }
      }
      case 'u16': {
        const at = address(one.from, 16)
        return { text: `u16 ${at} ${one.hasGaps}`, pair: (pair) => wider(argOf(at), 4 * pair, one.hasGaps) }
      }
      case 'u32': {
        const at = address(one.from, 32)
        return { text: `u32 ${at} ${one.hasGaps}`, pair: (pair) => wide(argOf(at), 8 * pair, one.hasGaps) }
      }
      case 'f64': {
        const at = address(one.from, 64)
        const load = (pair: number): Code => loadV(argOf(at), 16 * pair)
        return { text: `f64 ${at} ${one.hasGaps}`, pair: (pair) => (one.hasGaps ? finite(load(pair)) : load(pair)) }
      }
      case 'lookup': {
        const [at, table] = [address(one.from, 8 * one.width), address({ at: one.table, step: 0 }, 0)]
        const entry = (i: number): Code => {
          const code = one.width === 1 ? load8(argOf(at), i) : load16(argOf(at), 2 * i)
          return add(argOf(table), two(0x74, code, i32(3)))
        }
        return {
          text: `lookup ${at} ${table} ${one.width}`,
          pair: (pair) => [entry(2 * pair + 1), [entry(2 * pair), LOAD_LOW], LOAD_HIGH],
        }
      }
      case 'arith': {
        const [a, b] = [visit(one.a), visit(one.b)]
        return { text: `${one.op} ${a} ${b}`, pair: () => simd(ARITH[one.op], vector(a), vector(b)) }
      }
      case 'choose':
      case 'if': {
        const [mask, a, b] = [visit(one.mask), visit(one.a), visit(one.b)]
        return { text: `if ${mask} ${a} ${b}`, pair: () => simd(0x52, vector(a), vector(b), vector(mask)) }
      }
      case 'round': {
        const [x, unit] = [visit(one.x), visit({ k: 'scalar', value: one.unit })]
        const quotient = (): Code => simd(0xf3, vector(x), vector(unit))
        return { text: `${one.how} ${x} ${unit}`, pair: () => simd(0xf2, WHOLE[one.how](quotient()), vector(unit)) }
      }
      case 'finite': {
        const x = visit(one.x)
        return { text: `finite ${x}`, pair: () => finite(vector(x)) }
      }
      case 'all':
        return { text: 'all', first: () => ones }
      case 'none':
        return { text: 'none', first: () => zero }
      case 'plane': {
        const at = address({ at: one.at, step: 0 }, 1)
        // Each pair has two bits of the byte.
        const bits = part({ text: `byte ${at}`, turn: () => simd(0x12, [load8(argOf(at)), 0xad]) })
        const two64 = (pair: number): Code =>
          vectorOf([1 << (2 * pair), 0, 0, 0, 0, 0, 0, 0, 2 << (2 * pair), 0, 0, 0, 0, 0, 0, 0])
        return { text: `plane ${bits}`, pair: (pair) => simd(0xd6, AND(vector(bits), two64(pair)), two64(pair)) }
      }
      case 'test': {
        const [a, b] = [visit(one.a), visit(one.b)]
        return { text: `${one.op} ${a} ${b}`, pair: () => simd(TESTS[one.op], vector(a), vector(b)) }
      }
      case 'near': {
        const [a, b, by] = [visit(one.a), visit(one.b), visit({ k: 'scalar', value: one.by })]
        const apart = (): Code => simd(0xec, simd(0xf1, vector(a), vector(b)))
        return { text: `near ${a} ${b} ${by}`, pair: () => simd(0x4b, apart(), vector(by)) }
      }
      case 'and':
      case 'or': {
        const [a, b] = [visit(one.a), visit(one.b)]
        return { text: `${one.k} ${a} ${b}`, pair: () => (one.k === 'and' ? AND : OR)(vector(a), vector(b)) }
      }
    }
  }

  const wanted = outputs.map((output) => {
    const from = visit(output.k === 'plane' ? output.mask : output.lane)
    const isWatched = output.k === 'plane' && output.isWatched === true
    return { k: output.k, from, to: address({ at: output.to, step: 0 }, output.k === 'plane' ? 1 : 64), isWatched }
  })
  const gate = among === undefined ? undefined : address({ at: among, step: 0 }, 1)
  const types = args.map(({ type }) => type)
  const text = [
    `${gate}`,
    types.join(),
    strides.join(),
    ...parts.map((one) => one.text),
    ...wanted.map((one) => Object.values(one).join()),
  ].join(';')

  const bytes = (): Uint8Array<ArrayBuffer> => {
    const bits = (output: number): number => local(parts.length) + output
    const any = bits(wanted.length)
    const settled = (codeOf: (one: Part) => Code | undefined): Code =>
      parts.flatMap((one, at) => {
        const code = codeOf(one)
        return code === undefined ? [] : [set(local(at), code)]
      })
    const taken = (pair: number): Code =>
      wanted.map(({ k, from, to }, i) =>
        k === 'column'
          ? storeV(argOf(to), get(local(from)), 16 * pair)
          : set(bits(i), two(0x72, get(bits(i)), two(0x74, simd(0xc4, get(local(from))), i32(2 * pair)))),
      )
    const gated = (code: Code): Code => (gate === undefined ? code : [load8(argOf(gate)), 0x04, 0x40, code, 0x0b])
    const body: Code = [
      settled((one) => one.first?.()),
      repeat(
        [
          wanted.map((_, i) => set(bits(i), i32(0))),
          gated([settled((one) => one.turn?.()), PAIRS.map((pair) => [settled((one) => one.pair?.(pair)), taken(pair)])]),
          wanted.map(({ k, to }, i) => (k === 'plane' ? store8(argOf(to), get(bits(i))) : [])),
          wanted.map(({ isWatched }, i) => (isWatched ? set(any, two(0x72, get(any), get(bits(i)))) : [])),
          strides.map((stride, at) => (stride === 0 ? [] : bump(1 + at, stride))),
          bump(0, -1),
        ],
        get(0),
      ),
      get(any),
    ]
    const locals = [...parts.map(() => 'v128' as const), ...new Array<'i32'>(wanted.length + 1).fill('i32')]
    return moduleOf([{ name: 'run', params: ['i32', ...types], results: ['i32'], locals, body }])
  }
  return { text, args, bytes }
}

/** Two numbers of 64 bits from two addresses. */
const LOAD_LOW: Code = [0xfd, 0x5d, 0, 0]
const LOAD_HIGH: Code = [0xfd, 0x57, 0, 0, 1]

/** Two whole numbers of 32 bits; what stands for unknown and none becomes 0. */
function wide(at: Code, offset: number, hasGaps: boolean): Code {
  const pair: Code = [at, 0xfd, 0x5d, 0, offset]
  return simd(0xff, hasGaps ? AND(pair, simd(0x3a, pair, simd(0x11, i32(-2)))) : pair)
}

/** The same of 16 bits. */
function wider(at: Code, offset: number, hasGaps: boolean): Code {
  const pair = simd(0xa9, [at, 0xfd, 0x5c, 0, offset])
  return simd(0xff, hasGaps ? AND(pair, simd(0x3a, pair, simd(0x11, i32(0xfffe)))) : pair)
}

/** Functions by their text, for every thread's memories. */
const modules = new Map<string, WebAssembly.Module>()
const MOST_KEPT = 500

/**
 * Makes the function that works out all of these. With `among` only where that plane has anybody: eight people of whom none is in it
 * are passed over, nobody of theirs is in the planes, and columns keep what was there.
 */
export type Lanes = (outputs: readonly Output[], among?: number) => Run

/** Makes functions over a memory. */
export function lanesOver(memory: WebAssembly.Memory): Lanes {
  const instances = new Map<string, (...args: number[]) => number>()
  const moduleFor = (text: string, bytes: () => Uint8Array<ArrayBuffer>): WebAssembly.Module => {
    const made = modules.get(text) ?? new WebAssembly.Module(bytes())
    if (modules.size >= MOST_KEPT) modules.clear()
    modules.set(text, made)
    return made
  }
  const functionFor = (text: string, bytes: () => Uint8Array<ArrayBuffer>) => {
    const known = instances.get(text)
    if (known !== undefined) return known
    const { exports } = new WebAssembly.Instance(moduleFor(text, bytes), { env: { memory } })
    const made = exports['run'] as (...args: number[]) => number
    instances.set(text, made)
    return made
  }
  return (outputs, among) => {
    let ready: ReturnType<typeof prepare> | undefined
    const prepare = () => {
      const { text, args, bytes } = planLanes(outputs, among)
      const values = args.map((one) => (one.type === 'f64' ? one.value : one.place.at))
      const moving = args.flatMap((one, i) => (one.type === 'i32' && one.place.step > 0 ? [{ i, place: one.place }] : []))
      return { run: functionFor(text, bytes), values, moving }
    }
    return (tile, people) => {
      ready ??= prepare()
      const { run, values, moving } = ready
      for (const { i, place } of moving) values[i] = place.at + tile * place.step
      return run(people / 8, ...values) !== 0
    }
  }
}

/** Just enough of an assembler for WebAssembly: bytes of a module out of functions written as nested lists of bytes. */

export type Code = number | readonly Code[]
export type ValueType = 'i32' | 'f64' | 'v128'

const TYPES: Readonly<Record<ValueType, number>> = { i32: 0x7f, f64: 0x7c, v128: 0x7b }

export interface Func {
  readonly name: string
  readonly params: readonly ValueType[]
  readonly results: readonly ValueType[]
  /** Locals come after the parameters, in this order. */
  readonly locals: readonly ValueType[]
  readonly body: Code
}

/** Unsigned LEB128. */
export function u(value: number): number[] {
  const bytes: number[] = []
  let rest = value >>> 0
  do {
    const low = rest & 0x7f
    rest >>>= 7
    bytes.push(rest ? low | 0x80 : low)
  } while (rest)
  return bytes
}

/** Signed LEB128. */
function s(value: number): number[] {
  const bytes: number[] = []
  let rest = value | 0
  for (;;) {
    const low = rest & 0x7f
    rest >>= 7
    const isLast = (rest === 0 && !(low & 0x40)) || (rest === -1 && (low & 0x40) !== 0)
    bytes.push(isLast ? low : low | 0x80)
    if (isLast) return bytes
  }
}

/** An instruction of the SIMD prefix. */
const v = (op: number): number[] => [0xfd, ...u(op)]

const f64Bytes = (value: number): number[] => [...new Uint8Array(new Float64Array([value]).buffer)]

export const get = (local: number): Code => [0x20, u(local)]
export const set = (local: number, value: Code): Code => [value, 0x21, u(local)]
export const i32 = (value: number): Code => [0x41, s(value)]
export const f64 = (value: number): Code => [0x44, f64Bytes(value)]
export const add = (a: Code, b: Code): Code => [a, b, 0x6a]
export const bump = (local: number, by: number): Code => set(local, add(get(local), i32(by)))
export const load32 = (at: Code, offset = 0): Code => [at, 0x28, 2, u(offset)]
export const load8 = (at: Code, offset = 0): Code => [at, 0x2d, 0, u(offset)]
export const load16 = (at: Code, offset = 0): Code => [at, 0x2f, 1, u(offset)]
export const loadF = (at: Code, offset = 0): Code => [at, 0x2b, 3, u(offset)]
export const store32 = (at: Code, value: Code, offset = 0): Code => [at, value, 0x36, 2, u(offset)]
export const store16 = (at: Code, value: Code, offset = 0): Code => [at, value, 0x3b, 1, u(offset)]
export const store8 = (at: Code, value: Code, offset = 0): Code => [at, value, 0x3a, 0, u(offset)]
export const storeF = (at: Code, value: Code, offset = 0): Code => [at, value, 0x39, 3, u(offset)]
export const loadV = (at: Code, offset = 0): Code => [at, v(0x00), 0, u(offset)]
export const storeV = (at: Code, value: Code, offset = 0): Code => [at, value, v(0x0b), 0, u(offset)]
export const one = (op: number, a: Code): Code => [a, op]
export const two = (op: number, a: Code, b: Code): Code => [a, b, op]
export const simd = (op: number, ...args: Code[]): Code => [...args, v(op)]
export const lane32 = (a: Code, lane: number): Code => [a, v(0x1b), lane]
export const laneF = (a: Code, lane: number): Code => [a, v(0x21), lane]
export const vectorOf = (bytes: readonly number[]): Code => [v(0x0c), bytes]
export const zero: Code = vectorOf(new Array<number>(16).fill(0))
export const ones: Code = vectorOf(new Array<number>(16).fill(255))
export const shuffle = (a: Code, b: Code, lanes: readonly number[]): Code => [a, b, v(0x0d), lanes]
/** Repeats the body as long as the condition after it holds. */
export const repeat = (body: Code, condition: Code): Code => [0x03, 0x40, body, condition, 0x0d, 0, 0x0b]
export const lessU = (a: Code, b: Code): Code => two(0x49, a, b)

function flat(code: Code, into: number[] = []): number[] {
  if (typeof code === 'number') into.push(code)
  else for (const part of code) flat(part, into)
  return into
}

const vector = (items: readonly Code[]): Code => [u(items.length), ...items]
const name = (text: string): Code => vector([...new TextEncoder().encode(text)])
const sized = (code: Code): Code => {
  const bytes = flat(code)
  return [u(bytes.length), bytes]
}
const section = (id: number, items: readonly Code[]): Code => [id, sized(vector(items))]
const typed = (types: readonly ValueType[]): Code => vector(types.map((type) => TYPES[type]))

/** A module that imports its memory as `env.memory` and exports the functions. */
export function moduleOf(functions: readonly Func[]): Uint8Array<ArrayBuffer> {
  const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]
  const types = functions.map(({ params, results }): Code => [0x60, typed(params), typed(results)])
  const memory: Code = [name('env'), name('memory'), 2, 0, 1]
  const exports = functions.map((one, i): Code => [name(one.name), 0, u(i)])
  const bodies = functions.map(
    ({ locals, body }): Code => sized([vector(locals.map((type): Code => [1, TYPES[type]])), body, 0x0b]),
  )
  return new Uint8Array(
    flat([
      header,
      section(1, types),
      section(2, [memory]),
      section(
        3,
        functions.map((_, i): Code => u(i)),
      ),
      section(7, exports),
      section(10, bodies),
    ]),
  )
}

/** What kernels are written with. */
import { type Code, type Func, shuffle, type ValueType } from './assembler.ts'

export const func = (name: string, params: readonly ValueType[], locals: readonly ValueType[], body: Code): Func => ({
  name,
  params,
  results: [],
  locals,
  body,
})

/** Every second 16-bit half of two vectors of 32-bit lanes: masks become narrower. */
const EVEN = Array.from({ length: 16 }, (_, i) => 4 * (i >> 1) + (i & 1))
export const halves = (a: Code, b: Code): Code => shuffle(a, b, EVEN)

import type { Declarations, Engine } from './types.ts'

/** Being written: the signature stands. */
export function createEngine(_declarations: Declarations): Engine {
  throw new Error('libs/rules: the engine is being written')
}

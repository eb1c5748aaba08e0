import type { Finding } from './types.ts'

/** Being written: the signature stands. */
export function checkFeel(_source: string, _names: readonly string[]): readonly Finding[] {
  throw new Error('libs/rules: being written')
}

export function namesIn(_source: string): readonly string[] {
  throw new Error('libs/rules: being written')
}

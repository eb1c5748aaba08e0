/** What an expression is called: by its key where it is kept, by its text in reports. */
import type { Node } from '../../compiler/ir.ts'
import type { Program } from '../../screening/program.ts'
import { createKeys, type Keys } from './key.ts'
import type { ReadsOf } from './reads.ts'
import { createText } from './text.ts'

export interface Names extends Keys {
  readonly shown: (node: Node) => string
}

export const createNames = (program: Program, readsOf: ReadsOf, day: number): Names => ({
  ...createKeys(program, readsOf, day),
  shown: createText(),
})

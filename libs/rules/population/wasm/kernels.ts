/** Loops over columns and planes, all in one module of a few thousand bytes. */
import { moduleOf } from './assembler.ts'
import { CODE_KERNELS } from './code-kernels.ts'
import { NUMBER_KERNELS } from './number-kernels.ts'
import { execFunction } from './planes.ts'

export type Kernel = (...args: number[]) => void

export type KernelName = 'exec' | 'below8' | 'from8' | 'below16' | 'equal16' | 'equal32' | 'unknowns' | 'nones' | 'largest'

let compiled: WebAssembly.Module | undefined

/** The kernels over a memory. The module is made of a few thousand bytes, once a process. */
export function kernelsOver(memory: WebAssembly.Memory): Readonly<Record<KernelName, Kernel>> {
  compiled ??= new WebAssembly.Module(moduleOf([execFunction(), ...CODE_KERNELS, ...NUMBER_KERNELS]))
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } })
  return exports as Readonly<Record<KernelName, Kernel>>
}

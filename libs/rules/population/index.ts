/** A whole population: columns on disk, every service evaluated on bitmaps. See README.md. */
export { createWriter, makePopulation, type MakeOptions, type PopulationWriter } from './store/writer.ts'
export { compare } from './compare/compare.ts'
export { fileQueue, fillQueue, type ShardQueue } from './sweep/queue.ts'
export { prepareSweep, type ShardReport, startWorker, sweepResult, type SweepResult, sweepWith, workOn } from './sweep/sweep.ts'
export { type ColumnsIn, writeColumns } from './store/from-columns.ts'
export { type Found, list, type ListOptions, type Who } from './compare/list.ts'
export { NotHeldError } from './eval/on-demand.ts'
export type * from './types.ts'

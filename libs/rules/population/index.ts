/** A whole population: columns on disk, every service evaluated on bitmaps. See README.md. */
export type * from './types.ts'

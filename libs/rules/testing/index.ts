/** For tests of those who use the library: the engine against a plain reading of the same texts. */
export { disagreements, plainReader } from './plain-reading.ts'

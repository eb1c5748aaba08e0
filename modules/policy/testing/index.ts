/** For tests only. */
export { measureByClosures } from './closures.ts'

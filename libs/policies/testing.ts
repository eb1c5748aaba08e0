/** For the tests: the doors, and what a question says under each name. */
export * from './index.ts'
export { READS as READS_FOR_TEST } from './question.ts'

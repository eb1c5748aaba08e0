/** Passports of our own making, for tests: no real person's data. */
export { type Change, type Holder, type IssuedPassport, mrzOf, newState, type State, type Suite, SUITES } from './issue.ts'

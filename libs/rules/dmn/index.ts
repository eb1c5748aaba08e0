/** DMN 1.5: read and write its XML, evaluate its models, analyse its tables. See ../README.md. */
export { DmnError, type DmnFinding } from './errors.ts'
export type * from './model.ts'
export { readDmn } from './read.ts'
export { writeDmn } from './write.ts'

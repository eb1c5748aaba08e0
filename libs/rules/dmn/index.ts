/** DMN 1.5: read and write its XML, evaluate its models, analyse its tables. See ../README.md. */
export { type AnalysisOptions, analyseModel, analyseTable, type ModelFinding, type TableFinding } from './analyse.ts'
export type { Watch } from './code.ts'
export {
  type BranchCoverage,
  type Case,
  coverModel,
  type ExpressionCoverage,
  type ModelCoverage,
  type TableCoverage,
} from './coverage.ts'
export { DmnError, type DmnFinding } from './errors.ts'
export { createDmn, type Dmn, type Evaluation, type Input, type InputInfo, type RunOptions, type Target } from './evaluate.ts'
export type * from './model.ts'
export { readDmn } from './read.ts'
export { type Column, rowsOf, signOf, tableFromRows, type TableRows } from './rows.ts'
export { writeDmn } from './write.ts'

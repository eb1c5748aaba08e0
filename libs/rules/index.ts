/** FEEL (DMN 1.5) over facts, three-valued: screening with reasons, amounts, explanations. See README.md. */
export type { Expr } from './feel/ast.ts'
export { createTypeChecker, type TypeChecker } from './compiler/type-checker.ts'
export { checkFeel, namesIn } from './feel/check.ts'
export { childrenOf, type Empty, emptyIn, tryParseFeel } from './feel/empty.ts'
export { createEngine } from './engine.ts'
export {
  AsOfError,
  FactTypeError,
  FeelError,
  LimitError,
  type PlacedRuleError,
  type RuleError,
  RuleErrors,
  UnknownFactError,
  UnknownServiceError,
} from './errors.ts'
export { parseFeel } from './feel/parser.ts'
export type * from './types.ts'

/** A DMN 1.5 model as plain objects: what the XML says, nothing more. `at` is the place in the document it came from. */
import type { Place, XmlAttribute, XmlElement } from './xml-tree.ts'

export interface Element {
  readonly id?: string
  readonly label?: string
  readonly description?: string
  /** What other tools keep in the document, as it stood: elements, and attributes of their namespaces. */
  readonly extensions?: readonly XmlElement[]
  readonly attributes?: readonly XmlAttribute[]
  readonly at?: Place
}

export interface Named extends Element {
  readonly name: string
}

export interface Definitions extends Named {
  readonly namespace: string
  readonly expressionLanguage?: string
  readonly typeLanguage?: string
  readonly exporter?: string
  readonly exporterVersion?: string
  readonly imports: readonly Import[]
  readonly items: readonly ItemDefinition[]
  readonly elements: readonly DrgElement[]
  /** Artifacts, groups of elements, the business context and the diagrams: kept, not evaluated. */
  readonly others: readonly XmlElement[]
}

export interface Import extends Named {
  readonly namespace: string
  readonly importType: string
  readonly locationURI?: string
}

export interface UnaryTests extends Element {
  readonly text: string
  readonly expressionLanguage?: string
}

export interface ItemDefinition extends Named {
  readonly typeRef?: string
  readonly typeLanguage?: string
  readonly isCollection?: boolean
  /** Every value (every item of a collection) must pass these. */
  readonly allowedValues?: UnaryTests
  /** The whole value, a collection as one, must pass these (DMN 1.5). */
  readonly typeConstraint?: UnaryTests
  readonly components?: readonly ItemDefinition[]
  readonly functionItem?: FunctionItem
}

export interface FunctionItem extends Element {
  readonly parameters: readonly InformationItem[]
  readonly outputTypeRef?: string
}

export interface InformationItem extends Named {
  readonly typeRef?: string
}

export interface Requirement extends Element {
  readonly kind: 'decision' | 'input' | 'knowledge' | 'authority'
  /** For an authority: of which kind it is. */
  readonly of?: 'decision' | 'input' | 'authority'
  readonly href: string
}

export type DrgElement = Decision | InputData | BusinessKnowledgeModel | DecisionService | KnowledgeSource

export interface Decision extends Named {
  readonly kind: 'decision'
  readonly question?: string
  readonly allowedAnswers?: string
  readonly variable?: InformationItem
  readonly requirements: readonly Requirement[]
  readonly expression?: Expression
  /** Objectives, owners, processes: kept, not evaluated. */
  readonly others?: readonly XmlElement[]
}

export interface InputData extends Named {
  readonly kind: 'inputData'
  readonly variable?: InformationItem
}

export interface BusinessKnowledgeModel extends Named {
  readonly kind: 'bkm'
  readonly variable?: InformationItem
  readonly logic?: FunctionDefinition
  readonly requirements: readonly Requirement[]
}

export interface DecisionService extends Named {
  readonly kind: 'decisionService'
  readonly variable?: InformationItem
  readonly outputDecisions: readonly string[]
  readonly encapsulatedDecisions: readonly string[]
  readonly inputDecisions: readonly string[]
  readonly inputData: readonly string[]
}

export interface KnowledgeSource extends Named {
  readonly kind: 'knowledgeSource'
  readonly requirements: readonly Requirement[]
  readonly type?: string
  readonly owner?: string
  readonly locationURI?: string
}

interface ExpressionBase extends Element {
  readonly typeRef?: string
}

export interface LiteralExpression extends ExpressionBase {
  readonly kind: 'literal'
  readonly text: string
  readonly expressionLanguage?: string
  readonly importedValues?: XmlElement
}

export interface ContextExpression extends ExpressionBase {
  readonly kind: 'context'
  /** An entry without a variable is the result of the whole. */
  readonly entries: readonly ContextEntry[]
}

export interface ContextEntry extends Element {
  readonly variable?: InformationItem
  readonly value: Expression | undefined
}

export interface RelationExpression extends ExpressionBase {
  readonly kind: 'relation'
  readonly columns: readonly InformationItem[]
  readonly rows: readonly ListExpression[]
}

export interface ListExpression extends ExpressionBase {
  readonly kind: 'list'
  readonly items: readonly Expression[]
}

export interface FunctionDefinition extends ExpressionBase {
  readonly kind: 'function'
  readonly language: 'FEEL' | 'Java' | 'PMML'
  readonly parameters: readonly InformationItem[]
  readonly body?: Expression
}

export interface InvocationExpression extends ExpressionBase {
  readonly kind: 'invocation'
  readonly called?: Expression
  readonly bindings: readonly Binding[]
}

export interface Binding {
  readonly parameter: InformationItem
  readonly value?: Expression
  readonly at?: Place
}

export interface ConditionalExpression extends ExpressionBase {
  readonly kind: 'conditional'
  readonly cond: Child
  readonly yes: Child
  readonly no: Child
}

export interface FilterExpression extends ExpressionBase {
  readonly kind: 'filter'
  readonly in: Child
  readonly match: Child
}

export interface ForExpression extends ExpressionBase {
  readonly kind: 'for'
  readonly variable: string
  readonly in: Child
  readonly return: Child
}

export interface QuantifiedExpression extends ExpressionBase {
  readonly kind: 'some' | 'every'
  readonly variable: string
  readonly in: Child
  readonly satisfies: Child
}

/** The part of a boxed expression: itself a thing with an id, holding one expression. */
export interface Child {
  readonly id?: string
  readonly typeRef?: string
  readonly value: Expression | undefined
}

export const HIT_POLICIES = ['UNIQUE', 'FIRST', 'PRIORITY', 'ANY', 'COLLECT', 'RULE ORDER', 'OUTPUT ORDER'] as const
export type HitPolicy = (typeof HIT_POLICIES)[number]
export const AGGREGATIONS = ['SUM', 'COUNT', 'MIN', 'MAX'] as const
export type Aggregation = (typeof AGGREGATIONS)[number]

export interface DecisionTable extends ExpressionBase {
  readonly kind: 'table'
  readonly hitPolicy: HitPolicy
  readonly aggregation?: Aggregation
  readonly orientation?: 'Rule-as-Row' | 'Rule-as-Column' | 'CrossTable'
  readonly outputLabel?: string
  readonly inputs: readonly InputClause[]
  readonly outputs: readonly OutputClause[]
  readonly annotations: readonly string[]
  readonly rules: readonly Rule[]
}

export interface InputClause extends Element {
  readonly expression: LiteralExpression
  readonly values?: UnaryTests
}

export interface OutputClause extends Element {
  readonly name?: string
  readonly typeRef?: string
  readonly values?: UnaryTests
  readonly default?: LiteralExpression
}

export interface Rule extends Element {
  readonly inputs: readonly UnaryTests[]
  readonly outputs: readonly LiteralExpression[]
  readonly annotations: readonly string[]
}

export type Expression =
  | LiteralExpression
  | ContextExpression
  | RelationExpression
  | ListExpression
  | FunctionDefinition
  | InvocationExpression
  | ConditionalExpression
  | FilterExpression
  | ForExpression
  | QuantifiedExpression
  | DecisionTable

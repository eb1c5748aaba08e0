/** DMN 1.1 to 1.5 XML into a plain model. */
import { DmnError } from './errors.ts'
import type * as model from './model.ts'
import { versionOf, VERSIONS } from './namespaces.ts'
import {
  commonOf,
  every,
  hrefOf,
  informationItem,
  namedOf,
  partsOf,
  present,
  rawOf,
  type Reading,
  textOf,
  the,
  typeRefOf,
  unaryTests,
} from './read-element.ts'
import { EXPRESSIONS, expressionIn, functionDefinition } from './read-expression.ts'
import { attribute, elementsIn, readXml, type XmlElement } from './xml-tree.ts'

/**
 * Reads one document. Throws DmnError with line, column and remedy where it is no DMN. What is not evaluated (diagrams, texts beside them,
 * extensions of other tools) is kept for `writeDmn`.
 */
export function readDmn(xml: string): model.Definitions {
  const root = readXml(xml)
  if (root.name !== 'definitions')
    throw new DmnError(`The root is <${root.name}>`, root.at, 'A DMN document starts with <definitions>')
  if (versionOf(root.namespace) === undefined)
    throw new DmnError(
      `${root.namespace === '' ? 'The document has no namespace' : `${root.namespace} is no namespace of DMN 1.1 to 1.5`}`,
      root.at,
      `Use xmlns="${VERSIONS[0]!.model}"`,
    )
  const namespace = attribute(root, 'namespace') ?? ''
  const reading: Reading = { namespace: root.namespace, prefixes: { ...root.prefixes, '#own': namespace } }
  const known = ['import', 'itemDefinition', ...Object.keys(ELEMENTS), ...KEPT]
  const parts = partsOf(root, known, reading)
  const foreign = elementsIn(root).filter((part) => part.name === 'DMNDI')
  const named = namedOf({ ...root, children: root.children.filter((child) => !foreign.includes(child as XmlElement)) }, reading)
  return {
    ...named,
    namespace,
    ...present({
      expressionLanguage: attribute(root, 'expressionLanguage'),
      typeLanguage: attribute(root, 'typeLanguage'),
      exporter: attribute(root, 'exporter'),
      exporterVersion: attribute(root, 'exporterVersion'),
    }),
    imports: every(parts, 'import').map((part) => importOf(part, reading)),
    items: every(parts, 'itemDefinition').map((part) => itemDefinition(part, reading)),
    elements: parts.flatMap((part) => ELEMENTS[part.name]?.(part, reading) ?? []),
    others: [...parts.filter((part) => KEPT.includes(part.name)), ...foreign].map(rawOf),
  }
}

const KEPT: readonly string[] = [
  'textAnnotation',
  'association',
  'group',
  'artifact',
  'elementCollection',
  'performanceIndicator',
  'organizationUnit',
]

const ELEMENTS: Readonly<Record<string, (element: XmlElement, reading: Reading) => model.DrgElement>> = {
  decision,
  inputData,
  businessKnowledgeModel,
  decisionService,
  knowledgeSource,
}

function importOf(element: XmlElement, reading: Reading): model.Import {
  const namespace = attribute(element, 'namespace')
  if (namespace === undefined) throw new DmnError('This import names no namespace', element.at, 'Add the attribute namespace')
  const prefix = Object.entries(reading.prefixes).find(([, value]) => value === namespace)?.[0]
  return {
    ...commonOf(element, reading),
    // 1.1 has no name here: there the prefix of the namespace is used.
    name: attribute(element, 'name') ?? prefix ?? '',
    namespace,
    importType: attribute(element, 'importType') ?? '',
    ...present({ locationURI: attribute(element, 'locationURI') }),
  }
}

function itemDefinition(element: XmlElement, reading: Reading): model.ItemDefinition {
  const known = ['typeRef', 'allowedValues', 'typeConstraint', 'itemComponent', 'functionItem']
  const parts = partsOf(element, known, reading)
  const allowed = the(parts, 'allowedValues')
  const constraint = the(parts, 'typeConstraint')
  const components = every(parts, 'itemComponent')
  const fn = the(parts, 'functionItem')
  return {
    ...namedOf(element, reading),
    ...present({
      typeRef: typeRefOf(element, textOf(the(parts, 'typeRef')), reading),
      typeLanguage: attribute(element, 'typeLanguage'),
      isCollection: attribute(element, 'isCollection') === 'true' ? true : undefined,
      allowedValues: allowed && unaryTests(allowed, reading),
      typeConstraint: constraint && unaryTests(constraint, reading),
      components: components.length > 0 ? components.map((part) => itemDefinition(part, reading)) : undefined,
      functionItem: fn && functionItem(fn, reading),
    }),
  }
}

function functionItem(element: XmlElement, reading: Reading): model.FunctionItem {
  const parts = partsOf(element, ['parameters'], reading)
  return {
    ...commonOf(element, reading),
    parameters: parts.map((part) => informationItem(part, reading)),
    ...present({ outputTypeRef: typeRefOf(element, attribute(element, 'outputTypeRef'), reading) }),
  }
}

const REQUIREMENTS = ['informationRequirement', 'knowledgeRequirement', 'authorityRequirement'] as const

const TARGETS: Readonly<Record<string, readonly string[]>> = {
  informationRequirement: ['requiredDecision', 'requiredInput'],
  knowledgeRequirement: ['requiredKnowledge'],
  authorityRequirement: ['requiredDecision', 'requiredInput', 'requiredAuthority'],
}

const OF: Readonly<Record<string, NonNullable<model.Requirement['of']>>> = {
  requiredDecision: 'decision',
  requiredInput: 'input',
  requiredAuthority: 'authority',
}

function requirementsIn(parts: readonly XmlElement[], reading: Reading): readonly model.Requirement[] {
  return REQUIREMENTS.flatMap((name) => every(parts, name)).map((part): model.Requirement => {
    const [target] = partsOf(part, TARGETS[part.name]!, reading)
    if (target === undefined)
      throw new DmnError(`<${part.name}> requires nothing`, part.at, `Add <${TARGETS[part.name]!.join('> or <')}>`)
    const href = hrefOf(target)
    const common = commonOf(part, reading)
    if (part.name === 'knowledgeRequirement') return { ...common, kind: 'knowledge', href }
    const of = OF[target.name]!
    if (part.name === 'authorityRequirement') return { ...common, kind: 'authority', of, href }
    return { ...common, kind: of === 'decision' ? 'decision' : 'input', href }
  })
}

const DECISION_OTHERS = [
  'supportedObjective',
  'impactedPerformanceIndicator',
  'decisionMaker',
  'decisionOwner',
  'usingProcess',
  'usingTask',
]

function variableIn(parts: readonly XmlElement[], reading: Reading): { variable?: model.InformationItem } {
  const variable = the(parts, 'variable')
  return present({ variable: variable && informationItem(variable, reading) })
}

function decision(element: XmlElement, reading: Reading): model.Decision {
  const known = ['question', 'allowedAnswers', 'variable', ...REQUIREMENTS, ...DECISION_OTHERS, ...EXPRESSIONS]
  const parts = partsOf(element, known, reading)
  const others = parts.filter((part) => DECISION_OTHERS.includes(part.name))
  return {
    kind: 'decision',
    ...namedOf(element, reading),
    ...present({ question: textOf(the(parts, 'question')), allowedAnswers: textOf(the(parts, 'allowedAnswers')) }),
    ...variableIn(parts, reading),
    requirements: requirementsIn(parts, reading),
    ...present({ expression: expressionIn(parts, reading), others: others.length > 0 ? others.map(rawOf) : undefined }),
  }
}

function inputData(element: XmlElement, reading: Reading): model.InputData {
  const parts = partsOf(element, ['variable'], reading)
  return { kind: 'inputData', ...namedOf(element, reading), ...variableIn(parts, reading) }
}

function businessKnowledgeModel(element: XmlElement, reading: Reading): model.BusinessKnowledgeModel {
  const parts = partsOf(element, ['variable', 'encapsulatedLogic', ...REQUIREMENTS, ...EXPRESSIONS], reading)
  const logic = the(parts, 'encapsulatedLogic')
  return {
    kind: 'bkm',
    ...namedOf(element, reading),
    ...variableIn(parts, reading),
    ...present({ logic: logic && functionDefinition(logic, reading) }),
    requirements: requirementsIn(parts, reading),
  }
}

function decisionService(element: XmlElement, reading: Reading): model.DecisionService {
  const known = ['variable', 'outputDecision', 'encapsulatedDecision', 'inputDecision', 'inputData']
  const parts = partsOf(element, known, reading)
  return {
    kind: 'decisionService',
    ...namedOf(element, reading),
    ...variableIn(parts, reading),
    outputDecisions: every(parts, 'outputDecision').map(hrefOf),
    encapsulatedDecisions: every(parts, 'encapsulatedDecision').map(hrefOf),
    inputDecisions: every(parts, 'inputDecision').map(hrefOf),
    inputData: every(parts, 'inputData').map(hrefOf),
  }
}

function knowledgeSource(element: XmlElement, reading: Reading): model.KnowledgeSource {
  const parts = partsOf(element, ['authorityRequirement', 'type', 'owner'], reading)
  const owner = the(parts, 'owner')
  return {
    kind: 'knowledgeSource',
    ...namedOf(element, reading),
    requirements: requirementsIn(parts, reading),
    ...present({
      type: textOf(the(parts, 'type')),
      owner: owner && hrefOf(owner),
      locationURI: attribute(element, 'locationURI'),
    }),
  }
}

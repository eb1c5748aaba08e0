/** A plain model as DMN 1.5 XML, in the order the standard's schema wants. */
import type * as model from './model.ts'
import { CURRENT, modernised } from './namespaces.ts'
import { common, informationItem, node, type Part, tests, text } from './write-element.ts'
import { expression, functionParts } from './write-expression.ts'
import { writeXml, type XmlElement } from './xml-tree.ts'

const DI = 'http://www.omg.org/spec/DMN/20180521/'
const PREFIXES = { [CURRENT.model]: '', [CURRENT.diagram!]: 'dmndi', [`${DI}DI/`]: 'di', [`${DI}DC/`]: 'dc' }

/** The document; reading it again gives the same model (places aside). */
export function writeDmn(definitions: model.Definitions): string {
  const diagrams = definitions.others.filter((one) => one.name === 'DMNDI')
  const artifacts = definitions.others.filter((one) => one.name !== 'DMNDI')
  const root = node(
    'definitions',
    { ...definitions, ...languages(definitions) },
    [
      ...common(definitions),
      ...definitions.imports.map(importNode),
      ...definitions.items.map((item) => itemDefinition('itemDefinition', item)),
      ...definitions.elements.map(element),
      ...artifacts,
      ...diagrams,
    ],
    ['id', 'label', 'name', 'namespace', 'expressionLanguage', 'typeLanguage', 'exporter', 'exporterVersion'],
  )
  return writeXml(root, PREFIXES)
}

const languages = ({ expressionLanguage, typeLanguage }: model.Definitions) => ({
  expressionLanguage: expressionLanguage && modernised(expressionLanguage),
  typeLanguage: typeLanguage && modernised(typeLanguage),
})

const importNode = (one: model.Import): XmlElement =>
  node('import', one, common(one), ['id', 'label', 'name', 'namespace', 'importType', 'locationURI'])

function itemDefinition(name: string, item: model.ItemDefinition): XmlElement {
  const { typeRef, allowedValues, typeConstraint, components, functionItem: fn } = item
  const collection = item.isCollection ? 'true' : undefined
  return node(
    name,
    { ...item, isCollection: collection },
    [
      ...common(item),
      ...text('typeRef', typeRef),
      ...tests('allowedValues', allowedValues),
      ...tests('typeConstraint', typeConstraint),
      ...(components ?? []).map((part) => itemDefinition('itemComponent', part)),
      ...(fn ? [functionItem(fn)] : []),
    ],
    ['id', 'label', 'name', 'typeLanguage', 'isCollection'],
  )
}

const functionItem = (fn: model.FunctionItem): XmlElement =>
  node(
    'functionItem',
    fn,
    [...common(fn), ...fn.parameters.map((one) => informationItem('parameters', one))],
    ['id', 'label', 'outputTypeRef'],
  )

function element(one: model.DrgElement): XmlElement {
  switch (one.kind) {
    case 'decision':
      return node('decision', one, [
        ...common(one),
        ...text('question', one.question),
        ...text('allowedAnswers', one.allowedAnswers),
        ...variable(one),
        ...requirements(one),
        ...(one.others ?? []),
        ...expression(one.expression),
      ])
    case 'inputData':
      return node('inputData', one, [...common(one), ...variable(one)])
    case 'bkm':
      return node('businessKnowledgeModel', one, [
        ...common(one),
        ...variable(one),
        ...(one.logic ? [functionParts('encapsulatedLogic', one.logic)] : []),
        ...requirements(one),
      ])
    case 'decisionService':
      return node('decisionService', one, [
        ...common(one),
        ...variable(one),
        ...references('outputDecision', one.outputDecisions),
        ...references('encapsulatedDecision', one.encapsulatedDecisions),
        ...references('inputDecision', one.inputDecisions),
        ...references('inputData', one.inputData),
      ])
    case 'knowledgeSource':
      return node(
        'knowledgeSource',
        one,
        [
          ...common(one),
          ...requirements(one),
          ...text('type', one.type),
          ...(one.owner === undefined ? [] : references('owner', [one.owner])),
        ],
        ['id', 'label', 'name', 'locationURI'],
      )
  }
}

const variable = (one: { readonly variable?: model.InformationItem }): readonly XmlElement[] =>
  one.variable ? [informationItem('variable', one.variable)] : []

const references = (name: string, hrefs: readonly string[]): readonly XmlElement[] =>
  hrefs.map((href) => node(name, { href }, [], ['href']))

const KINDS = ['information', 'knowledge', 'authority'] as const

/** The schema wants them by kind. */
function requirements(one: { readonly requirements: readonly model.Requirement[] }): readonly Part[] {
  const kindOf = ({ kind }: model.Requirement) => (kind === 'knowledge' || kind === 'authority' ? kind : 'information')
  return KINDS.flatMap((kind) => one.requirements.filter((each) => kindOf(each) === kind)).map((each) => {
    const to = each.kind === 'authority' ? each.of! : each.kind
    const target = `required${to[0]!.toUpperCase()}${to.slice(1)}`
    return node(`${kindOf(each)}Requirement`, each, [...common(each), ...references(target, [each.href])], ['id', 'label'])
  })
}

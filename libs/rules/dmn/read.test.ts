import assert from 'node:assert/strict'
import test from 'node:test'
import { DmnError, readDmn, writeDmn } from './index.ts'
import { CURRENT, VERSIONS } from './namespaces.ts'

const document = (inner: string, model = CURRENT.model, more = '') =>
  `<?xml version="1.0"?>\n<definitions xmlns="${model}" name="m" namespace="urn:m" ${more}>\n${inner}\n</definitions>`

const DECISION =
  '<decision id="d" name="d"><variable name="d" typeRef="string"/><literalExpression><text>1 &lt; 2</text></literalExpression></decision>'

/** A model without the places it was read from. */
export const withoutPlaces = (model: unknown): unknown =>
  JSON.parse(JSON.stringify(model, (key, value: unknown) => (key === 'at' ? undefined : value)))

test('every version of DMN from 1.1 to 1.5 gives the same model', () => {
  const all = VERSIONS.map(({ model }) => withoutPlaces(readDmn(document(DECISION, model))))
  for (const one of all) assert.deepEqual(one, all[0])
})

test('what is written is DMN 1.5 and reads as the same model', () => {
  const rich = `
    <description>a &amp; b</description>
    <extensionElements><x:kept xmlns:x="urn:x" a="1">text</x:kept></extensionElements>
    <itemDefinition name="t" isCollection="true"><typeRef>string</typeRef><allowedValues><text>"a","b"</text></allowedValues></itemDefinition>
    <decision id="d" name="d" x:mark="yes" xmlns:x="urn:x">
      <question>which?</question><variable name="d"/>
      <knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement>
      <authorityRequirement><requiredAuthority href="#law"/></authorityRequirement>
      <informationRequirement><requiredInput href="#i"/></informationRequirement>
      <decisionOwner href="#office"/>
      <conditional><if><literalExpression><text>i</text></literalExpression></if><then><list/></then><else><context><contextEntry><literalExpression><text>1</text></literalExpression></contextEntry></context></else></conditional>
    </decision>
    <inputData id="i" name="i"><variable name="i" typeRef="boolean"/></inputData>
    <businessKnowledgeModel id="k" name="k"><encapsulatedLogic><formalParameter name="p"/><literalExpression><text>p</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
    <knowledgeSource id="law" name="law" locationURI="urn:law"><type>Act</type></knowledgeSource>
    <textAnnotation id="note"><text>see the Act</text></textAnnotation>`
  const model = readDmn(document(rich, VERSIONS[1]!.model))
  const xml = writeDmn(model)
  assert.match(xml, new RegExp(`xmlns="${CURRENT.model}"`))
  assert.deepEqual(withoutPlaces(readDmn(xml)), withoutPlaces(model))
  assert.ok(xml.indexOf('<informationRequirement>') < xml.indexOf('<knowledgeRequirement>'), 'the order of the schema')
})

test('white space and signs in texts and attributes survive', () => {
  const model = readDmn(
    document(
      '<decision name="a &lt;&quot;b&quot;&gt;" label="1&#10;2"><literalExpression><text>"x\n\t y" &lt; ]]&gt;</text></literalExpression></decision>',
    ),
  )
  assert.deepEqual(withoutPlaces(readDmn(writeDmn(model))), withoutPlaces(model))
})

const refused = (xml: string): DmnError => {
  try {
    readDmn(xml)
  } catch (error) {
    if (error instanceof DmnError) return error
    throw error
  }
  return assert.fail('it was read')
}

test('what is no DMN is refused with its line and a remedy', () => {
  const cases: readonly (readonly [string, number, RegExp])[] = [
    ['', 1, /empty|root|well-formed/i],
    ['<definitions', 1, /well-formed/],
    [document('<decision name="d"><table/></decision>'), 3, /<table> has no place in <decision>/],
    [document('<decision/>'), 3, /no name/],
    [document('\n<inputData id="i"/>'), 4, /no name/],
    [
      document('<decision name="d"><decisionTable hitPolicy="LAST"><output/></decisionTable></decision>'),
      3,
      /LAST is no hitPolicy/,
    ],
    [
      document('<decision name="d"><decisionTable><output/>\n<rule/></decisionTable></decision>'),
      4,
      /0 input and 0 output entries/,
    ],
    [document('', 'urn:else'), 2, /no namespace of DMN/],
    ['<!DOCTYPE a [<!ENTITY e "&e;&e;">]><definitions>&e;</definitions>', 1, /well-formed/],
    [document(`${'<list>'.repeat(300)}`), 3, /place|nested/],
  ]
  for (const [xml, line, message] of cases) {
    const error = refused(xml)
    assert.match(error.message, message)
    assert.equal(error.at?.line, line, error.message)
    assert.ok(error.remedy.length > 3)
  }
})

test('a document nested without end is refused, not followed', () => {
  const deep = `<decision name="d">${'<list>'.repeat(300)}`
  assert.match(refused(document(deep)).message, /nested too deeply/)
})

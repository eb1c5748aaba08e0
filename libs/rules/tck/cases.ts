/** The TCK's test files: cases with inputs and expected results. */
import { attribute, elementsIn, readXml, textIn, type XmlElement } from '../dmn/xml-tree.ts'
import type { Value } from '../feel/values.ts'
import { readValue } from './expected.ts'

export interface Input {
  readonly name: string
  readonly namespace: string | undefined
  readonly value: Value
}

export interface Expectation {
  readonly name: string
  readonly value: Value
}

export interface Case {
  readonly id: string
  readonly kind: 'decision' | 'bkm' | 'decisionService'
  readonly invocable: string | undefined
  readonly inputs: readonly Input[]
  readonly results: readonly Expectation[]
}

export interface TestFile {
  readonly model: string
  readonly cases: readonly Case[]
}

/** Reads one test file. Throws on anything it does not understand: a case that is not read must not count as passed. */
export function readCases(xml: string): TestFile {
  const root = readXml(xml)
  const parts = elementsIn(root)
  const model = parts.find((part) => part.name === 'modelName')
  if (model === undefined) throw new Error('The test file names no model')
  return { model: textIn(model).trim(), cases: parts.filter((part) => part.name === 'testCase').map(readCase) }
}

function readCase(element: XmlElement): Case {
  const parts = elementsIn(element)
  const kind = attribute(element, 'type') ?? 'decision'
  if (kind !== 'decision' && kind !== 'bkm' && kind !== 'decisionService') throw new Error(`${kind} is no type of case`)
  return {
    id: attribute(element, 'id') ?? '',
    kind,
    invocable: attribute(element, 'invocableName'),
    inputs: parts
      .filter((part) => part.name === 'inputNode')
      .map((part) => ({
        name: attribute(part, 'name') ?? '',
        namespace: attribute(part, 'namespace'),
        value: readValue(part),
      })),
    results: parts
      .filter((part) => part.name === 'resultNode')
      .map((part) => {
        const expected = elementsIn(part).find((one) => one.name === 'expected')
        return { name: attribute(part, 'name') ?? '', value: expected ? readValue(expected) : null }
      }),
  }
}

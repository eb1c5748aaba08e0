/** What every part of a DMN document has in common when it is read. */
import { DmnError } from './errors.ts'
import type { Element, InformationItem, Named, UnaryTests } from './model.ts'
import { isFeel, modernised } from './namespaces.ts'
import { attribute, elementsIn, textIn, type XmlElement } from './xml-tree.ts'

/** What the reader knows of the document around: prefixes in force by element, the namespace of its version. */
export interface Reading {
  readonly namespace: string
  readonly prefixes: Readonly<Record<string, string>>
}

const COMMON = new Set(['description', 'extensionElements'])

/** Only what is there: undefined fields are taken out (of the fresh object given), so that models compare and print plainly. */
export function present<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  for (const key of Object.keys(fields) as (keyof T)[]) if (fields[key] === undefined) delete fields[key]
  return fields as { [K in keyof T]: Exclude<T[K], undefined> }
}

/** The elements of DMN inside, those every element may have left out. Refuses what is not among `known`. */
export function partsOf(element: XmlElement, known: readonly string[], reading: Reading): readonly XmlElement[] {
  const parts = elementsIn(element).filter((part) => part.namespace === reading.namespace && !COMMON.has(part.name))
  for (const part of parts) {
    if (known.includes(part.name)) continue
    const remedy = known.length > 0 ? `Use one of: ${known.join(', ')}` : 'Remove it'
    throw new DmnError(`<${part.name}> has no place in <${element.name}>`, part.at, remedy)
  }
  return parts
}

export const the = (parts: readonly XmlElement[], name: string): XmlElement | undefined =>
  parts.find((part) => part.name === name)
export const every = (parts: readonly XmlElement[], name: string): readonly XmlElement[] =>
  parts.filter((part) => part.name === name)

export const textOf = (part: XmlElement | undefined): string | undefined => part && textIn(part)

export function commonOf(element: XmlElement, reading: Reading): Element {
  const extensions: XmlElement[] = []
  let description: XmlElement | undefined
  for (const part of element.children) {
    if (typeof part === 'string') continue
    if (part.namespace !== reading.namespace) extensions.push(rawOf(part))
    else if (part.name === 'description') description = part
    else if (part.name === 'extensionElements') extensions.push(...elementsIn(part).map(rawOf))
  }
  const attributes = element.attributes.filter((one) => one.namespace !== '')
  return present({
    id: attribute(element, 'id'),
    label: attribute(element, 'label'),
    description: textOf(description),
    extensions: extensions.length > 0 ? extensions : undefined,
    attributes: attributes.length > 0 ? attributes : undefined,
    at: element.at,
  })
}

export function namedOf(element: XmlElement, reading: Reading): Named {
  const name = attribute(element, 'name')
  if (name === undefined) throw new DmnError(`<${element.name}> has no name`, element.at, 'Add the attribute name')
  return { ...commonOf(element, reading), name: nameOf(name) }
}

/** Names are compared with white space made single. */
export const nameOf = (text: string): string => text.trim().replace(/\s+/gu, ' ')

/** An element we keep but do not understand, in the namespaces of DMN 1.5. */
export function rawOf(element: XmlElement): XmlElement {
  const hasElements = elementsIn(element).length > 0
  const children = element.children.flatMap((child): readonly (XmlElement | string)[] =>
    typeof child !== 'string' ? [rawOf(child)] : hasElements && child.trim() === '' ? [] : [child],
  )
  const { name, attributes } = element
  return { namespace: modernised(element.namespace), name, attributes, children }
}

/** A type's name: the prefix of FEEL's own namespace is dropped, since 1.2 it has none. */
export function typeRefOf(element: XmlElement, text: string | undefined, reading: Reading): string | undefined {
  if (text === undefined || text.trim() === '') return undefined
  const name = nameOf(text)
  const colon = name.indexOf(':')
  if (colon < 0) return name
  const prefix = name.slice(0, colon)
  const namespace = element.prefixes?.[prefix] ?? reading.prefixes[prefix]
  if (namespace === undefined) return name
  const local = name.slice(colon + 1)
  return isFeel(namespace) || namespace === reading.prefixes['#own'] ? local : `${prefix}.${local}`
}

export function informationItem(element: XmlElement, reading: Reading): InformationItem {
  partsOf(element, [], reading)
  return { ...namedOf(element, reading), ...present({ typeRef: typeRefOf(element, attribute(element, 'typeRef'), reading) }) }
}

export function unaryTests(element: XmlElement, reading: Reading): UnaryTests {
  const parts = partsOf(element, ['text'], reading)
  return {
    ...commonOf(element, reading),
    text: textOf(the(parts, 'text')) ?? '',
    ...present({ expressionLanguage: attribute(element, 'expressionLanguage') }),
  }
}

export function hrefOf(element: XmlElement): string {
  const href = attribute(element, 'href')
  if (href === undefined) throw new DmnError(`<${element.name}> has no href`, element.at, 'Add the attribute href="#id"')
  return href
}

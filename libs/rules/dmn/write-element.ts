/** What every part of a DMN document has in common when it is written. */
import type { Element, InformationItem, UnaryTests } from './model.ts'
import { CURRENT, modernised } from './namespaces.ts'
import type { XmlAttribute, XmlElement } from './xml-tree.ts'

export type Part = XmlElement | string

/** An element of DMN; the fields named in `written` become attributes, those of other tools follow. */
export function node(
  name: string,
  fields: object,
  children: readonly Part[],
  written: readonly string[] = ['id', 'label', 'name'],
): XmlElement {
  const values = new Map<string, unknown>(Object.entries(fields))
  const own = written.flatMap((key): XmlAttribute[] => {
    const value = values.get(key)
    return typeof value === 'string' ? [{ namespace: '', name: key, value }] : []
  })
  const foreign = 'attributes' in fields ? ((fields as Element).attributes ?? []) : []
  return { namespace: CURRENT.model, name, attributes: [...own, ...foreign], children }
}

export const text = (name: string, content: string | undefined): readonly XmlElement[] =>
  content === undefined ? [] : [node(name, {}, [content])]

export function common(one: Element): readonly XmlElement[] {
  const extensions = one.extensions ? [node('extensionElements', {}, one.extensions)] : []
  return [...text('description', one.description), ...extensions]
}

export const informationItem = (name: string, one: InformationItem): XmlElement =>
  node(name, one, common(one), ['id', 'label', 'name', 'typeRef'])

export const language = (one: { readonly expressionLanguage?: string }) =>
  one.expressionLanguage === undefined ? {} : { expressionLanguage: modernised(one.expressionLanguage) }

export const tests = (name: string, one: UnaryTests | undefined): readonly XmlElement[] =>
  one === undefined
    ? []
    : [
        node(
          name,
          { ...one, ...language(one) },
          [...common(one), ...text('text', one.text)],
          ['id', 'label', 'expressionLanguage'],
        ),
      ]

/** XML as a plain tree with places: read strictly (no entities of a DTD, bounded depth), written with one prefix a namespace. */
import { SaxesParser, type SaxesTagNS } from 'saxes'
import { DmnError } from './errors.ts'

export interface Place {
  readonly line: number
  readonly column: number
}

export interface XmlElement {
  readonly namespace: string
  readonly name: string
  readonly attributes: readonly XmlAttribute[]
  readonly children: readonly (XmlElement | string)[]
  readonly at?: Place
  /** Prefixes declared on this element, for names inside attributes and text (`feel:string`). */
  readonly prefixes?: Readonly<Record<string, string>>
}

/** `namespace` is empty for an attribute without a prefix. */
export interface XmlAttribute {
  readonly namespace: string
  readonly name: string
  readonly value: string
}

const MAX_DEPTH = 250
const XMLNS = 'http://www.w3.org/2000/xmlns/'

/** Reads a whole document. Throws DmnError with line and column where it is no well-formed XML. */
export function readXml(text: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true, position: true })
  const open: { element: XmlElement; children: (XmlElement | string)[] }[] = []
  let root: XmlElement | undefined
  let start: Place = { line: 1, column: 1 }
  const here = (): Place => ({ line: parser.line, column: parser.column + 1 })

  parser.on('error', (error) => {
    const what = error.message.replace(/^\d+:\d+:\s*/, '')
    throw new DmnError(`This is not well-formed XML: ${what}`, here(), 'Correct the XML at this place')
  })
  parser.on('opentagstart', () => {
    start = here()
  })
  parser.on('opentag', (tag) => {
    if (open.length >= MAX_DEPTH)
      throw new DmnError('The elements are nested too deeply', start, `Nest at most ${MAX_DEPTH} elements`)
    const children: (XmlElement | string)[] = []
    const element = elementOf(tag, children, start)
    open.at(-1)?.children.push(element)
    root ??= element
    open.push({ element, children })
  })
  parser.on('closetag', () => {
    open.pop()
  })
  const append = (part: string) => {
    const into = open.at(-1)?.children
    if (into === undefined) return
    const last = into.at(-1)
    if (typeof last === 'string') into[into.length - 1] = last + part
    else into.push(part)
  }
  parser.on('text', append)
  parser.on('cdata', append)
  parser.write(text).close()
  if (root === undefined) throw new DmnError('The document is empty', here(), 'Give a DMN document')
  return root
}

function elementOf(tag: SaxesTagNS, children: (XmlElement | string)[], at: Place): XmlElement {
  const attributes: XmlAttribute[] = []
  let prefixes: Record<string, string> | undefined
  for (const { uri, local, value } of Object.values(tag.attributes)) {
    if (uri !== XMLNS) attributes.push({ namespace: uri, name: local, value })
    else prefixes = { ...prefixes, [local === 'xmlns' ? '' : local]: value }
  }
  const element = { namespace: tag.uri, name: tag.local, attributes, children, at }
  return prefixes === undefined ? element : { ...element, prefixes }
}

export const attribute = (element: XmlElement, name: string, namespace = ''): string | undefined =>
  element.attributes.find((one) => one.name === name && one.namespace === namespace)?.value

export const elementsIn = (element: XmlElement): readonly XmlElement[] =>
  element.children.filter((child): child is XmlElement => typeof child !== 'string')

export const textIn = (element: XmlElement): string =>
  element.children.map((child) => (typeof child === 'string' ? child : textIn(child))).join('')

/**
 * The document as text; `prefixes` gives the prefix of each namespace one wants to choose (empty: the default one). Elements are indented,
 * but for those that hold text beside elements. Throws DmnError on a character that XML cannot hold.
 */
export function writeXml(root: XmlElement, prefixes: Readonly<Record<string, string>>): string {
  const used = new Set<string>()
  const visit = (element: XmlElement): void => {
    used.add(element.namespace)
    for (const one of element.attributes) used.add(one.namespace)
    for (const child of elementsIn(element)) visit(child)
  }
  visit(root)
  const known = new Map([...Object.entries(prefixes), [XML, 'xml']])
  for (const namespace of used) if (!known.has(namespace)) known.set(namespace, `ns${known.size}`)
  const name = (namespace: string, local: string) => {
    const prefix = namespace === '' ? '' : known.get(namespace)
    return prefix ? `${prefix}:${local}` : local
  }
  const lines: string[] = []
  /** On lines of its own, or (`indent` undefined) as it stands within text. */
  const write = (element: XmlElement, indent: string | undefined, declared = ''): void => {
    const attributes = element.attributes.map((one) => ` ${name(one.namespace, one.name)}="${escaped(one.value, true)}"`)
    const tag = name(element.namespace, element.name)
    const parts = element.children
    const isInline = indent === undefined || parts.some((part) => typeof part === 'string')
    const inner = isInline ? undefined : `${indent}  `
    const end = indent === undefined ? '' : '\n'
    lines.push(
      `${indent ?? ''}<${tag}${declared}${attributes.join('')}${parts.length === 0 ? '/' : ''}>${isInline && parts.length > 0 ? '' : end}`,
    )
    if (parts.length === 0) return
    for (const part of parts) {
      if (typeof part === 'string') lines.push(escaped(part, false))
      else write(part, inner)
    }
    lines.push(`${isInline ? '' : indent}</${tag}>${end}`)
  }
  const declarations = [...used].filter((one) => one !== '' && one !== XML).sort()
  const declared = declarations.map((one) => ` ${known.get(one) ? `xmlns:${known.get(one)}` : 'xmlns'}="${escaped(one, true)}"`)
  write(root, '', declared.join(''))
  return `<?xml version="1.0" encoding="UTF-8"?>\n${lines.join('')}`
}

const XML = 'http://www.w3.org/XML/1998/namespace'

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** White space that a reader would change (line ends in attributes, carriage returns) is written as a reference. */
function escaped(text: string, isAttribute: boolean): string {
  if (PLAIN.test(text)) return text
  const odd = ODD.exec(text)
  if (odd) {
    const code = odd[0].codePointAt(0)!.toString(16)
    throw new DmnError(
      `The character U+${code.padStart(4, '0')} cannot stand in XML`,
      undefined,
      'Remove it from the texts of the model',
    )
  }
  const plain = text.replace(isAttribute ? /[&<>"]/g : /[&<>]/g, (char) => ENTITIES[char]!)
  return plain.replace(isAttribute ? /[\t\n\r\u0085\u2028]/g : /[\r\u0085\u2028]/g, (char) => `&#${char.charCodeAt(0)};`)
}

const PLAIN = /^[\x20\x21\x23-\x25\x27-\x3b\x3d\x3f-\x7e\xa0-\u2000\u3000-\ud7ff]*$/
/** What XML 1.0 leaves out: controls, two code points, halves of pairs. */
const ODD = /(?![\t\n\r\u007f-\u009f])\p{Cc}|[\ufffe\uffff]|\p{Cs}/u

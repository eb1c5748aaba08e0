/** What a certificate says it may be used for (RFC 5280 §4.2), beyond what Node tells. */
import type { X509Certificate } from 'node:crypto'
import { BOOLEAN, INTEGER, OCTET_STRING, oidOf, readElement, readSequence } from './der.ts'

export interface Uses {
  /** Undefined: not said. */
  readonly signs: boolean | undefined
  readonly signsCertificates: boolean | undefined
  readonly signsLists: boolean | undefined
  /** How many authorities may stand below; undefined: any number. */
  readonly pathLength: number | undefined
  /** Extensions that must be understood and are not. */
  readonly unknown: readonly string[]
}

const KEY_USAGE = '2.5.29.15'
const BASIC_CONSTRAINTS = '2.5.29.19'
/** Understood here, or by Node, or that say nothing about who it is: policies, names, places to ask. */
const UNDERSTOOD = new Set([
  KEY_USAGE,
  BASIC_CONSTRAINTS,
  '2.5.29.14',
  '2.5.29.17',
  '2.5.29.31',
  '2.5.29.32',
  '2.5.29.35',
  '2.5.29.37',
])
const EXTENSIONS = 0xa3

export function usesOf(certificate: X509Certificate): Uses {
  const [toBeSigned] = readSequence(certificate.raw)
  const extensions = readSequence(toBeSigned!.whole).find(({ tag }) => tag === EXTENSIONS)
  const all = extensions ? readSequence(extensions.content).map(({ whole }) => readExtension(whole)) : []
  const contentOf = (wanted: string) => all.find(({ oid }) => oid === wanted)?.value
  const usage = contentOf(KEY_USAGE)
  const bits = usage && readElement(usage).content
  const bit = (place: number) => bits && ((bits[1 + (place >> 3)] ?? 0) & (0x80 >> (place & 7))) !== 0
  const constraints = contentOf(BASIC_CONSTRAINTS)
  const length = constraints && readSequence(constraints).find(({ tag }) => tag === INTEGER)
  return {
    signs: bit(0),
    signsCertificates: bit(5),
    signsLists: bit(6),
    pathLength: length ? length.content.readUIntBE(0, Math.min(length.content.length, 6)) : undefined,
    unknown: all.flatMap(({ oid, isCritical }) => (isCritical && !UNDERSTOOD.has(oid) ? [oid] : [])),
  }
}

function readExtension(bytes: Buffer): { readonly oid: string; readonly isCritical: boolean; readonly value: Buffer } {
  const [oid, ...rest] = readSequence(bytes)
  const critical = rest.find(({ tag }) => tag === BOOLEAN)
  const value = rest.find(({ tag }) => tag === OCTET_STRING)
  return { oid: oidOf(oid!), isCritical: critical?.content[0] === 0xff, value: value?.content ?? Buffer.alloc(0) }
}

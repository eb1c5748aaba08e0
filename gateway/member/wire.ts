/** What two gateways say to each other over HTTP: one header with the names, a sealed body, a signature over both (RFC 9421). */
import { hash } from 'node:crypto'
import type { Component } from '@dpg/http-signatures'
import { randomPiece } from './random.ts'

/** `POST /exchange/1`: the whole of a gateway's outer address. */
export const PATH = '/exchange/1'
export const TAG = 'dpg-exchange-1'
export const NAMES = 'dpg-exchange'
export const SEALED = 'application/dpg-sealed'

export const QUESTION: readonly Component[] = ['@method', '@path', 'content-digest', NAMES]
/** An answer belongs to one question: to its very signature. */
export const ANSWER: readonly Component[] = ['@status', 'content-digest', ['signature', { req: true, key: 'q' }]]

/** Names that a question bears on its outside; purpose, person and address are sealed. */
export interface Names {
  /** X-Road-Id: the same in every try. */
  readonly id: string
  readonly from: string
  readonly to: string
  /** Whose key it is sealed to, and what leads to the secret. */
  readonly key: string
  readonly kem: string
}

const NAME_ORDER = ['id', 'from', 'to', 'key', 'kem'] as const
const FITS = /^[\x21\x23-\x5b\x5d-\x7e]{1,600}$/

/** As `id="…", from="…"`; names outside ASCII are percent-encoded. */
export const writeNames = (names: Names): string => NAME_ORDER.map((name) => `${name}="${encoded(names[name])}"`).join(', ')

const PLAIN = /^[\w/.:#-]*$/
const encoded = (name: string): string => (PLAIN.test(name) ? name : encodeURI(name).replaceAll('"', '%22'))
const decoded = (name: string): string => (name.includes('%') ? decodeURI(name) : name)

/** Undefined: it is no such header. */
export function readNames(header: string | undefined): Names | undefined {
  const found = /^id="([^"]+)", from="([^"]+)", to="([^"]+)", key="([^"]+)", kem="([^"]+)"$/.exec(header ?? '')
  if (!found?.slice(1).every((one) => FITS.test(one))) return undefined
  try {
    const [id, from, to, key, kem] = found.slice(1).map(decoded) as [string, string, string, string, string]
    return { id, from, to, key, kem }
  } catch {
    return undefined
  }
}

/** What the seal is bound to: an answer to one question does not open as that to another. */
export const boundOf = ({ id, from, to }: Names): string => `${id} ${from} ${to}`

export const digestField = (body: Uint8Array): string => `sha-256=:${hash('sha256', body, 'base64')}:`
export const newNonce = (): string => randomPiece(16).toString('base64url')
export const nowS = (): number => Math.floor(Date.now() / 1000)

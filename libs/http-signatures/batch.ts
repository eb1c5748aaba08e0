/**
 * Many messages by one signature: those that wait at the same time become the leaves of a small tree (RFC 9162 hashing), its root
 * is signed once with ECDSA P-256, and each message carries its way to the root. A message alone is signed as RFC 9421 §3.3.4 says,
 * so that any implementation can check it.
 */
import { hash, type KeyObject, sign, verify } from 'node:crypto'
import type { Component } from './components.ts'
import { type Message, SignatureError } from './message.ts'
import type { SignatureParameters } from './parameters.ts'
import { type Expected, type ReadSignature, readSignature } from './read.ts'
import { prepareSignature, type SignatureFields } from './signature.ts'

const ALONE = 'ecdsa-p256-sha256'
/** Ours; whoever does not know it refuses the message, as RFC 9421 §7.3.6 asks. */
const TOGETHER = 'ecdsa-p256-sha256-batch'
const ROOT_PREFIX = Buffer.from('http-signatures batch 1\n')
const SIGNATURE_BYTES = 64
const HASH_BYTES = 32
const HEAD_BYTES = SIGNATURE_BYTES + 8
const MOST = 512
/** How long others are waited for while much is under way: making and checking a signature costs as much as half of all else. */
const GATHER_MS = 2

export interface BatchSigner {
  /** Settles at the next turn of the event loop or a little later, with all that were asked for meanwhile. */
  sign(
    message: Message,
    label: string,
    components: readonly Component[],
    parameters: SignatureParameters,
  ): Promise<SignatureFields>
}

interface Waiting {
  readonly message: Message
  readonly label: string
  readonly components: readonly Component[]
  readonly parameters: SignatureParameters
  readonly resolve: (fields: SignatureFields) => void
  readonly reject: (cause: unknown) => void
}

export interface BatchOptions {
  /** Whether so much is under way at the sender that a message may wait a little for others. */
  readonly isBusy?: () => boolean
}

/** Signs with a private key on P-256. */
export function createBatchSigner(key: KeyObject, { isBusy = () => false }: BatchOptions = {}): BatchSigner {
  let waiting: Waiting[] = []
  const flush = () => {
    const batch = waiting.slice(0, MOST)
    waiting = waiting.slice(MOST)
    if (waiting.length > 0) setImmediate(flush)
    signAll(key, batch)
  }
  return {
    sign: (message, label, components, parameters) =>
      new Promise((resolve, reject) => {
        if (waiting.push({ message, label, components, parameters, resolve, reject }) > 1) return
        if (isBusy()) setTimeout(flush, GATHER_MS)
        else setImmediate(flush)
      }),
  }
}

function signAll(key: KeyObject, batch: readonly Waiting[]): void {
  const alg = batch.length === 1 ? ALONE : TOGETHER
  const prepared = batch.flatMap((one) => {
    try {
      const parameters = { ...one.parameters, alg }
      return [{ ...one, ...prepareSignature(one.message, one.label, one.components, parameters) }]
    } catch (cause) {
      one.reject(cause)
      return []
    }
  })
  if (alg === ALONE) {
    for (const { base, finish, resolve } of prepared) resolve(finish(signed(key, Buffer.from(base))))
    return
  }
  if (prepared.length === 0) return
  const levels = treeOver(prepared.map(({ base }) => leafHash(base)))
  const root = signed(key, rootText(levels.at(-1)![0]!))
  for (const [index, { finish, resolve }] of prepared.entries()) {
    const path = pathOf(levels, index)
    const bytes = Buffer.allocUnsafe(HEAD_BYTES + path.length * HASH_BYTES)
    bytes.set(root)
    bytes.writeUInt32BE(index, SIGNATURE_BYTES)
    bytes.writeUInt32BE(prepared.length, SIGNATURE_BYTES + 4)
    for (const [height, node] of path.entries()) bytes.write(node, HEAD_BYTES + height * HASH_BYTES, 'latin1')
    resolve(finish(bytes))
  }
}

export interface Verifier {
  /** Believes one signature (either form) or throws `SignatureError`. `keyOf` gives the public key on P-256 of a `keyid`. */
  verify(message: Message, expected: Expected, keyOf: (keyid: string) => KeyObject | undefined): ReadSignature
}

/** Remembers the last roots it has verified: the rest of a batch costs a few hashes. */
export function createVerifier(remember = 4096): Verifier {
  const verified = new Set<string>()
  const isSigned = (key: KeyObject, keyid: string, root: Hash, signature: Buffer): boolean => {
    const name = `${root}${signature.toString('latin1')}${keyid}`
    if (verified.has(name)) return true
    if (!isBy(key, rootText(root), signature)) return false
    if (verified.size >= remember) verified.delete(verified.values().next().value!)
    verified.add(name)
    return true
  }
  return {
    verify(message, expected, keyOf) {
      const read = readSignature(message, expected)
      const key = keyOf(read.keyid ?? '')
      if (!key) throw new SignatureError('unknown-key', 'nobody we know has this key')
      const good =
        read.alg === ALONE
          ? isBy(key, Buffer.from(read.base), read.signature)
          : read.alg === TOGETHER && inBatch(read, (root, by) => isSigned(key, read.keyid ?? '', root, by))
      if (!good)
        throw new SignatureError('wrong', 'not signed by this key, changed since, or by an algorithm that is not accepted')
      return read
    },
  }
}

function inBatch({ base, signature }: ReadSignature, isSigned: (root: Hash, by: Buffer) => boolean): boolean {
  const bytes = Buffer.from(signature.buffer, signature.byteOffset, signature.length)
  if (bytes.length < HEAD_BYTES || (bytes.length - HEAD_BYTES) % HASH_BYTES !== 0) return false
  let index = bytes.readUInt32BE(SIGNATURE_BYTES)
  let width = bytes.readUInt32BE(SIGNATURE_BYTES + 4)
  if (width > MOST || index >= width) return false
  let node = leafHash(base)
  let at = HEAD_BYTES
  for (; width > 1; width = (width + 1) >> 1, index >>= 1) {
    if (index % 2 === 0 && index + 1 === width) continue
    if (at === bytes.length) return false
    const other = bytes.toString('latin1', at, at + HASH_BYTES)
    at += HASH_BYTES
    node = index % 2 === 0 ? nodeHash(node, other) : nodeHash(other, node)
  }
  return at === bytes.length && isSigned(node, bytes.subarray(0, SIGNATURE_BYTES))
}

/** 32 bytes, a character each: hashing into strings and out of them takes half the time of buffers. */
type Hash = string

/** All levels, leaves first. A node without a sibling goes up as it is, which is the shape of RFC 9162 §2.1.1. */
function treeOver(leaves: readonly Hash[]): readonly (readonly Hash[])[] {
  const levels = [leaves]
  for (let level = leaves; level.length > 1; levels.push(level))
    level = Array.from({ length: (level.length + 1) >> 1 }, (_, i) =>
      2 * i + 1 < level.length ? nodeHash(level[2 * i]!, level[2 * i + 1]!) : level[2 * i]!,
    )
  return levels
}

const pathOf = (levels: readonly (readonly Hash[])[], index: number): Hash[] =>
  levels.slice(0, -1).flatMap((level, height) => level[(index >> height) ^ 1] ?? [])

/** Of the text in UTF-8: its first character is the byte 0. */
const leafHash = (base: string): Hash => hash('sha256', `\0${base}`, 'latin1')

const NODE = Buffer.alloc(1 + 2 * HASH_BYTES, 1)
function nodeHash(left: Hash, right: Hash): Hash {
  NODE.write(left, 1, 'latin1')
  NODE.write(right, 1 + HASH_BYTES, 'latin1')
  return hash('sha256', NODE, 'latin1')
}

const rootText = (root: Hash): Buffer => Buffer.concat([ROOT_PREFIX, Buffer.from(root, 'latin1')])
const signed = (key: KeyObject, text: Uint8Array): Buffer => sign('sha256', text, { key, dsaEncoding: 'ieee-p1363' })
/** ECDSA with P-256 and SHA-256, as two numbers side by side. */
export const isBy = (key: KeyObject, text: Uint8Array, signature: Uint8Array): boolean =>
  signature.length === SIGNATURE_BYTES && verify('sha256', text, { key, dsaEncoding: 'ieee-p1363' }, signature)

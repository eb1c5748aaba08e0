import { sha256 } from '@noble/hashes/sha2.js'
import { concat, type Hash } from './bytes.ts'

const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

/** HASH(0x00 || entry) (RFC 9162 §2.1.1). */
export const leafHash = (entry: Uint8Array): Hash => sha256(concat(LEAF, entry))

/** HASH(0x01 || left || right) (RFC 9162 §2.1.1). */
export const nodeHash = (left: Hash, right: Hash): Hash => sha256(concat(NODE, left, right))

/** The root of a tree without leaves: HASH(). */
export const emptyRoot = (): Hash => sha256(new Uint8Array())

/** Names of what was published: hashes over canonical JSON (RFC 8785), the same on every machine. */
import { createHash } from 'node:crypto'
import { canonicalJson } from '@dpg/definitions'
import type { ReleaseId, VersionId } from './contract.ts'

const PREFIX = 'sha256:'

export interface Written {
  readonly kind: string
  readonly id: string
  readonly hash: Buffer
  /** JSON of the definition as it was written: answers to choose from stand in the order of the pack. */
  readonly body: string
}

/** A definition as it is stored; its hash is `canonicalHash`, whatever the order of its keys. */
export function write(kind: string, id: string, definition: unknown): Written {
  return {
    kind,
    id,
    body: JSON.stringify(definition),
    hash: createHash('sha256').update(canonicalJson(definition)).digest(),
  }
}

export const versionId = (hash: Uint8Array): VersionId => `${PREFIX}${Buffer.from(hash).toString('hex')}` as VersionId

/** Null for a text that is no version id. */
export function hashOf(version: string): Buffer | null {
  return /^sha256:[0-9a-f]{64}$/.test(version) ? Buffer.from(version.slice(PREFIX.length), 'hex') : null
}

/** A release is named by everything in it: kind, id and hash, in order of kind and id whatever the order of the files. */
export function releaseId(definitions: readonly Omit<Written, 'body'>[]): ReleaseId {
  const lines = definitions.map(({ kind, id, hash }) => `${kind}\0${id}\0${hash.toString('hex')}`).sort()
  return `${PREFIX}${createHash('sha256').update(lines.join('\n')).digest('hex')}` as ReleaseId
}

/** Files as evidence: what may be handed in, what was, and keeping out what only pretends to be a document. */
import { type Lang, type PersonId, textIn } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'
import { type AttachmentId, fileRefused, type UploadView } from './contract.ts'
import type { CaseworkDeps } from './deps.ts'
import type { NamedNeed } from './needs.ts'
import { findAttachment, insertAttachment, listAttachments } from './store-drafts.ts'

interface File {
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
}

/** What an upload asks of a need. */
type Wanted = Pick<NamedNeed, 'id' | 'document' | 'facts' | 'upload' | 'uploadReason' | 'why'>

/** What an official asked for in words of their own: no need of the definition speaks of it. */
export const SUPPLEMENT: Wanted = { id: 'supplement', document: null, facts: [], upload: null, uploadReason: null, why: null }

const MEDIA = ['application/pdf', 'image/jpeg', 'image/png']
/** Of a file, where a definition names no other limit. */
export const MAX_BYTES = 20_000_000
const MAX_FILES = 10
const contentContext = (id: AttachmentId) => `casework.attachments.sealed:${id}`
const nameContext = (id: AttachmentId) => `casework.attachments.name:${id}`

/** What these needs want, with the files already there. */
export async function uploadsOf(
  deps: CaseworkDeps,
  on: Query,
  person: PersonId,
  owners: readonly string[],
  needs: readonly Wanted[],
  lang: Lang,
): Promise<UploadView[]> {
  if (needs.length === 0) return []
  const rows = await listAttachments(on, person, owners)
  const names = new Map<AttachmentId, string>()
  for (const { id, name } of rows) names.set(id, await deps.sealing.open<string>(on, person, nameContext(id), name))
  return needs.map((need) => ({
    need: need.id,
    title: titleOf(deps, need, lang),
    why: need.uploadReason || need.why ? textIn((need.uploadReason ?? need.why)!, lang) : null,
    accepts: need.upload?.mime ?? MEDIA,
    maxBytes: need.upload?.maxBytes ?? MAX_BYTES,
    maxFiles: need.upload?.maxFiles ?? MAX_FILES,
    files: rows.filter((row) => row.need === need.id).map(({ id, bytes }) => ({ id, name: names.get(id) ?? '', bytes })),
  }))
}

/** What a need is about: its document, or the names of its facts. */
export function titleOf({ catalogue, texts }: CaseworkDeps, need: Wanted, lang: Lang): string {
  if (need.id === SUPPLEMENT.id) return texts(lang)('casework.upload.supplement')
  if (need.document) return textIn(need.document, lang)
  const { facts } = catalogue.current().pack
  return need.facts.flatMap((id) => (facts.has(id) ? [textIn(facts.get(id)!.title, lang)] : [])).join(', ')
}

export interface Kept {
  readonly id: AttachmentId
  /** False: this very file had been handed in for this need before. */
  readonly isNew: boolean
}

/** Keeps a file for a need of a draft or case, sealed; the same file is kept once. Throws `casework/file-refused`. */
export async function keepFile(
  deps: CaseworkDeps,
  tx: Query,
  person: PersonId,
  owner: string,
  owners: readonly string[],
  need: Wanted,
  file: File,
): Promise<Kept> {
  const media = mediaOf(file.bytes)
  if (!media || !(need.upload?.mime ?? MEDIA).includes(media)) throw fileRefused({ why: 'type' })
  if (file.bytes.byteLength > (need.upload?.maxBytes ?? MAX_BYTES)) throw fileRefused({ why: 'size' })
  const there = (await listAttachments(tx, person, owners)).filter((row) => row.need === need.id)
  for (const one of there) {
    if (one.media !== media || one.bytes !== file.bytes.byteLength) continue
    const kept = await readFile(deps, tx, person, owners, one.id)
    if (kept && Buffer.compare(kept.bytes, file.bytes) === 0) return { id: one.id, isNew: false }
  }
  if (there.length >= (need.upload?.maxFiles ?? MAX_FILES)) throw fileRefused({ why: 'count' })
  const id = deps.newId<AttachmentId>('att')
  const name = await deps.sealing.seal(tx, person, nameContext(id), nameOf(file.name, media))
  const sealed = await deps.sealing.seal(tx, person, contentContext(id), Buffer.from(file.bytes).toString('base64'))
  await insertAttachment(tx, person, deps.clock.now().toString(), {
    id,
    owner,
    need: need.id,
    media,
    bytes: file.bytes.byteLength,
    name,
    sealed,
  })
  return { id, isNew: true }
}

/** A file as it was handed in; its type is the one that was found in it, never the one it claimed. */
export async function readFile(
  deps: CaseworkDeps,
  on: Query,
  person: PersonId,
  owners: readonly string[],
  id: AttachmentId,
): Promise<File | undefined> {
  const row = await findAttachment(on, person, owners, id)
  if (!row) return undefined
  const name = await deps.sealing.open<string>(on, person, nameContext(id), row.name)
  const content = await deps.sealing.open<string>(on, person, contentContext(id), row.sealed)
  return { name, type: row.media, bytes: Buffer.from(content, 'base64') }
}

const SIGNATURES: readonly [media: string, start: readonly number[]][] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
]
/** What makes a PDF do things by itself (ISO 32000-1 §12.6.4): such a file is no evidence. */
const ACTIVE = /\/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)\b/

/** By its first bytes (매직 바이트); undefined: none that we take, or one that would run something. */
function mediaOf(bytes: Uint8Array): string | undefined {
  const found = SIGNATURES.find(([, start]) => start.every((byte, index) => bytes[index] === byte))?.[0]
  if (found === 'application/pdf' && ACTIVE.test(Buffer.from(bytes).toString('latin1'))) return undefined
  return found
}

const ENDINGS: Readonly<Record<string, string>> = { 'application/pdf': 'pdf', 'image/jpeg': 'jpg', 'image/png': 'png' }

/** A name that is only a name: no path, no control characters, the ending of what it is. */
function nameOf(given: string, media: string): string {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const stem = last
    .replace(/\.[A-Za-z0-9]{1,8}$/, '')
    .replace(/[^\p{L}\p{N} ._()-]+/gu, '_')
    .slice(0, 80)
    .trim()
  return `${stem || 'file'}.${ENDINGS[media]}`
}

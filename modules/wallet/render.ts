/** PDFs of a document: rendered once, by the job or by who reads first, and kept sealed. */
import { createHash } from 'node:crypto'
import { type DocumentId, type Lang, Problem } from '@dpg/kernel'
import { type JobHandler, jobHandler } from '@dpg/kernel/server'
import { notPrintable } from './contract.ts'
import { renderJob } from './issue.ts'
import type { RenderPdf } from './pdf-renderer.ts'
import { type Sealed, type UnsealDeps, unseal } from './sealed.ts'
import { type DocumentRow, findById } from './store.ts'
import { findFile, insertFile } from './store-files.ts'
import { type VerificationDeps, withVerification } from './verification.ts'

export interface RenderDeps extends VerificationDeps, UnsealDeps {
  readonly renderPdf: RenderPdf
}

const fileContext = (id: DocumentId, language: Lang) => `wallet.files.sealed:${id}:${language}`

/** The document in the reader's language where it was issued in it, with its verification block. */
export function modelOf(deps: VerificationDeps, row: DocumentRow, { documents }: Sealed, asked: Lang) {
  const lang: Lang = asked === 'en' && documents.en ? 'en' : 'ko'
  const document = (lang === 'en' && documents.en) || documents.ko
  return { lang, document: withVerification(deps, document, { number: row.number, validUntil: row.validUntil, lang }) }
}

/** The one PDF in that language; rendered now when it has not been. */
export async function pdfOf(deps: RenderDeps, row: DocumentRow, sealed: Sealed, asked: Lang): Promise<Uint8Array> {
  const { db, sealing } = deps
  const { lang, document } = modelOf(deps, row, sealed, asked)
  const key = { owner: row.owner, id: row.id, language: lang }
  const stored = async () => {
    const file = await findFile(db, key)
    return file && Buffer.from(await sealing.open<string>(db, row.owner, fileContext(row.id, lang), file), 'base64')
  }
  const known = await stored()
  if (known) return known
  const bytes = await deps.renderPdf(document, Temporal.Instant.from(row.issuedAt).epochMilliseconds)
  const text = Buffer.from(bytes).toString('base64')
  const digest = createHash('sha256').update(bytes).digest()
  await insertFile(db, { ...key, digest, sealed: await sealing.seal(db, row.owner, fileContext(row.id, lang), text) })
  return (await stored()) ?? bytes
}

/** One at a time: rendering is heavy. A letter that the fonts lack is told once and not tried again. */
export const renderHandler = (deps: RenderDeps): JobHandler =>
  jobHandler({
    job: renderJob,
    concurrency: 1,
    handle: async ({ owner, id }) => {
      const row = await findById(deps.db, owner, id)
      const sealed = row && (await unseal(deps, row))
      if (!sealed) return
      try {
        for (const lang of sealed.documents.en ? (['ko', 'en'] as const) : (['ko'] as const)) await pdfOf(deps, row, sealed, lang)
      } catch (cause) {
        if (!(cause instanceof Problem) || cause.type !== notPrintable.type) throw cause
        deps.log.error('wallet.not-printable', { document: id })
      }
    },
  })

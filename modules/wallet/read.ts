/** What the owner sees of their documents. */
import { renderHtml, toJson } from '@dpg/documents'
import type { DocumentId, PersonId } from '@dpg/kernel'
import { documentNotFound, type DocumentSummary, type Wallet } from './contract.ts'
import { formatNumber } from './number.ts'
import { modelOf, pdfOf, type RenderDeps } from './render.ts'
import { type Sealed, type UnsealDeps, unseal } from './sealed.ts'
import { type DocumentRow, findById, readDocuments } from './store.ts'

type Reading = 'ko' | 'en'

export async function list(deps: UnsealDeps, owner: PersonId, lang: Reading): Promise<DocumentSummary[]> {
  const rows = await readDocuments(deps.db, owner)
  const opened = await Promise.all(rows.map((row) => unseal(deps, row)))
  return opened.flatMap((sealed, i) => (sealed ? [summaryOf(rows[i]!, sealed, lang)] : []))
}

export async function find(
  deps: UnsealDeps,
  owner: PersonId,
  id: DocumentId,
  lang: Reading,
): Promise<DocumentSummary | undefined> {
  const row = await findById(deps.db, owner, id)
  const sealed = row && (await unseal(deps, row))
  return sealed && summaryOf(row, sealed, lang)
}

export async function read(
  deps: RenderDeps,
  owner: PersonId,
  id: DocumentId,
  { form, lang }: { readonly form: Parameters<Wallet['read']>[2]; readonly lang: Reading },
): ReturnType<Wallet['read']> {
  const row = await findById(deps.db, owner, id)
  const sealed = row && (await unseal(deps, row))
  if (!sealed) throw documentNotFound({ id })
  if (form === 'pdf') return { bytes: await pdfOf(deps, row, sealed, lang), contentType: 'application/pdf' }
  const { document } = modelOf(deps, row, sealed, lang)
  if (form === 'json')
    return { bytes: Buffer.from(JSON.stringify(toJson(document), null, 2)), contentType: 'application/json; charset=utf-8' }
  return { bytes: Buffer.from(renderHtml(document, { headingLevel: 2 })), contentType: 'text/html; charset=utf-8' }
}

function summaryOf(row: DocumentRow, sealed: Sealed, lang: Reading): DocumentSummary {
  const { id, issuedAt, validUntil, revokedAt } = row
  const { kind, documents, issuer, service } = sealed
  const { title } = (lang === 'en' && documents.en) || documents.ko
  return {
    id,
    kind,
    title,
    number: formatNumber(row.number),
    issuer,
    issuedAt,
    validUntil,
    service,
    case: sealed.case,
    revokedAt,
  }
}

/** The official text of a service, where it was imported: what the list says, then what only the details say. */
import type { Query } from '@dpg/kernel/server'
import type { ServiceText } from './contract.ts'
import { TEXTS } from './import/gov24-record.ts'
import { findText } from './store-texts.ts'

export async function fullText(on: Query, service: string): Promise<ServiceText | undefined> {
  if (service.includes('\0')) return undefined
  const stored = await findText(on, service)
  if (!stored) return undefined
  const listed = stored.listed?.sections ?? []
  const detail = stored.detail?.sections ?? []
  const said = new Set(detail.map(({ label }) => label))
  const sections = [...listed.filter(({ label }) => !said.has(label) && !said.has(LONGER[label] ?? label)), ...detail]
  if (sections.length === 0) return undefined
  return { source: stored.source, fetchedAt: stored.fetchedAt, sections: sections.sort(byPlace), url: stored.listed?.url ?? null }
}

/** What the list says in short and the details say in full, under another name. */
const LONGER: Readonly<Record<string, string>> = { 서비스목적요약: '서비스목적', 접수기관: '접수기관명', 전화문의: '문의처' }

const placeOf = (label: string) => {
  const place = TEXTS.indexOf(label)
  return place < 0 ? TEXTS.length : place
}
const byPlace = (a: { label: string }, b: { label: string }) => placeOf(a.label) - placeOf(b.label)

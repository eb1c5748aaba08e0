/** For the tests: the module on a real database, with its real rendering thread, and a document to issue. */
import type { AccessRecord } from '@dpg/access/contract'
import type { IssuedDocument } from '@dpg/documents'
import { createTexts, type DocumentId, type PersonId } from '@dpg/kernel'
import { createSealing, newId } from '@dpg/kernel/server'
import { fixedClock, openTestDb, silentLog } from '@dpg/kernel/testing'
import type { IssueDocument } from './contract.ts'
import { createWallet, wallet, type WalletDeps } from './index.ts'

export const person = (name: string) => `per_${name}` as PersonId
export const clock = fixedClock('2026-03-06T00:00:00Z')

export async function setUp() {
  const db = await openTestDb(wallet.migrations)
  const sealing = createSealing(Buffer.alloc(32, 1))
  const looks: AccessRecord[] = []
  const access = { record: async (_: unknown, look: AccessRecord) => void looks.push(look) } as never
  const build = (change: Partial<WalletDeps> = {}) =>
    createWallet({
      db,
      clock,
      newId,
      log: silentLog,
      sealing,
      access,
      texts: createTexts([wallet.messages]),
      identity: { resident: async (id) => ({ id, name: '김하늘' }) },
      baseUrl: 'https://dpg.example',
      ...change,
    })
  const built = build()
  /** Runs the job as the server would: with what was queued, nothing else. */
  const render = (owner: PersonId, id: DocumentId) => built.parts.jobs![0]!.handle({ owner, id })
  return { db, sealing, build, render, looks, ...built }
}

const document = (language: 'ko' | 'en', title: string, text: string): IssuedDocument => ({
  title,
  language,
  sections: [{ blocks: [{ kind: 'paragraph', text }] }],
  pageLabel: '{page} / {pages}',
})

export const granted = (to: string, change: Partial<IssueDocument> = {}): IssueDocument => ({
  key: 'case-1',
  to: person(to),
  kind: 'decision',
  documents: {
    ko: document('ko', '기초연금 지급 결정 통지서', '김하늘 님께 매월 349,700원을 드립니다.'),
    en: document('en', 'Basic Pension decision', 'Kim Haneul receives KRW 349,700 a month.'),
  },
  issuer: '서초구청장',
  service: 'SSE000000170',
  case: null,
  validUntil: null,
  ...change,
})

export const written = (title: string, text: string): Pick<IssueDocument, 'documents'> => ({
  documents: { ko: document('ko', title, text) },
})

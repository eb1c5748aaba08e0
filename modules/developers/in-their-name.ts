/** An app's test key asks as one of the synthetic people: what it does looks like theirs, so their trace says first that it was the app. */
import type { Operation } from './contract.ts'
import type { Calling } from './gate.ts'
import type { DevelopersRunning } from './deps.ts'
import { findName } from './store-apps.ts'
import type { Lang, PersonId } from '@dpg/kernel'

/** 접속기록의 보관. */
const LAW = '개인정보 보호법 제29조'

/** Written before it is done, as every look is before its answer leaves. */
export async function noteInTheirName(
  { db, access, texts }: DevelopersRunning,
  { app }: Calling,
  subject: PersonId,
  { method, path }: Pick<Operation, 'method' | 'path'>,
): Promise<void> {
  const name = (app && (await findName(db, app))) ?? texts('ko')('developers.playground.name')
  const purpose = (lang: Lang) => texts(lang)('developers.purpose.in-their-name', { operation: `${method} ${path}` })
  await db.transaction((tx) =>
    access.record(tx, {
      ...{ subject, actor: { kind: 'system', name, agency: null }, use: 'view', facts: [] },
      ...{ purpose: { ko: purpose('ko'), en: purpose('en') }, law: LAW, register: null, service: null, case: null },
    }),
  )
}

/** Ids: `prefix_` + UUIDv7 (RFC 9562 §5.7), branded per kind, so that one kind is never taken for another. */
import { defineProblem } from './problem.ts'

declare const kind: unique symbol
export type Id<K extends string> = string & { readonly [kind]: K }

export type PersonId = Id<'PersonId'>
export type OfficialId = Id<'OfficialId'>
export type CaseId = Id<'CaseId'>
export type NoticeId = Id<'NoticeId'>
export type DocumentId = Id<'DocumentId'>
export type ReceiptId = Id<'ReceiptId'>

/** Makes a new id of a kind; `newId<CaseId>('case')` gives `case_0192…`. */
export type NewId = <T extends Id<string>>(prefix: string) => T

export const malformedId = defineProblem<{ expected: string }>('kernel/malformed-id', 422)

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Reads an id from outside; refuses anything that is not `prefix_` and a UUID. */
export function parseId<T extends Id<string>>(prefix: string, text: string): T {
  if (!text.startsWith(`${prefix}_`) || !UUID.test(text.slice(prefix.length + 1))) throw malformedId({ expected: `${prefix}_…` })
  return text as T
}

/** An id maker over a source of UUIDv7 texts; the server gives Node's, a test gives its own. */
export const idMaker =
  (uuid: () => string): NewId =>
  <T extends Id<string>>(prefix: string) =>
    `${prefix}_${uuid()}` as T

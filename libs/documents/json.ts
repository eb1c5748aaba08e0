import type { IssuedDocument } from './model.ts'

/** The name and version of the form that `toJson` gives. Fields may be added; their meaning does not change. */
export const JSON_FORM = 'dpg-document/1'

/** The document for programs: the model as plain JSON, without the picture of the QR code, with every row of a table complete. */
export function toJson(document: IssuedDocument): Record<string, unknown> {
  const { verification, ...rest } = document
  const { qr: _, ...proof } = verification ?? {}
  return JSON.parse(JSON.stringify({ form: JSON_FORM, ...rest, ...(verification ? { verification: proof } : {}) }))
}

/** The block that tells whoever is shown a document how to check it. */
import type { IssuedDocument } from '@dpg/documents'
import type { Lang, Translate } from '@dpg/kernel'
import { create } from 'qrcode'
import { formatNumber } from './number.ts'

export interface VerificationDeps {
  /** Address of the portal, without trailing slash. */
  readonly baseUrl: string
  readonly texts: (lang: Lang) => Translate
}

export function withVerification(
  { baseUrl, texts }: VerificationDeps,
  document: IssuedDocument,
  { number, validUntil, lang }: { readonly number: string; readonly validUntil: string | null; readonly lang: Lang },
): IssuedDocument {
  const t = texts(lang)
  const page = `${baseUrl}/verify`
  const url = `${page}?number=${formatNumber(number)}`
  const how = t('wallet.verification.note', { url: page })
  const until = validUntil && t('wallet.verification.until', { day: dayInWords(validUntil, lang) })
  return {
    ...document,
    verification: {
      label: t('wallet.verification.label'),
      number: formatNumber(number),
      note: until ? `${how}\n${until}` : how,
      url,
      qr: { modules: qrModules(url), label: t('wallet.verification.qr') },
    },
  }
}

const dayInWords = (day: string, lang: Lang): string =>
  Temporal.PlainDate.from(day).toLocaleString(lang === 'ko' ? 'ko-KR' : 'en-GB', { dateStyle: 'long' })

function qrModules(text: string): boolean[][] {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules
  return Array.from({ length: size }, (_, row) => Array.from({ length: size }, (_, column) => data[row * size + column] === 1))
}

/** `/verify`: the number travels in a form; one that came by a document's QR code only fills the field, and is asked for by a press. */
import { Problem } from '@dpg/kernel'
import { type Asked, page, type Route } from '@dpg/kernel/route'
import { type FormError, render } from '@dpg/ui'
import { tooManyTries } from '@dpg/wallet/contract'
import { z } from 'zod'
import type { ResidentContracts } from '../../contracts.ts'
import { frameOf } from '../../frame.tsx'
import { VerifyPage, type VerifyPageProps } from './page.tsx'

const MAX_FILE = 5 * 1024 * 1024
/** The file, and the form around it. */
const MAX_BODY = MAX_FILE + 64 * 1024

type VerifyAsked = Asked<undefined, unknown, unknown>

export const verifyRoutes = (contracts: ResidentContracts): Route[] => [
  page({
    method: 'GET',
    path: '/verify',
    needs: 'public',
    query: z.object({ number: z.string().max(40).catch('') }),
    handle: (asked) => draw(contracts, asked, { number: asked.query.number }),
  }),
  page({
    method: 'POST',
    path: '/verify',
    needs: 'public',
    body: z.object({ number: z.string().max(200).catch('') }),
    handle: (asked) => byNumber(contracts, asked, asked.body.number.trim(), asked.client),
  }),
  page({
    method: 'POST',
    path: '/verify/file',
    needs: 'public',
    maxBytes: MAX_BODY,
    body: z.object({ file: z.instanceof(File).optional().catch(undefined) }),
    handle: (asked) => byFile(contracts, asked, asked.body.file),
  }),
]

async function draw(contracts: ResidentContracts, asked: VerifyAsked, found: Partial<VerifyPageProps>, status = 200) {
  const frame = await frameOf(contracts, asked)
  return { status, html: render(VerifyPage({ frame, number: '', errors: [], answer: undefined, by: 'number', ...found })) }
}

async function byNumber(contracts: ResidentContracts, asked: VerifyAsked, number: string, client: string | undefined) {
  const wrong = (key: string, values = {}): FormError[] => [{ field: 'number', text: asked.t(key, values) }]
  const digits = number.normalize('NFKC').replace(/[\s\p{Pd}]/gu, '')
  if (!/^\d{16}$/.test(digits)) {
    const key = digits === '' ? 'resident.verify.error.empty' : 'resident.verify.error.digits'
    return draw(contracts, asked, { number, errors: wrong(key) }, 422)
  }
  try {
    const answer = (await contracts.wallet.verify(digits, client ?? 'unknown')) ?? 'not-issued'
    return draw(contracts, asked, { number, answer }, answer === 'not-issued' ? 404 : 200)
  } catch (error) {
    if (!(error instanceof Problem) || error.type !== tooManyTries.type) throw error
    const seconds = Number(error.values['retryAfterS'])
    const errors = wrong('resident.verify.error.tooMany', { minutes: Math.max(1, Math.ceil(seconds / 60)) })
    return { ...(await draw(contracts, asked, { number, errors }, 429)), headers: { 'retry-after': String(seconds) } }
  }
}

async function byFile(contracts: ResidentContracts, asked: VerifyAsked, file: File | undefined) {
  const wrong = (key: string) => draw(contracts, asked, { by: 'file', errors: [{ field: 'file', text: asked.t(key) }] }, 422)
  if (!file || file.size === 0) return wrong('resident.verify.error.noFile')
  if (file.size > MAX_FILE) return wrong('resident.verify.error.large')
  const answer = (await contracts.wallet.verifyFile(new Uint8Array(await file.arrayBuffer()))) ?? 'not-issued'
  return draw(contracts, asked, { by: 'file', answer }, answer === 'not-issued' ? 404 : 200)
}

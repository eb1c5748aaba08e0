/** `/passports`: whom we believe about passports. The administrator loads lists, withdraws them, and sees how tries went. */
import type { PassportListId } from '@dpg/identity/contract'
import { parseId, Problem } from '@dpg/kernel'
import { page, type Route } from '@dpg/kernel/route'
import { type FormError, render } from '@dpg/ui'
import { z } from 'zod'
import type { OfficerContracts } from '../contracts.ts'
import { type FrameAsked, frameOf } from '../frame.tsx'
import { KINDS, PassportsPage, type Typed } from './page.tsx'

const HOME = '/passports'
const ADMINISTRATOR = 'administrator'
/** Whoever may be the second official. */
const ADMITTING = 'admitting'
const MAX = 16 * 1024 * 1024

export const passportListRoutes = (contracts: OfficerContracts): Route[] => {
  const lists = () => contracts.identity.passports.lists
  const draw = async (asked: FrameAsked, shown: { readonly errors?: readonly FormError[]; readonly typed?: Typed } = {}) => {
    const [frame, held, attempts] = await Promise.all([
      frameOf(contracts, asked),
      lists().list(asked.principal, { all: true }),
      lists().attempts(asked.principal),
    ])
    return render(PassportsPage({ frame, lists: held, attempts, errors: [], typed: { kind: 'master', source: '' }, ...shown }))
  }
  return [
    page({ method: 'GET', path: HOME, needs: ADMITTING, handle: async (asked) => ({ html: await draw(asked) }) }),
    page({
      method: 'POST',
      path: HOME,
      needs: ADMINISTRATOR,
      maxBytes: MAX,
      body: z.object({
        kind: z.enum(KINDS).catch('master'),
        source: z.string().trim().max(60).catch(''),
        file: z.instanceof(File).optional().catch(undefined),
      }),
      handle: async (asked) => {
        const { body, principal, t } = asked
        const { kind, source, file } = body
        const errors: FormError[] = []
        if (source === '') errors.push({ field: 'source', text: t('officer.passports.source.missing') })
        if (!file || file.size === 0) errors.push({ field: 'file', text: t('officer.passports.file.missing') })
        if (errors.length > 0 || !file) return { html: await draw(asked, { errors, typed: { kind, source } }), status: 422 }
        try {
          await lists().load(principal, { kind, source, file: Buffer.from(await file.arrayBuffer()) })
          return { location: HOME }
        } catch (error) {
          if (!(error instanceof Problem) || error.type !== 'identity/passport-list-refused') throw error
          const text = t(`problem.${error.type}.detail.${String(error.values['why'])}`)
          return { html: await draw(asked, { errors: [{ field: 'file', text }], typed: { kind, source } }), status: 422 }
        }
      },
    }),
    page({
      method: 'POST',
      path: `${HOME}/{id}/confirm`,
      needs: ADMITTING,
      params: z.object({ id: z.string().max(60) }),
      handle: async ({ principal, params }) => {
        await lists().confirm(principal, parseId<PassportListId>('psl', params.id))
        return { location: HOME }
      },
    }),
    page({
      method: 'POST',
      path: `${HOME}/{id}/withdraw`,
      needs: ADMINISTRATOR,
      params: z.object({ id: z.string().max(60) }),
      handle: async ({ principal, params }) => {
        await lists().withdraw(principal, parseId<PassportListId>('psl', params.id))
        return { location: HOME }
      },
    }),
  ]
}

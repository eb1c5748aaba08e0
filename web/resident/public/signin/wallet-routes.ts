/** `/signin/wallet`: signing in with a mobile ID, opening an account with it, adding it to one's own. */
import { type WalletEntered, type WalletId, walletRefused } from '@dpg/identity/contract'
import { parseId, type Principal, Problem } from '@dpg/kernel'
import { page, type Route } from '@dpg/kernel/route'
import { type FormError, localPath, render } from '@dpg/ui'
import { z } from 'zod'
import type { ResidentContracts } from '../../contracts.ts'
import { type FrameAsked, frameOf } from '../../frame.tsx'
import { landing } from './landing.ts'
import { WalletCodePage, WalletPage } from './wallet.tsx'

const next = z.string().max(2000).optional().catch(undefined)
const ASKING = { name: 'wallet-questions', burst: 60, perMinute: 30 }
const TYPING = { name: 'wallet-numbers', burst: 30, perMinute: 20 }
const userAgentOf = (raw: Request): string | undefined => raw.headers.get('user-agent') ?? undefined

export const walletPages = (contracts: ResidentContracts): Route[] => {
  const presentations = () => contracts.identity.presentations
  /** The question that this browser has, or a new one; why the one before was refused is said above it. */
  const draw = async (
    asked: FrameAsked & { readonly cookies: Readonly<Record<string, string>>; readonly raw: Request },
    {
      wanted,
      isNew = false,
      errors = [],
    }: { readonly wanted?: string | undefined; readonly isNew?: boolean; readonly errors?: readonly FormError[] },
  ) => {
    const { principal, cookies, raw, t } = asked
    const path = wanted === undefined ? undefined : localPath(wanted)
    const known = isNew ? undefined : await presentations().current(cookies, principal)
    // Asked on the way to somewhere else, it is another question.
    const state = path === undefined || path === known?.next ? known : undefined
    const frame = await frameOf(contracts, asked)
    if (state?.step === 'ask') return { html: render(WalletPage({ frame, question: state.question, errors })) }
    if (state?.step === 'confirm') return { html: render(WalletPage({ frame, question: null, errors })) }
    const next = path ?? state?.next ?? null
    const { question, cookie } = await presentations().start(principal, next, userAgentOf(raw))
    const refused = state && errors.length === 0 ? [{ field: 'number', text: t(detailOf(state.why)) }] : errors
    return { html: render(WalletPage({ frame, question, errors: refused })), cookies: [cookie] }
  }
  const into = ({ signedIn, next: path, cookies }: WalletEntered, before: Principal) => {
    if (!signedIn) return { location: landing(before, path ?? '/my/settings?done=way'), cookies }
    // Known only a little, one's own affairs stay closed; a site may ask no more.
    const isIn = signedIn.principal.permissions.has('resident') || path?.startsWith('/signin/site/')
    return { location: isIn ? landing(signedIn.principal, path ?? undefined) : '/', cookies }
  }
  return [
    page({
      method: 'GET',
      path: '/signin/wallet',
      needs: 'public',
      limit: ASKING,
      query: z.object({ next, new: z.string().max(1).optional().catch(undefined) }),
      handle: async (asked) => {
        if (!(await presentations().isOffered())) return { location: '/signin' }
        return draw(asked, { wanted: asked.query.next, isNew: asked.query.new !== undefined })
      },
    }),
    page({
      method: 'POST',
      path: '/signin/wallet',
      needs: 'public',
      limit: TYPING,
      body: z.object({ number: z.string().max(20).catch('') }),
      handle: async (asked) => {
        const { body, principal, cookies, raw, t } = asked
        try {
          return into(await presentations().confirm(body.number, cookies, principal, userAgentOf(raw)), principal)
        } catch (error) {
          if (!(error instanceof Problem) || error.type !== walletRefused.type) throw error
          const text = t(detailOf(String(error.values['why'])))
          return { ...(await draw(asked, { errors: [{ field: 'number', text }] })), status: 422 }
        }
      },
    }),
    page({
      method: 'GET',
      path: '/signin/wallet/back',
      needs: 'public',
      limit: TYPING,
      query: z.object({ code: z.string().max(100) }),
      handle: async (asked) => {
        const { query, cookies, principal, raw } = asked
        const back = await presentations().back(query.code, cookies, principal, userAgentOf(raw))
        if (back.step === 'in') return into(back, principal)
        return { html: render(WalletCodePage({ frame: await frameOf(contracts, asked), ...back })) }
      },
    }),
    page({
      method: 'POST',
      path: '/my/settings/wallets/{id}/remove',
      needs: 'resident',
      params: z.object({ id: z.string().max(60) }),
      handle: async ({ principal, params }) => {
        await presentations().remove(principal, parseId<WalletId>('wlt', params.id))
        return { location: '/my/settings?done=way-removed' }
      },
    }),
  ]
}

const detailOf = (why: string) => `problem.${walletRefused.type}.detail.${why}`

/** `/signin/passport`: signing in with an electronic passport, from anywhere, without a Korean phone and without script. */
import type { PassportId } from '@dpg/identity/contract'
import { parseId, Problem } from '@dpg/kernel'
import { page, type Route } from '@dpg/kernel/route'
import { type FormError, localPath, render } from '@dpg/ui'
import { z } from 'zod'
import type { ResidentContracts } from '../../contracts.ts'
import { type FrameAsked, frameOf } from '../../frame.tsx'
import { landing } from './landing.ts'
import { PassportDonePage, PassportPage } from './passport.tsx'

const next = z.string().max(2000).optional().catch(undefined)
const upload = z.instanceof(File).optional().catch(undefined)
const MAX = 10 * 1024 * 1024
const ASKING = { name: 'passport-challenges', burst: 60, perMinute: 30 }
const PROVING = { name: 'passport-proofs', burst: 30, perMinute: 10 }
const pathOf = (wanted: string | undefined) => (wanted === undefined ? undefined : localPath(wanted))

/** A field that was left empty arrives as an empty file. */
const bytesOf = async (file: File | undefined): Promise<Buffer | undefined> =>
  file && file.size > 0 ? Buffer.from(await file.arrayBuffer()) : undefined

export const passportPages = (contracts: ResidentContracts): Route[] => {
  const passports = () => contracts.identity.passports
  /** With a new challenge each time: the one before was used. */
  const draw = async (asked: FrameAsked, wanted: string | undefined, errors: readonly FormError[]) =>
    render(
      PassportPage({
        frame: await frameOf(contracts, asked),
        challenge: await passports().start(asked.principal),
        comparesFaces: passports().comparesFaces,
        next: pathOf(wanted),
        errors,
      }),
    )
  return [
    page({
      method: 'GET',
      path: '/signin/passport',
      needs: 'public',
      limit: ASKING,
      query: z.object({ next }),
      handle: async (asked) => ({ html: await draw(asked, asked.query.next, []) }),
    }),
    page({
      method: 'POST',
      path: '/signin/passport',
      needs: 'public',
      limit: PROVING,
      maxBytes: MAX,
      body: z.object({ id: z.string().max(60), file: upload, picture: upload, next }),
      handle: async (asked) => {
        const { body, principal, t, raw } = asked
        const file = await bytesOf(body.file)
        if (!file)
          return {
            html: await draw(asked, body.next, [{ field: 'file', text: t('resident.passport.file.missing') }]),
            status: 422,
          }
        try {
          const proof = passports().read(body.id, file, await bytesOf(body.picture))
          const { signedIn } = await passports().prove(proof, principal, raw.headers.get('user-agent') ?? undefined)
          const path = pathOf(body.next)
          const query = path ? `?next=${encodeURIComponent(path)}` : ''
          return { location: `/signin/passport/done${query}`, cookies: signedIn ? [signedIn.cookie] : [] }
        } catch (error) {
          if (!(error instanceof Problem) || !error.type.startsWith('identity/passport-')) throw error
          const text = `${t(`problem.${error.type}.title`)}. ${t(`problem.${error.type}.detail`)}`
          return {
            html: await draw(asked, body.next, [{ field: 'file', text }]),
            status: error.status,
          }
        }
      },
    }),
    page({
      method: 'GET',
      path: '/signin/passport/done',
      needs: 'signed-in',
      query: z.object({ next }),
      handle: async (asked) => {
        const standing = await passports().standing(asked.principal)
        if (!standing) return { location: '/signin/passport' }
        const isOpen = asked.principal.permissions.has('resident')
        const wanted = pathOf(asked.query.next)
        const to = isOpen || wanted?.startsWith('/signin/site/') ? landing(asked.principal, wanted) : '/'
        return { html: render(PassportDonePage({ frame: await frameOf(contracts, asked), standing, isOpen, to })) }
      },
    }),
    page({
      method: 'POST',
      path: '/my/settings/passports/{id}/remove',
      needs: 'resident',
      params: z.object({ id: z.string().max(60) }),
      handle: async ({ principal, params }) => {
        await passports().remove(principal, parseId<PassportId>('psp', params.id))
        return { location: '/my/settings?done=way-removed' }
      },
    }),
  ]
}

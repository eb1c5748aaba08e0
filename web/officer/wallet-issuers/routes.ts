/** `/wallet-issuers`: whom we believe about mobile IDs. The administrator loads the list, or withdraws it. */
import { Problem } from '@dpg/kernel'
import { page, type Route } from '@dpg/kernel/route'
import { type FormError, render } from '@dpg/ui'
import { z } from 'zod'
import type { OfficerContracts } from '../contracts.ts'
import { type FrameAsked, frameOf } from '../frame.tsx'
import { WalletIssuersPage } from './page.tsx'

const HOME = '/wallet-issuers'
const ADMINISTRATOR = 'administrator'
const MAX = 1024 * 1024

export const walletIssuerRoutes = (contracts: OfficerContracts): Route[] => {
  const issuers = () => contracts.identity.presentations.issuers
  const draw = async (asked: FrameAsked, errors: readonly FormError[] = []) => {
    const [frame, lists] = await Promise.all([frameOf(contracts, asked), issuers().list(asked.principal)])
    return render(WalletIssuersPage({ frame, lists, errors }))
  }
  return [
    page({ method: 'GET', path: HOME, needs: ADMINISTRATOR, handle: async (asked) => ({ html: await draw(asked) }) }),
    page({
      method: 'POST',
      path: HOME,
      needs: ADMINISTRATOR,
      maxBytes: MAX,
      body: z.object({ file: z.instanceof(File).optional().catch(undefined) }),
      handle: async (asked) => {
        const { body, principal, t } = asked
        const refuse = async (text: string) => ({ html: await draw(asked, [{ field: 'file', text }]), status: 422 })
        if (!body.file || body.file.size === 0) return refuse(t('officer.wallets.file.missing'))
        try {
          await issuers().load(principal, issuers().read(new Uint8Array(await body.file.arrayBuffer())))
          return { location: HOME }
        } catch (error) {
          if (!(error instanceof Problem) || error.type !== 'identity/wallet-issuers-refused') throw error
          return refuse(t(`problem.${error.type}.detail.${String(error.values['why'])}`, error.values as Record<string, string>))
        }
      },
    }),
    page({
      method: 'POST',
      path: `${HOME}/withdraw`,
      needs: ADMINISTRATOR,
      handle: async ({ principal }) => {
        await issuers().withdraw(principal)
        return { location: HOME }
      },
    }),
  ]
}

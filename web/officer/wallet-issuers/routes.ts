/** `/wallet-issuers`: whom we believe about mobile IDs. Two let a list in (`/admissions`); one withdraws it. */
import { page, type Route } from '@dpg/kernel/route'
import { render } from '@dpg/ui'
import type { OfficerContracts } from '../contracts.ts'
import { type FrameAsked, frameOf } from '../frame.tsx'
import { WalletIssuersPage } from './page.tsx'

const HOME = '/wallet-issuers'
const ADMINISTRATOR = 'administrator'

export const walletIssuerRoutes = (contracts: OfficerContracts): Route[] => {
  const issuers = () => contracts.identity.presentations.issuers
  const draw = async (asked: FrameAsked) => {
    const [frame, lists] = await Promise.all([frameOf(contracts, asked), issuers().list(asked.principal)])
    return render(WalletIssuersPage({ frame, lists }))
  }
  return [
    page({ method: 'GET', path: HOME, needs: ADMINISTRATOR, handle: async (asked) => ({ html: await draw(asked) }) }),
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

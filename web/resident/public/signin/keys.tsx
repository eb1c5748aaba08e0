/** `/signin/keys`: an official's passkeys. Residents have theirs among their settings. */
import type { Passkey, PasskeyId } from '@dpg/identity/contract'
import { parseId } from '@dpg/kernel'
import { page, type Route } from '@dpg/kernel/route'
import { Notice, render, Title } from '@dpg/ui'
import { z } from 'zod'
import type { ResidentContracts } from '../../contracts.ts'
import { type Frame, frameOf, ResidentPage } from '../../frame.tsx'
import { Passkeys } from '../../my/settings/settings.tsx'

const AT = '/signin/keys'
const RESIDENTS = '/my/settings#passkeys'
const done = z.enum(['passkey', 'passkey-removed']).optional().catch(undefined)

export const keysPages = (contracts: ResidentContracts): Route[] => [
  page({
    method: 'GET',
    path: AT,
    needs: 'signed-in',
    query: z.object({ done }),
    handle: async (asked) => {
      if (asked.principal.permissions.has('resident')) return { location: RESIDENTS }
      const [passkeys, frame] = await Promise.all([contracts.identity.passkeys(asked.principal), frameOf(contracts, asked)])
      return { html: render(KeysPage({ frame, passkeys, done: asked.query.done })) }
    },
  }),
  page({
    method: 'POST',
    path: `${AT}/passkeys/{id}/remove`,
    needs: 'signed-in',
    params: z.object({ id: z.string().max(60) }),
    handle: async ({ principal, params }) => {
      await contracts.identity.removePasskey(principal, parseId<PasskeyId>('pky', params.id))
      return { location: `${AT}?done=passkey-removed` }
    },
  }),
]

interface KeysPageProps {
  readonly frame: Frame
  readonly passkeys: readonly Passkey[]
  readonly done: z.infer<typeof done>
}

function KeysPage({ frame, passkeys, done: what }: KeysPageProps) {
  const { t } = frame.asked
  const title = t('resident.signIn.keys')
  return (
    <ResidentPage frame={frame} title={title} hideSearch isPrivate>
      <Title title={title} lead={t('resident.signIn.keys.lead')} />
      {what && <Notice kind="success" title={t(`resident.my.settings.done.${what}`)} />}
      <Passkeys frame={frame} passkeys={passkeys} at={AT} />
    </ResidentPage>
  )
}

/** Who can show more surely who they are than by a session that stands: whoever has a passkey worth it. */
import type { Identity } from '@dpg/identity/contract'
import { ANONYMOUS, type OfficialId } from '@dpg/kernel'

export const surestOf =
  (identity: Pick<Identity, 'passkeys'>) =>
  async (id: OfficialId): Promise<boolean> => {
    const official = { id, agency: '', area: null, roles: [] }
    const passkeys = await identity.passkeys({ ...ANONYMOUS, kind: 'official', official })
    return passkeys.some(({ assurance }) => assurance === 'high')
  }

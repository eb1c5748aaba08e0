/** Without issuers that are believed nobody is offered to sign in by a mobile ID. */
import { newIssuer, VCT } from '@dpg/presentation/testing'
import type { Visitor } from './visitor.ts'

export async function trustWallets(administrator: Visitor): Promise<void> {
  const { id, keys } = newIssuer('https://id.example', Date.now())
  const paths = { number: ['number'], name: ['name'], birthDate: ['birthDate'] }
  const issuer = {
    id,
    name: { ko: '시험 모바일 신분증', en: 'Test mobile ID' },
    keys: keys.map(({ kty, crv, x, y, kid }) => ({ kty, crv, x, y, kid })),
    credentials: [{ format: 'dc+sd-jwt', type: VCT, ...paths, identity: 'high', authentication: 'substantial' }],
  }
  const loaded = await administrator.ask('/api/identity/wallet-issuers', { method: 'PUT', json: { issuers: [issuer] } })
  if (loaded.status !== 200) throw new Error(loaded.text)
}

/** Without issuers that are believed nobody is offered to sign in by a mobile ID. */
import { newIssuer, VCT } from '@dpg/presentation/testing'
import type { Visitor } from './visitor.ts'

/** By one who proposes it and another who lets it in. */
export async function admitIssuers(proposer: Visitor, decider: Visitor, issuers: readonly object[]): Promise<void> {
  const content = { issuers: JSON.stringify({ issuers }) }
  const { id } = await proposer.post<{ id: string }>('/api/admissions', { kind: 'wallet-issuers', content, why: '시험' })
  await decider.post(`/api/admissions/${id}/admit`, {})
}

export async function trustWallets(proposer: Visitor, decider: Visitor): Promise<void> {
  const { id, keys } = newIssuer('https://id.example', Date.now())
  const paths = { number: ['number'], name: ['name'], birthDate: ['birthDate'] }
  const issuer = {
    id,
    name: { ko: '시험 모바일 신분증', en: 'Test mobile ID' },
    keys: keys.map(({ kty, crv, x, y, kid }) => ({ kty, crv, x, y, kid })),
    credentials: [{ format: 'dc+sd-jwt', type: VCT, ...paths, identity: 'high', authentication: 'substantial' }],
  }
  await admitIssuers(proposer, decider, [issuer])
}

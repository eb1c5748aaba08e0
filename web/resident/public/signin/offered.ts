/** Ways in that this installation has. */
import type { Identity } from '@dpg/identity/contract'

export async function offered({ personas, privateIds, certificates }: Identity) {
  const [people, providers] = await Promise.all([personas(), privateIds.list()])
  return { personas: people, privateIds: providers, hasCertificates: certificates.isOffered }
}

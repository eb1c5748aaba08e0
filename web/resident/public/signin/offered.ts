/** Ways in that this installation has. */
import type { Identity } from '@dpg/identity/contract'

export async function offered({ personas, privateIds, certificates, passports, presentations }: Identity) {
  const [people, providers, hasPassports, hasWallets] = await Promise.all([
    personas(),
    privateIds.list(),
    passports.isOffered(),
    presentations.isOffered(),
  ])
  return { personas: people, privateIds: providers, hasCertificates: certificates.isOffered, hasPassports, hasWallets }
}

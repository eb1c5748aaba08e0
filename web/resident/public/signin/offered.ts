/** Ways in that this installation has. */
import type { Identity } from '@dpg/identity/contract'

export async function offered({ personas, privateIds, certificates, passports }: Identity) {
  const [people, providers, hasPassports] = await Promise.all([personas(), privateIds.list(), passports.isOffered()])
  return { personas: people, privateIds: providers, hasCertificates: certificates.isOffered, hasPassports }
}

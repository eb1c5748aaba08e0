/** The key and certificates by which wallets know this site, from a folder of the operator's. */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RequestSigner } from '@dpg/identity'

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g

/** Throws, naming the setting, when they do not belong together. */
export async function walletSigner(folder: string | undefined): Promise<RequestSigner | undefined> {
  if (folder === undefined) return undefined
  const key = createPrivateKey(await readFile(join(folder, 'key.pem')))
  const pems = (await readFile(join(folder, 'chain.pem'), 'utf8')).match(CERTIFICATE) ?? []
  const chain = pems.map((pem) => new X509Certificate(pem))
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1' || !chain[0]?.checkPrivateKey(key))
    throw new Error('settings: DPG_WALLET_SIGNER needs a P-256 key.pem and a chain.pem that begins with its certificate')
  return { key, chain: chain.map(({ raw }) => raw) }
}

import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { certify } from '@dpg/presentation'
import { walletSigner } from './wallet-signer.ts'

const folder = await mkdtemp(join(tmpdir(), 'wallet-signer-'))
after(() => rm(folder, { recursive: true }))

const pem = (der: Buffer) => `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`
const newPair = (namedCurve = 'P-256') => generateKeyPairSync('ec', { namedCurve })
const NOW = Date.now()
const certificateOf = ({ publicKey, privateKey }: ReturnType<typeof newPair>) =>
  certify({ name: 'dpg', host: 'dpg.example', key: publicKey, by: { name: 'dpg', key: privateKey }, from: NOW, until: NOW + 1e9 })
const put = async (key: ReturnType<typeof newPair>, ...chain: Buffer[]) => {
  await writeFile(join(folder, 'key.pem'), key.privateKey.export({ format: 'pem', type: 'pkcs8' }))
  await writeFile(join(folder, 'chain.pem'), chain.map(pem).join(''))
}

test('wallets know the site by the operator’s own key and certificates', async () => {
  assert.equal(await walletSigner(undefined), undefined)
  const [own, above] = [newPair(), newPair()]
  const chain = [certificateOf(own), certificateOf(above)]
  await put(own, ...chain)
  assert.deepEqual((await walletSigner(folder))?.chain, chain)
})

test('a key and certificates that do not belong together stop the start, and the setting is named', async () => {
  const [own, other, large] = [newPair(), newPair(), newPair('P-384')]
  for (const [key, certificate] of [
    [own, certificateOf(other)],
    [large, certificateOf(own)],
  ] as const) {
    await put(key, certificate)
    await assert.rejects(walletSigner(folder), /DPG_WALLET_SIGNER/)
  }
  await put(own)
  await assert.rejects(walletSigner(folder), /DPG_WALLET_SIGNER/)
})

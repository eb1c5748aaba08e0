/** Checks entries of the access log as an outsider would: with the ledger's own verifier and the published key, not with the server. */
import assert from 'node:assert/strict'
import { createPublicKey, verify } from 'node:crypto'
import { fromBase64, type Json, openCheckpoint, parseKey, type SignatureCheck, verifyEntry } from '@dpg/ledger/verify'
import type { BrowserContext } from '../harness/browser.ts'

interface Proof {
  readonly entry: Json
  readonly salt: string
  readonly index: number
  readonly checkpoint: string
  readonly proof: readonly string[]
}

/** DER before the 32 bytes of an Ed25519 key (RFC 8410). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')

const isSigned: SignatureCheck = async (publicKey, message, signature) => {
  const key = createPublicKey({ key: Buffer.concat([SPKI, publicKey]), format: 'der', type: 'spki' })
  return verify(null, message, key, signature)
}

export async function proveInTest(request: BrowserContext['request'], entries: readonly string[]): Promise<void> {
  assert.ok(entries.length > 0)
  const { key } = (await (await request.get('/api/access/key')).json()) as { key: string }
  for (const id of entries.slice(0, 5)) {
    const proof = (await (await request.get(`/api/access/entries/${id}/proof`)).json()) as Proof
    const head = await openCheckpoint(proof.checkpoint, await parseKey(key), isSigned)
    assert.ok(head, 'the head of the log is signed by the published key')
    const claim = {
      entry: proof.entry,
      salt: fromBase64(proof.salt),
      index: proof.index,
      size: head.size,
      proof: proof.proof.map((hash) => fromBase64(hash)),
      root: head.root,
    }
    assert.ok(await verifyEntry(claim))
    assert.ok(!(await verifyEntry({ ...claim, entry: { ...(proof.entry as Record<string, Json>), law: '다른 법' } })))
  }
}

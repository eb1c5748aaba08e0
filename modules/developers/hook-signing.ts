/** Signatures of webhooks by the Standard Webhooks specification: HMAC-SHA256 over id, time and body. */
import { createHmac, randomBytes } from 'node:crypto'
import type { HookId } from './contract.ts'

/** `whsec_` and 32 bytes in Base64. */
export const makeHookSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

/** Of the sealed secret. */
export const secretContext = (id: HookId): string => `developers.hooks.secret:${id}`

/** One signature for each secret: while a secret is being renewed the receiver may know either. */
export function hookHeaders(id: string, body: string, atS: number, secrets: readonly string[]): Record<string, string> {
  const signed = `${id}.${atS}.${body}`
  const signature = (secret: string) =>
    `v1,${createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
      .update(signed)
      .digest('base64')}`
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(atS),
    'webhook-signature': secrets.map(signature).join(' '),
  }
}

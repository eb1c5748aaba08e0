/** Faces compared by a service of the operator's choice over HTTP: two pictures go, two answers come. */
import { z } from 'zod'
import type { Faces } from './ports.ts'

const TIMEOUT_MS = 10_000
const answer = z.object({ same: z.boolean(), alive: z.boolean() })

/**
 * POST `{ chip: { type, data }, live: { type, data } }` (data in base64), `authorization: Bearer <token>` where there is a token;
 * answered by `{ same, alive }`. Pictures are kept by nobody on our side.
 */
export const faceService = ({ url, token }: { readonly url: string; readonly token: string | undefined }): Faces => ({
  compare: async (chip, live) => {
    const sent = (picture: { readonly type: string; readonly bytes: Buffer }) => ({
      type: picture.type,
      data: picture.bytes.toString('base64'),
    })
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify({ chip: sent(chip), live: sent(live) }),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    if (!response.ok) throw new Error(`the face service answered ${response.status}`)
    const { same, alive } = answer.parse(await response.json())
    if (!alive) return 'not-alive'
    return same ? 'same' : 'other'
  },
})

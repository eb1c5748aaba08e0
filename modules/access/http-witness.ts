/** Routes: who witnesses the log, for everyone; who is asked to, by the privacy officer. */
import { defineProblem } from '@dpg/kernel'
import { api, type Db, type Route } from '@dpg/kernel/server'
import { parseWitnessKey } from '@dpg/ledger'
import { z } from 'zod'
import { listWitnesses, putWitness, removeWitness } from './store-witness.ts'

export const witnessKeyWrong = defineProblem<Record<string, never>>('access/witness-key-wrong', 422)

const TAG = 'access'
const Witness = z.object({
  name: z.string(),
  url: z.string(),
  key: z.string().describe('C2SP verifier key for cosignatures: name+hash+key'),
  size: z.number().int().nullable().describe('The largest tree it has signed'),
  signedAt: z.string().nullable(),
})

export const witnessRoutes = ({ db }: { readonly db: Db }): Route[] => [
  api({
    method: 'GET',
    path: '/api/access/witnesses',
    needs: 'public',
    summary: 'Who signs, from outside, that the access log keeps its past (C2SP tlog-witness)',
    tag: TAG,
    response: z.object({ witnesses: z.array(Witness) }),
    handle: async () => ({ body: { witnesses: await listWitnesses(db) } }),
  }),
  api({
    method: 'POST',
    path: '/api/access/witnesses',
    needs: 'privacy-officer',
    summary: 'Asks a witness to sign the heads of the access log from now on',
    tag: TAG,
    body: z.strictObject({
      url: z
        .url({ protocol: /^https?$/ })
        .max(500)
        .describe('Where its add-checkpoint is'),
      key: z.string().max(300).describe('name+hash+key, as the witness publishes it'),
    }),
    response: z.object({ name: z.string() }),
    problems: [witnessKeyWrong],
    handle: async ({ body }) => {
      const key = await parseWitnessKey(body.key).catch(() => {
        throw witnessKeyWrong({})
      })
      await putWitness(db, key.name, body)
      return { body: { name: key.name } }
    },
  }),
  api({
    method: 'POST',
    path: '/api/access/witnesses/remove',
    needs: 'privacy-officer',
    summary: 'Asks a witness no longer; what it has signed stays',
    tag: TAG,
    body: z.strictObject({ name: z.string().max(200) }),
    response: z.object({ name: z.string() }),
    handle: async ({ body }) => {
      await removeWitness(db, body.name)
      return { body }
    },
  }),
]

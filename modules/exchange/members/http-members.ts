/** Routes: the signed list for gateways, and the same to read, for everybody. */
import { api, type Route } from '@dpg/kernel/server'
import { z } from 'zod'
import type { Members } from '../contract-members.ts'

const TAG = 'exchange'
const Text = z.object({ ko: z.string(), en: z.string().optional() })
const Member = z.object({
  id: z.string(),
  name: Text,
  gateway: z.string().describe('Where its gateway is reached'),
  keys: z.array(z.object({ id: z.string(), use: z.enum(['sign', 'seal']), from: z.string(), until: z.string() })),
  services: z.array(z.object({ id: z.string(), title: Text })).describe('Facts it answers for'),
})

export const memberRoutes = (members: Members): Route[] => [
  api({
    method: 'GET',
    path: '/api/exchange/members.note',
    needs: 'public',
    summary: 'The signed list of members, as gateways read it (C2SP signed-note)',
    tag: TAG,
    responseType: 'text/plain',
    handle: async () => ({ bytes: Buffer.from(await members.note()), contentType: 'text/plain; charset=utf-8' }),
  }),
  api({
    method: 'GET',
    path: '/api/exchange/members',
    needs: 'public',
    summary: 'Members of the exchange, and the key that their list is signed with',
    tag: TAG,
    response: z.object({ number: z.number().int(), anchor: z.string(), members: z.array(Member) }),
    handle: async () => {
      const [{ number, members: all }, anchor] = await Promise.all([members.current(), members.anchor()])
      return {
        body: {
          number,
          anchor,
          members: all.map(({ id, name, gateway, keys, services }) => ({
            ...{ id, name, gateway },
            keys: keys.map(({ id: key, use, from, until }) => ({ id: key, use, from, until })),
            services: services.map(({ id: service, title }) => ({ id: service, title })),
          })),
        },
      }
    },
  }),
]

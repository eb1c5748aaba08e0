/** A phone far away that reads the chip of a passport, and whoever compares faces: both of our own making. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type IssuedPassport, newState } from '@dpg/passport/testing'
import type { Answer, Visitor } from './visitor.ts'

export const PICTURE = Buffer.from('ffd8ffe000104a46494600', 'hex')

const text = (bytes: Buffer | undefined) => bytes?.toString('base64url')

/** What a reader app writes down. */
export const bundleOf = ({ sod, groups }: IssuedPassport, answer: Buffer | undefined) => ({
  sod: text(sod),
  dg1: text(groups.get(1)),
  dg2: text(groups.get(2)),
  dg15: text(groups.get(15)),
  answer: text(answer),
})

export interface Showing {
  /** A picture of whoever holds it; none unless told. */
  readonly face?: Buffer
  /** Everything the app sends may be made to lie. */
  readonly alter?: (sent: Record<string, unknown>, challenge: Buffer) => void
}

/** Takes a challenge, has the chip sign it, and sends what it read. */
export async function showPassport(who: Visitor, passport: IssuedPassport, { face, alter }: Showing = {}): Promise<Answer> {
  const { id, challenge } = await who.post<{ id: string; challenge: string }>('/api/identity/passports/challenge', {})
  const bytes = Buffer.from(challenge, 'base64url')
  const sent: Record<string, unknown> = { id, ...bundleOf(passport, passport.answer(bytes)), face: text(face) }
  alter?.(sent, bytes)
  return who.ask('/api/identity/passports/proof', { json: sent })
}

/** Without a list of states nobody is offered to sign in by passport. */
export async function trustPassports(administrator: Visitor, second: Visitor): Promise<void> {
  const korea = newState('KR', 'ecdsa-p256-sha256', Date.now())
  const file = korea.masterList([korea.root]).toString('base64url')
  const { id } = await administrator.post<{ id: string }>('/api/identity/passport-lists', {
    kind: 'master',
    source: 'ICAO',
    file,
  })
  const { status } = await second.ask(`/api/identity/passport-lists/${id}/confirm`, { method: 'POST' })
  if (status !== 200) throw new Error(`the list was not confirmed: ${status}`)
}

/** Says that it is the same face, alive, unless the picture ends in something else than the one on the chip. */
export async function startFaceService(token: string) {
  const asked: string[] = []
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const { chip, live } = JSON.parse(Buffer.concat(chunks).toString()) as Record<'chip' | 'live', { data: string }>
    asked.push(incoming.headers.authorization ?? '')
    const isAllowed = incoming.headers.authorization === `Bearer ${token}`
    outgoing.writeHead(isAllowed ? 200 : 401).end(JSON.stringify({ same: chip.data === live.data, alive: true }))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/compare`,
    asked,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

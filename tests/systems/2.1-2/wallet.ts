/**
 * An issuer of mobile IDs and a wallet, a program of their own that knows nothing of the platform but its links: by libraries that
 * nobody here wrote. `GET /issuer`: its entry in the list of issuers · `GET /status`: what it took back · `POST /show`: presents.
 */
import { createServer } from 'node:http'
import { type Odd, newIssuer, newPair, newWallet, type Person, VCT } from '@dpg/presentation/testing'

const { PORT = '0' } = process.env
const origin = `http://localhost:${PORT}`
const issuer = newIssuer('https://id.example', Date.now(), `${origin}/status`)
const holder = newPair()
const wallet = newWallet(holder)

const ENTRY = {
  id: issuer.id,
  name: { ko: '시험 모바일 신분증', en: 'Test mobile ID' },
  keys: issuer.keys.map(({ kty, crv, x, y, kid }) => ({ kty, crv, x, y, kid })),
  anchors: [issuer.anchor.raw.toString('base64')],
  credentials: [
    {
      format: 'dc+sd-jwt',
      type: VCT,
      number: ['number'],
      name: ['name'],
      birthDate: ['birthDate'],
      identity: 'high',
      authentication: 'substantial',
      needsStatus: true,
    },
  ],
}

interface Show {
  readonly link: string
  readonly person: Person
  readonly odd?: Odd
}

/** What the platform said to the wallet. */
async function show({ link, person, odd }: Show): Promise<object> {
  const asked = await wallet.resolve(link)
  const answer = await wallet.answer(asked, await wallet.presentSdJwt(await issuer.sdJwt(person, holder, odd), asked))
  return { status: answer.status, said: await answer.json() }
}

createServer(async (incoming, outgoing) => {
  if (incoming.url === '/status') return void outgoing.end(await issuer.statusList({ 8: 1 }))
  if (incoming.url === '/issuer') return void outgoing.end(JSON.stringify(ENTRY))
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const told = await show(JSON.parse(Buffer.concat(chunks).toString()) as Show).catch((error: unknown) => ({
    error: String(error),
  }))
  outgoing.end(JSON.stringify(told))
}).listen(Number(PORT), '127.0.0.1', () => console.log('ready'))

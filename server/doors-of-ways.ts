/** Ways to sign in that officials let in from outside: private IDs, and issuers of mobile IDs. */
import { hash } from 'node:crypto'
import type { Door } from '@dpg/admissions'
import { admissionRefused, type AdmissionRow } from '@dpg/admissions/contract'
import { type AcceptedIssuer, type Identity, privateIdRefused, walletIssuersRefused } from '@dpg/identity/contract'
import { Problem } from '@dpg/kernel'
import { z } from 'zod'

export interface WaysDeps {
  readonly identity: {
    readonly privateIds: Pick<Identity['privateIds'], 'add'>
    readonly presentations: { readonly issuers: Pick<Identity['presentations']['issuers'], 'read' | 'check' | 'hold'> }
  }
  /** Synthetic people: a provider on this machine may be let in. */
  readonly isDemo: boolean
}

export const line = z.string().trim().min(1).max(300)
const LOCAL = ['localhost', '127.0.0.1', '[::1]']

const privateIdForm = (isDemo: boolean) =>
  z.object({
    issuer: line.refine((url) => {
      const read = URL.parse(url)
      return read?.protocol === 'https:' || (isDemo && read !== null && LOCAL.includes(read.hostname))
    }, 'https://…'),
    clientId: line,
    secret: z.string().trim().min(16).max(500),
    nameKo: line,
    nameEn: line,
    assurance: z.enum(['low', 'substantial']),
  })
const issuersForm = z.object({ issuers: z.string().max(200_000) })

export const doorsOfWays = ({ identity, isDemo }: WaysDeps): Readonly<Record<'private-id' | 'wallet-issuers', Door>> => ({
  'private-id': {
    check: async (given) => {
      const content = read(privateIdForm(isDemo), given)
      const { nameKo, nameEn, issuer, clientId, assurance } = content
      const rows = Object.entries({ name: `${nameKo} / ${nameEn}`, issuer, clientId, assurance })
      return { about: nameKo, rows: rows.map(([label, value]) => ({ label, value })), content }
    },
    open: async (tx, content) => {
      const { issuer, clientId, secret, nameKo, nameEn, assurance } = content as z.output<ReturnType<typeof privateIdForm>>
      const name = { ko: nameKo, en: nameEn }
      await identity.privateIds.add({ issuer, clientId, secret, name, assurance }, tx).catch((error: unknown) => {
        if (!(error instanceof Problem) || error.type !== privateIdRefused.type) throw error
        throw admissionRefused({ field: 'issuer', what: issuer }, { cause: error })
      })
    },
  },
  'wallet-issuers': {
    check: async (given) => {
      const { issuers: text } = read(issuersForm, given)
      try {
        const issuers = identity.presentations.issuers.read(Buffer.from(text))
        identity.presentations.issuers.check(issuers)
        return { about: issuers.map(({ name }) => name.ko).join(', '), rows: issuers.flatMap(rowsOf), content: { issuers } }
      } catch (error) {
        throw inForm(error)
      }
    },
    open: async (tx, content, by) => {
      await identity.presentations.issuers.hold(tx, (content as { issuers: AcceptedIssuer[] }).issuers, by)
    },
  },
})

/** Of each issuer its keys, short enough to be read out over the telephone, and how far what it gives is believed. */
const rowsOf = ({ id, name, keys, anchors, credentials }: AcceptedIssuer): AdmissionRow[] => [
  { label: 'issuer', value: `${name.ko} (${id})` },
  ...keys.map((key) => ({ label: 'key', value: `${key['kid'] ?? ''} ${thumbprint(key)}`.trim() })),
  ...anchors.map((anchor) => ({ label: 'anchor', value: hash('sha256', Buffer.from(anchor, 'base64')).slice(0, 16) })),
  ...credentials.flatMap(({ format, type, identity, authentication, needsStatus }) => [
    { label: needsStatus ? 'credential' : 'credentialFree', value: `${type} (${format})` },
    { label: 'identity', value: identity },
    { label: 'authentication', value: authentication },
  ]),
]

/** RFC 7638: of the members that make the key, in their order. */
const thumbprint = ({ crv, kty, x, y }: AcceptedIssuer['keys'][number]) =>
  hash('sha256', JSON.stringify({ crv, kty, x, y })).slice(0, 16)

function inForm(error: unknown): unknown {
  if (!(error instanceof Problem) || error.type !== walletIssuersRefused.type) return error
  const { why, where } = error.values
  return admissionRefused({ field: 'issuers', what: String(where ?? why) }, { cause: error })
}

/** What a form sent, or the field that is wrong. */
export function read<T>(form: z.ZodType<T>, given: unknown): T {
  const parsed = form.safeParse(given)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw admissionRefused({ field: String(issue?.path[0] ?? ''), what: issue?.message ?? '' })
}

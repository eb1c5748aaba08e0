/** Who belongs to the exchange, where their gateways are, whose keys count, what each offers and for what: one signed list. */
import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { type NoteKey, openNote, type Signer, signNote } from '@dpg/ledger'
import { z } from 'zod'
import { isMember, isService, isSubsystem, memberOf, type ServiceId } from './names.ts'

const text = z.object({ ko: z.string().min(1).max(300), en: z.string().max(300).optional() })
const instant = z.iso.datetime({ offset: true })

const key = z.object({
  id: z.string().regex(/^[\w-]{1,40}$/),
  use: z.enum(['sign', 'seal']),
  /** SPKI, base64: P-256 signs, X25519 seals. */
  spki: z.base64(),
  from: instant,
  until: instant,
})

const exception = z.object({
  /** Refused to this subsystem; to all when absent. */
  client: z.string().refine(isSubsystem).optional(),
  /** The registered exception, by which a refusal is lawful at all. */
  code: z.string().min(1).max(60),
  law: z.string().min(2).max(300),
  says: text,
})

const service = z.object({
  id: z.string().refine(isService),
  title: text,
  /** Open to every member for these purposes, unless an exception stands against it. */
  purposes: z.array(z.object({ code: z.string().regex(/^[\w.-]{1,100}$/), title: text, law: z.string().min(2).max(300) })).min(1),
  exceptions: z.array(exception).default([]),
  /** How long an answer holds good: so long the asker's gateway may give it again. 0: it is not kept at all. */
  keepS: z.number().int().min(0).max(2_678_400).default(0),
  /** Whether who asks may subscribe to changes: its system tells its gateway of them. */
  tells: z.boolean().default(false),
  /** Where a refusal is appealed against. */
  appeal: z.url().optional(),
})

const member = z.object({
  id: z.string().refine(isMember),
  name: text,
  /** Where its gateway is reached by the others. */
  gateway: z.url({ protocol: /^https?$/ }),
  keys: z.array(key).max(20),
  services: z.array(service).max(2_000).default([]),
})

const list = z
  .object({ number: z.number().int().min(1), issuedAt: instant, validUntil: instant, members: z.array(member) })
  .superRefine(({ members }, context) => {
    const ids = new Set<string>()
    for (const one of members) {
      for (const id of [one.id, ...one.services.map((service) => service.id), ...one.keys.map(({ id }) => `${one.id}#${id}`)]) {
        if (ids.has(id)) context.addIssue({ code: 'custom', message: `${id} stands twice` })
        ids.add(id)
      }
      for (const { id } of one.services)
        if (memberOf(id) !== one.id) context.addIssue({ code: 'custom', message: `${id} is not a service of ${one.id}` })
    }
  })

export type MemberList = z.output<typeof list>
export type Member = MemberList['members'][number]
export type Service = Member['services'][number]

/** Throws with what is wrong when it is no list of members. */
export const parseMembers = (given: unknown): MemberList => list.parse(given)

export interface ListedKey {
  /** `KR/GOV/1741000#sign-1` */
  readonly keyid: string
  readonly key: KeyObject
}

export interface Members {
  readonly number: number
  readonly validUntil: string
  readonly count: number
  member(id: string): Member | undefined
  service(id: ServiceId): Service | undefined
  /** A key by its name, if it counts at this moment. */
  signingKey(keyid: string): KeyObject | undefined
  /** The key to which questions to a member are sealed: the one that lasts longest. */
  sealingKey(member: string): ListedKey | undefined
}

export function membersOf(all: MemberList, now: () => number = Date.now): Members {
  const members = new Map(all.members.map((one) => [one.id, one]))
  const services = new Map(all.members.flatMap((one) => one.services.map((service) => [service.id, service] as const)))
  const keys = new Map(
    all.members.flatMap(({ id, keys }) =>
      keys.map(({ id: name, use, spki, from, until }) => {
        const key = createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' })
        const isFit = use === 'sign' ? key.asymmetricKeyDetails?.namedCurve === 'prime256v1' : key.asymmetricKeyType === 'x25519'
        if (!isFit) throw new Error(`${id}#${name} is no key to ${use} with`)
        return [
          `${id}#${name}` as string,
          { keyid: `${id}#${name}`, member: id, use, key, from: Date.parse(from), until: Date.parse(until) },
        ] as const
      }),
    ),
  )
  const sealing = Map.groupBy(
    [...keys.values()].filter(({ use }) => use === 'seal').sort((a, b) => b.until - a.until),
    ({ member }) => member,
  )
  const counts = (one: { from: number; until: number }) => one.from <= now() && now() < one.until
  return {
    number: all.number,
    validUntil: all.validUntil,
    count: members.size,
    member: (id) => members.get(id),
    service: (id) => services.get(id),
    signingKey(keyid) {
      const found = keys.get(keyid)
      return found?.use === 'sign' && counts(found) ? found.key : undefined
    },
    sealingKey: (member) => sealing.get(member)?.find(counts),
  }
}

/** The list as it is given to gateways: one line of JSON as a signed note (C2SP signed-note). */
export const signMembers = (all: MemberList, anchor: NoteKey, key: KeyObject): Promise<string> => {
  const signer: Signer = (message) => sign(null, message, key)
  return signNote(`${JSON.stringify(list.parse(all))}\n`, anchor, signer)
}

/** The list in a note that the anchor has signed. Throws when it is not, or has ended. */
export async function openMembers(note: string, anchor: NoteKey, now = Date.now()): Promise<MemberList> {
  const opened = await openNote(note, anchor, isSigned)
  if (opened === undefined) throw new Error('the list of members is not signed by its anchor')
  const all = list.parse(JSON.parse(opened))
  if (Date.parse(all.validUntil) <= now) throw new Error(`the list of members ended on ${all.validUntil}`)
  return all
}

const ED25519_SPKI = Buffer.from('302a300506032b6570032100', 'hex')
const isSigned = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean =>
  verify(
    null,
    message,
    createPublicKey({ key: Buffer.concat([ED25519_SPKI, publicKey]), format: 'der', type: 'spki' }),
    signature,
  )

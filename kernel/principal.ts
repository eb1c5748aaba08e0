/** Who is asking: decided once at the border by identity, handed to every route. */
import type { Id, OfficialId, PersonId } from './ids.ts'

export type SessionId = Id<'SessionId'>
/** eIDAS-style level of assurance. */
export type Assurance = 'none' | 'low' | 'substantial' | 'high'

export type MandateId = Id<'MandateId'>
export type MandateKind = 'parent' | 'guardian' | 'delegate' | 'helper'

/** On whose behalf somebody acts, by which right, and how far it reaches. */
export interface Acting {
  readonly mandate: MandateId
  readonly kind: MandateKind
  /** Of a parent, or whoever is registered as the representative of a company: where the register says so. */
  readonly relation?: 'mother' | 'father' | 'representative'
  readonly for: PersonId
  /** Name of the person acted for. */
  readonly forName: string
  /** Null: all. */
  readonly scope: { readonly services: readonly string[] | null; readonly facts: readonly string[] | null }
}

/** Whose trace somebody reads: their own, whomever they act for; but a company's is read by its registered representative. */
export const ownerOf = ({ person, acting }: Pick<Principal, 'person' | 'acting'>): PersonId | undefined =>
  acting?.relation === 'representative' ? acting.for : person

/** Whether a mandate opens what was written about a service. A letter is not read in parts: a mandate for some facts alone opens none. */
export const opensPapersOf = ({ scope: { services, facts } }: Acting, service: string | null): boolean =>
  facts === null && (services === null || (service !== null && services.includes(service)))

export interface Principal {
  readonly kind: 'anonymous' | 'resident' | 'official'
  readonly session?: SessionId
  readonly person?: PersonId
  readonly official?: {
    readonly id: OfficialId
    readonly agency: string
    readonly area: string | null
    readonly roles: readonly string[]
  }
  /** Null or absent: for oneself. */
  readonly acting?: Acting | null
  readonly displayName?: string
  readonly assurance: Assurance
  /** Shown by a key that cannot leave the device; absent: not known to be. */
  readonly deviceBound?: boolean
  /** ISO instant at which they last showed who they are. */
  readonly provedAt?: string
  /** What the session may do: `resident`, `cases:work`, `cases:decide`, … */
  readonly permissions: ReadonlySet<string>
}

export const ANONYMOUS: Principal = { kind: 'anonymous', assurance: 'none', permissions: new Set() }

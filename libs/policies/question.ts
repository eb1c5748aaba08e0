/** One question to the policies, without anybody's name: two people in the same position get the same answer. */
import type { Consent, Owner, PrincipalType } from './vocabulary.ts'

export interface Asker {
  readonly type: PrincipalType
  readonly roles: readonly string[]
  /** Code of the agency; empty: none. */
  readonly agency: string
  /** Code of the office: a municipality or an agency; empty: none. */
  readonly office: string
}

export type Thing =
  | { readonly type: 'Route'; readonly path: string; readonly method: string; readonly kind: string }
  | {
      readonly type: 'Fact'
      readonly fact: string
      readonly sensitivity: string
      readonly register: string
      readonly owner: Owner
      /** Does what it is asked for (the service, the screening) name this fact? */
      readonly isDeclared: boolean
      /** Has the asker's agency been granted this fact, for this service and purpose? Absent: it has not. */
      readonly isAgreed?: boolean | undefined
    }
  | {
      readonly type: 'Case'
      readonly service: string
      /** The office that handles it, and those above it. */
      readonly offices: readonly string[]
      readonly owner: Owner
    }

export interface Circumstance {
  /** none 0, low 1, substantial 2, high 3. */
  readonly assurance: number
  readonly purpose: string
  readonly law: string
  readonly consent: Consent
  /** Is the session bound to a key of this device? */
  readonly deviceBound: boolean
  /** The kind of mandate acted under; `nobody`: for oneself. */
  readonly acting: string
  /** Does the mandate reach what is asked? */
  readonly covered: boolean
  /** 0 to 23 where the office is. */
  readonly hour: number
  readonly workday: boolean
  /** How many looks at people's facts this asker had within the last hour. */
  readonly recent: number
}

export interface Question {
  readonly principal: Asker
  readonly action: string
  readonly resource: Thing
  readonly context: Circumstance
}

export const ASSURANCES = ['none', 'low', 'substantial', 'high'] as const

/** Where nothing else is said. */
export const PLAIN: Circumstance = {
  assurance: 0,
  purpose: 'unstated',
  law: '',
  consent: 'none',
  deviceBound: false,
  acting: 'nobody',
  covered: false,
  hour: 10,
  workday: true,
  recent: 0,
}

export interface Entity {
  readonly type: string
  readonly id: string
}
export type Value = string | number | boolean | Entity | readonly Value[]

const entity = (type: string, id: string): Entity => ({ type, id })
type Read = (question: Question) => Value
const ofFact =
  <K extends string>(key: K) =>
  ({ resource }: Question): Value =>
    (resource as unknown as Record<K, Value>)[key]

/** Every attribute a policy can read, by its name there. `.roles` and `.uid` are what `in` and `==` read. */
export const READS: Readonly<Record<string, Read>> = {
  'principal.roles': ({ principal }) => principal.roles.map((role) => entity('Role', role)),
  'principal.uid': ({ principal }) => entity(principal.type, 'asker'),
  'principal.agency': ({ principal }) => principal.agency,
  'principal.office': ({ principal }) => principal.office,
  'resource.uid': ({ resource }) => entity(resource.type, idOf(resource)),
  'resource.path': ofFact('path'),
  'resource.method': ofFact('method'),
  'resource.kind': ofFact('kind'),
  'resource.fact': ofFact('fact'),
  'resource.register': ofFact('register'),
  'resource.declared': ofFact('isDeclared'),
  'resource.agreed': ({ resource }) => resource.type === 'Fact' && resource.isAgreed === true,
  'resource.service': ofFact('service'),
  'resource.offices': ofFact('offices'),
  'resource.sensitivity': ({ resource }) => entity('Sensitivity', resource.type === 'Fact' ? resource.sensitivity : ''),
  'resource.owner': ({ resource }) => entity('Person', resource.type === 'Route' ? 'nobody' : resource.owner),
  'context.purpose': ({ context }) => entity('Purpose', context.purpose),
  'context.consent': ({ context }) => entity('Consent', context.consent),
  'context.acting': ({ context }) => entity('Mandate', context.acting),
  'context.assurance': ({ context }) => context.assurance,
  'context.law': ({ context }) => context.law,
  'context.deviceBound': ({ context }) => context.deviceBound,
  'context.covered': ({ context }) => context.covered,
  'context.hour': ({ context }) => context.hour,
  'context.workday': ({ context }) => context.workday,
  'context.recent': ({ context }) => context.recent,
}

export const idOf = (resource: Thing): string =>
  resource.type === 'Route' ? `${resource.method} ${resource.path}` : resource.type === 'Fact' ? resource.fact : resource.service

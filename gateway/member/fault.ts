/** Why a message did not get through: the code and body that X-Road's REST protocol has, with the words of RFC 9457 beside them. */
import type { Text } from '@dpg/kernel'
import texts from './messages.json' with { type: 'json' }

export type Why = keyof typeof texts
type Side = 'Client' | 'Server'

/** HTTP status, X-Road code. */
const KINDS = {
  'not-found': [404, 'Client.BadRequest'],
  'bad-client': [400, 'Client.BadRequest'],
  'bad-header': [400, 'Client.BadRequest'],
  'not-ours': [403, 'Server.ClientProxy.AccessDenied'],
  'no-token': [401, 'Server.ClientProxy.AccessDenied'],
  'unknown-service': [404, 'Server.ServerProxy.UnknownService'],
  'unknown-member': [404, 'Server.ClientProxy.UnknownMember'],
  'no-purpose': [400, 'Client.BadRequest'],
  'too-large': [413, 'Client.BadRequest'],
  'too-many': [503, 'Server.ClientProxy.Overloaded'],
  'no-key': [503, 'Server.ClientProxy.CannotCreateSignature'],
  unreachable: [502, 'Server.ServerProxy.NetworkError'],
  slow: [504, 'Server.ServerProxy.Timeout'],
  untrusted: [502, 'Server.ServerProxy.InvalidSignature'],
  'not-signed': [401, 'Server.ServerProxy.InvalidSignature'],
  replayed: [409, 'Server.ServerProxy.Replayed'],
  unopenable: [400, 'Server.ServerProxy.InvalidMessage'],
  'purpose-not-registered': [403, 'Server.ServerProxy.AccessDenied'],
  excepted: [403, 'Server.ServerProxy.AccessDenied'],
  'other-content': [422, 'Server.ServerProxy.InvalidMessage'],
  'outcome-unknown': [409, 'Server.ServerProxy.OutcomeUnknown'],
  'no-changes-told': [422, 'Client.BadRequest'],
  'no-subscription': [404, 'Client.BadRequest'],
  'other-person': [502, 'Server.ServerProxy.ServiceFailed.InvalidMessage'],
  'service-down': [502, 'Server.ServerProxy.ServiceFailed.HttpError'],
  'service-slow': [504, 'Server.ServerProxy.ServiceFailed.Timeout'],
} as const satisfies Record<Why, readonly [number, `${Side}.${string}`]>

export const isWhy = (word: string | undefined): word is Why => word !== undefined && Object.hasOwn(texts, word)

/** Facts about one refusal: the name of what was looked for, the exception and its law, where to appeal. */
export type Detail = Readonly<Record<string, string>>

export class Fault extends Error {
  readonly why: Why
  readonly detail: Detail
  constructor(why: Why, detail: Detail = {}) {
    super(why)
    this.why = why
    this.detail = detail
  }
  get status(): number {
    return KINDS[this.why][0]
  }
}

export interface FaultBody {
  /** X-Road's code. */
  readonly type: string
  readonly message: string
  readonly title: string
  readonly detail: string
  readonly status: number
  readonly why: Why
}

/** In the reader's language, Korean unless they prefer English. */
export function faultBody(fault: Fault, acceptLanguage: string | undefined): FaultBody {
  const lang: keyof Text & ('ko' | 'en') = /^\s*en\b/i.test(acceptLanguage ?? '') ? 'en' : 'ko'
  const { [lang]: told } = texts[fault.why]
  const filled = told.detail.replace(/\{(\w+)\}/g, (_, name: string) => fault.detail[name] ?? '')
  const [status, type] = KINDS[fault.why]
  return { ...fault.detail, type, message: told.title, title: told.title, detail: filled, status, why: fault.why }
}

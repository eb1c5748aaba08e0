/** 바깥 플랫폼(Plug-ins): an outside platform joins by one manifest: sign-on, facts, notices, catalogue, events; and leaves without a trace of breakage. */
import type { SiteClaim, SiteId } from '@dpg/identity/contract'
import { type Assurance, defineEvent, defineProblem, type Id, type Lang, type Principal, type Text } from '@dpg/kernel'
import type { Json } from '@dpg/rules'

export type LinkId = Id<'LinkId'>
export type PluginEventId = Id<'PluginEventId'>

/** A public key as JWK (RFC 7517), P-256, with a `kid`. */
export type PublicJwk = Readonly<Record<string, unknown>>

/** How much of a fact is told: whole, or only what follows from it. age, age-band: of a date of birth · district: of a neighbourhood. */
export type Told = 'value' | 'age' | 'age-band' | 'district'

export interface AskedFact {
  readonly fact: string
  readonly as: Told
  /** People read it before they agree. */
  readonly why: Text
  /** `청년기본법 제8조` */
  readonly law: string
  /** Nobody can be linked without it. */
  readonly isNeeded: boolean
}

/** Something the plug-in knows of a person and shows them here: asked of it when they look, never kept. */
export interface OfferedFact {
  readonly id: string
  readonly title: Text
}

/** A letter it may send; it fills in `{names}` and writes nothing else. */
export interface NoticeKind {
  readonly kind: string
  readonly title: Text
  readonly subject: Text
  readonly body: Text
}

/** facts.changed: of facts it was given · notice.opened: of its own notices. link.made and link.ended come to everyone. */
export type ToldEvent = 'facts.changed' | 'notice.opened'

export interface Manifest {
  /** Version of this format. */
  readonly manifest: 1
  /** `youth-policy` */
  readonly id: string
  /** The plug-in's own. */
  readonly version: string
  readonly name: Text
  readonly summary: Text
  readonly operator: { readonly name: Text; readonly agency: string | null; readonly contact: string }
  readonly homepage: string
  /** That somebody uses it tells something about them: its name never leaves the inbox. */
  readonly isSensitive: boolean
  /** Several while they change. They sign its requests and its sign-on. */
  readonly keys: readonly PublicJwk[]
  readonly signOn: {
    readonly redirectUris: readonly string[]
    readonly logoutUris: readonly string[]
    readonly backchannelLogoutUri: string | null
    readonly assurance: Exclude<Assurance, 'none'>
    readonly claims: readonly SiteClaim[]
  }
  readonly facts: {
    readonly asks: readonly AskedFact[]
    /** `from`: asked as `{from}/{subject}`. */
    readonly offers: { readonly from: string; readonly items: readonly OfferedFact[] } | null
  }
  readonly notices: readonly NoticeKind[]
  /** Its services stand in the search. `feed`: fetched every hour; null: it sends them. */
  readonly catalogue: { readonly feed: string | null } | null
  readonly events: { readonly to: string; readonly kinds: readonly ToldEvent[] } | null
}

export interface ManifestVersion {
  readonly number: number
  readonly manifest: Manifest
  /** SHA-256 of the canonical JSON (RFC 8785), hex: what was reviewed is what is in force. */
  readonly hash: string
  readonly state: 'waiting' | 'in-force' | 'refused' | 'replaced'
  readonly submittedAt: string
  readonly decidedAt: string | null
  /** Why not, in the reviewer's words. */
  readonly reason: string | null
}

export interface Plugin {
  readonly id: string
  /** new: never plugged in · plugged · unplugged. */
  readonly state: 'new' | 'plugged' | 'unplugged'
  readonly site: SiteId
  /** client_id for test people, at once. */
  readonly testSite: string
  /** Why it was unplugged. */
  readonly reason: string | null
  readonly changedAt: string
  /** What people live under; null: not plugged in. */
  readonly inForce: ManifestVersion | null
  /** The last one that was let in: what people know it by. */
  readonly known: ManifestVersion | null
  /** The newest one that was handed in. */
  readonly latest: ManifestVersion
}

export interface ListedService {
  readonly id: string
  readonly title: Text
  readonly summary: Text
  readonly url: string
  /** Other words people search by. */
  readonly words: readonly string[]
}
/** As the search shows it. */
export interface FoundService extends ListedService {
  readonly plugin: string
  readonly pluginName: Text
  readonly operator: Text
}

/** What a person lets a plug-in do. */
export interface Agreed {
  readonly facts: readonly { readonly fact: string; readonly as: Told }[]
  readonly notices: readonly string[]
  readonly events: readonly ToldEvent[]
}

export interface Link {
  readonly id: LinkId
  readonly plugin: string
  readonly name: Text
  readonly agreed: Agreed
  readonly madeAt: string
  /** ISO instant; a year at most, then it is agreed to anew. */
  readonly until: string
  readonly endedAt: string | null
  readonly endedBy: 'person' | 'renewed' | 'unplugged' | null
}

/** What the person ticked; what is needed is theirs to accept or to stay away. */
export interface LinkChoice {
  readonly facts: readonly string[]
  readonly notices: readonly string[]
  readonly events: readonly ToldEvent[]
}

export interface GivenFacts {
  readonly facts: Readonly<
    Record<string, { readonly value: Json; readonly as: Told; readonly register: string; readonly at: string }>
  >
  /** unknown: no register says so; else why it could not be had. */
  readonly missing: Readonly<Record<string, string>>
}

/** What is told by webhook: a CloudEvent (CNCF CloudEvents 1.0, structured JSON). */
export interface ToldCloudEvent {
  readonly specversion: '1.0'
  /** The same at every delivery. */
  readonly id: string
  readonly source: string
  /** `dpg.facts.changed` */
  readonly type: string
  /** The plug-in's own name of the person: the `sub` of its sign-on. */
  readonly subject: string
  readonly time: string
  readonly data: Readonly<Record<string, Json>>
}

/** For developers, reviewers and people; what plug-ins themselves ask comes signed over HTTP alone. */
export interface Plugins {
  /** Throws `plugins/manifest-refused` with what is wrong, by field; `plugins/not-yours`. The same manifest again changes nothing. */
  submit(principal: Principal, manifest: unknown): Promise<Plugin>
  mine(principal: Principal): Promise<readonly Plugin[]>
  /** Those that wait; for whoever may decide. */
  waiting(principal: Principal): Promise<readonly Plugin[]>
  /** One's own, or for whoever decides. Throws `plugins/not-found`. */
  seen(principal: Principal, id: string): Promise<Plugin>
  /** By an administrator, never by whoever handed it in. A refusal says why. `hash`: of what was read. */
  decide(
    principal: Principal,
    id: string,
    decision: { readonly hash: string; readonly allow: boolean; readonly reason: string | null },
  ): Promise<Plugin>
  /** By an administrator or whoever handed it in: at once, and nothing is broken by it. Twice is once. */
  unplug(principal: Principal, id: string, reason: string): Promise<Plugin>
  plugged(): Promise<readonly Plugin[]>
  /** Throws `plugins/not-found`; one that was unplugged is still found. */
  plugin(id: string): Promise<Plugin>
  services(plugin: string): Promise<readonly FoundService[]>
  /** Services of outside platforms that hold all the words. */
  search(q: string, limit: number): Promise<readonly FoundService[]>
  links(principal: Principal): Promise<readonly Link[]>
  /** Undefined: not linked now. */
  link(principal: Principal, plugin: string): Promise<Link | undefined>
  /** Replaces the link there is. Throws `plugins/unplugged`, `plugins/needed`, `plugins/only-oneself`. */
  makeLink(principal: Principal, plugin: string, choice: LinkChoice): Promise<Link>
  /** Twice is once. */
  endLink(principal: Principal, plugin: string): Promise<void>
  /** The record of the consent, signed (JWS; fields of ISO/IEC TS 27560). */
  consentRecord(principal: Principal, plugin: string): Promise<string>
  /** What the plug-in says it knows of the person: asked of it now. Throws `plugins/does-not-answer`. */
  offered(
    principal: Principal,
    plugin: string,
    lang: Lang,
  ): Promise<readonly { readonly title: string; readonly value: string | null }[]>
  /** Keys that verify what we send (JWK Set). */
  keys(): Promise<{ readonly keys: readonly PublicJwk[] }>
}

export const pluggedIn = defineEvent<{ plugin: string; version: number }>('plugins.plugged')
export const unplugged = defineEvent<{ plugin: string; at: string }>('plugins.unplugged')

export const manifestRefused = defineProblem<object>('plugins/manifest-refused', 422)
export const pluginNotFound = defineProblem<{ plugin: string }>('plugins/not-found', 404)
export const notYours = defineProblem<{ plugin: string }>('plugins/not-yours', 409)
export const notWaiting = defineProblem<{ plugin: string }>('plugins/not-waiting', 409)
export const samePerson = defineProblem<object>('plugins/same-person', 409)
export const reasonMissing = defineProblem<object>('plugins/reason-missing', 422)
export const isUnplugged = defineProblem<{ plugin: string }>('plugins/unplugged', 410)
export const needed = defineProblem<{ facts: readonly string[] }>('plugins/needed', 422)
export const onlyOneself = defineProblem<object>('plugins/only-oneself', 403)
export const notLinked = defineProblem<{ plugin: string }>('plugins/not-linked', 404)
export const notAgreed = defineProblem<{ what: string }>('plugins/not-agreed', 403)
export const notBelieved = defineProblem<{ reason: string }>('plugins/not-believed', 401)
export const tooManyNotices = defineProblem<{ most: number }>('plugins/too-many-notices', 429)
export const noCatalogue = defineProblem<{ plugin: string }>('plugins/no-catalogue', 409)
export const eventNotFound = defineProblem<{ event: string }>('plugins/event-not-found', 404)
export const doesNotAnswer = defineProblem<{ plugin: string }>('plugins/does-not-answer', 502)

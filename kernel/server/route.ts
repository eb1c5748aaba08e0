/** Routes: parse, call, present. One schema a route is its type, its check and its OpenAPI text. */
import type { z } from 'zod'
import type { Principal } from '../principal.ts'
import type { Lang, Translate } from '../texts.ts'
import type { Allowance } from './tries.ts'

/** How a person wants to read; from a cookie, so that it works without script. */
export interface Preferences {
  readonly lang: Lang
  readonly contrast: 'normal' | 'high'
  /** Text size in percent. */
  readonly size: 100 | 110 | 130 | 150
  readonly easy: boolean
}

export interface Asked<P, Q, B> {
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly principal: Principal
  readonly lang: Lang
  readonly preferences: Preferences
  /** Texts of all modules in the reader's language. */
  readonly t: Translate
  readonly requestId: string
  /** Path and query as asked, for links back. */
  readonly url: URL
  readonly cookies: Readonly<Record<string, string>>
  readonly idempotencyKey: string | undefined
  /** Network address of whoever asks (of the last proxy, when there is one); for limiting tries, never for knowing a person. */
  readonly client?: string | undefined
  readonly raw: Request
}

export interface Cookie {
  readonly name: string
  readonly value: string
  readonly maxAgeS?: number
  readonly httpOnly?: boolean
}

export interface Answer {
  readonly status?: number
  readonly body?: unknown
  readonly html?: string
  readonly bytes?: Uint8Array
  readonly contentType?: string
  readonly location?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly cookies?: readonly Cookie[]
  /** More of them, as whoever sets them has written them (RFC 6265 §4.1). */
  readonly setCookie?: readonly string[]
  /** Origins to which a form of this page may lead in the end: browsers hold a form to its page's policy through every redirect. */
  readonly formsLeadTo?: readonly string[]
}

/** `public` lets anyone in; anything else is a permission the principal must hold. */
export type Permission = 'public' | (string & {})
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

interface Common {
  readonly method: Method
  /** `/api/services/{id}` */
  readonly path: string
  readonly needs: Permission
  readonly maxBytes?: number
  /** How often one address may ask, counted together for all routes with the same name; beyond it the answer is 429. */
  readonly limit?: Allowance & { readonly name: string }
}

export interface Route extends Common {
  readonly kind: 'api' | 'page'
  readonly summary: string
  readonly tag: string
  readonly params?: z.ZodType
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  readonly response?: z.ZodType
  /** Of the answer, where it is not JSON; several where the caller chooses. */
  readonly responseType?: string | readonly string[]
  /** 204 where there is nothing to say. */
  readonly success?: 200 | 204
  /** Of a request body that the route reads by itself. */
  readonly requestType?: string
  /** Takes an Idempotency-Key header, which it needs. */
  readonly needsKey?: boolean
  /** Types of the problems this route may answer with, for the OpenAPI text. */
  readonly problems?: readonly { readonly type: string; readonly status: number }[]
  handle(asked: Asked<never, never, never>): Promise<Answer> | Answer
}

type Parsed<S> = S extends z.ZodType ? z.infer<S> : undefined

interface ApiSpec<P extends z.ZodType | undefined, Q extends z.ZodType | undefined, B extends z.ZodType | undefined>
  extends Common {
  readonly summary: string
  readonly tag: string
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly response?: z.ZodType
  readonly responseType?: string | readonly string[]
  readonly success?: 200 | 204
  readonly requestType?: string
  readonly needsKey?: boolean
  readonly problems?: readonly { readonly type: string; readonly status: number }[]
  handle(asked: Asked<Parsed<P>, Parsed<Q>, Parsed<B>>): Promise<Answer> | Answer
}

/** A route of the open API: JSON in, JSON out, in the OpenAPI text. */
export const api = <
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(
  spec: ApiSpec<P, Q, B>,
): Route => ({ ...spec, kind: 'api' }) as unknown as Route

type PageSpec<P extends z.ZodType | undefined, Q extends z.ZodType | undefined, B extends z.ZodType | undefined> = Omit<
  ApiSpec<P, Q, B>,
  'summary' | 'tag' | 'response'
>

/** A page or a form's target: HTML out; a form's fields arrive as `body` (a repeated field is a list). */
export const page = <
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(
  spec: PageSpec<P, Q, B>,
): Route => ({ ...spec, kind: 'page', summary: '', tag: '' }) as unknown as Route

/** Routes of a developer: apps, keys, usage, errors, review. None of them takes an app's key. */
import { api, type Route } from '@dpg/kernel/server'
import { z } from 'zod'
import {
  type AppId,
  type AppKeyId,
  appNotFound,
  type Developers,
  failureNotFound,
  type FailureId,
  KEY_KINDS,
  keyNotFound,
  notAllowedYet,
  reviewNotPossible,
  tooMany,
} from './contract.ts'
import {
  AppBody,
  appId,
  Details,
  FailureBody,
  failureId,
  FailureShownBody,
  keyId,
  NewKeyBody,
  PersonBody,
  QuotaBody,
  RunBody,
  UsageBody,
  WaitingBody,
} from './schemas.ts'

const common = { needs: 'signed-in', tag: 'developers' } as const
const one = z.strictObject({ id: appId })
const oneKey = z.strictObject({ id: appId, key: keyId })
const oneFailure = z.strictObject({ id: appId, failure: failureId })
const list = <S extends z.ZodType>(item: S) => z.object({ items: z.array(item) })
const idOf = ({ id }: { readonly id: string }) => id as AppId

export const routes = (developers: Developers): Route[] => [
  api({
    ...common,
    method: 'GET',
    path: '/api/developers/apps',
    summary: 'My apps',
    response: list(AppBody),
    handle: async ({ principal }) => ({ body: { items: await developers.apps(principal) } }),
  }),
  api({
    ...common,
    method: 'POST',
    path: '/api/developers/apps',
    summary: 'Register an app; its test key works on the next request',
    limit: { name: 'registering-apps', burst: 30, perMinute: 10 },
    body: Details,
    response: NewKeyBody.extend({ app: AppBody }),
    problems: [tooMany],
    handle: async ({ principal, body }) => ({ status: 201, body: await developers.register(principal, body) }),
  }),
  api({
    ...common,
    method: 'GET',
    path: '/api/developers/apps/{id}',
    summary: 'One of my apps',
    params: one,
    response: AppBody,
    problems: [appNotFound],
    handle: async ({ principal, params }) => ({ body: await developers.app(principal, idOf(params)) }),
  }),
  api({
    ...common,
    method: 'PUT',
    path: '/api/developers/apps/{id}',
    summary: 'Change what an app says of itself',
    params: one,
    body: Details,
    response: AppBody,
    problems: [appNotFound],
    handle: async ({ principal, params, body }) => ({ body: await developers.change(principal, idOf(params), body) }),
  }),
  api({
    ...common,
    method: 'DELETE',
    path: '/api/developers/apps/{id}',
    summary: 'End an app: its keys open nothing any more',
    params: one,
    success: 204,
    problems: [appNotFound],
    handle: async ({ principal, params }) => {
      await developers.end(principal, idOf(params))
      return {}
    },
  }),
  api({
    ...common,
    method: 'POST',
    path: '/api/developers/apps/{id}/keys',
    summary: 'Make another key; a live one needs an app that was allowed',
    params: one,
    body: z.strictObject({ kind: z.enum(KEY_KINDS) }),
    response: NewKeyBody,
    problems: [appNotFound, notAllowedYet, tooMany],
    handle: async ({ principal, params, body }) => ({
      status: 201,
      body: await developers.makeKey(principal, idOf(params), body.kind),
    }),
  }),
  api({
    ...common,
    method: 'POST',
    path: '/api/developers/apps/{id}/keys/{key}/rotate',
    summary: 'A new key for an old one, which opens for some hours more',
    params: oneKey,
    body: z.strictObject({ overlapHours: z.int().min(0).max(168).default(24).describe('0: the old key ends at once') }),
    response: NewKeyBody,
    problems: [appNotFound, keyNotFound, tooMany],
    handle: async ({ principal, params, body }) => ({
      status: 201,
      body: await developers.rotateKey(principal, idOf(params), params.key as AppKeyId, body.overlapHours),
    }),
  }),
  api({
    ...common,
    method: 'DELETE',
    path: '/api/developers/apps/{id}/keys/{key}',
    summary: 'Revoke a key: the next request with it is refused',
    params: oneKey,
    success: 204,
    problems: [appNotFound, keyNotFound],
    handle: async ({ principal, params }) => {
      await developers.revokeKey(principal, idOf(params), params.key as AppKeyId)
      return {}
    },
  }),
  api({
    ...common,
    method: 'GET',
    path: '/api/developers/apps/{id}/usage',
    summary: 'What the app has called: by day, call and status, with what is left of its quotas',
    params: one,
    query: z.strictObject({ days: z.coerce.number().int().min(0).max(366).default(30) }),
    response: z.object({ items: z.array(UsageBody), quota: z.array(QuotaBody) }),
    problems: [appNotFound],
    handle: async ({ principal, params, query }) => ({
      body: {
        items: await developers.usage(principal, idOf(params), query.days),
        quota: await developers.quota(principal, idOf(params)),
      },
    }),
  }),
  api({
    ...common,
    method: 'GET',
    path: '/api/developers/apps/{id}/failures',
    summary: 'Requests of the app that were refused or failed, newest first; kept for thirty days',
    params: one,
    response: list(FailureBody),
    problems: [appNotFound],
    handle: async ({ principal, params }) => ({ body: { items: await developers.failures(principal, idOf(params)) } }),
  }),
  api({
    ...common,
    method: 'GET',
    path: '/api/developers/apps/{id}/failures/{failure}',
    summary: 'One of them, with the request as it was asked, without its key',
    params: oneFailure,
    response: FailureShownBody,
    problems: [appNotFound, failureNotFound],
    handle: async ({ principal, params }) => ({
      body: await developers.failure(principal, idOf(params), params.failure as FailureId),
    }),
  }),
  api({
    ...common,
    method: 'POST',
    path: '/api/developers/apps/{id}/failures/{failure}/run',
    summary: 'Run it again, as the app',
    params: oneFailure,
    response: RunBody,
    problems: [appNotFound, failureNotFound],
    handle: async ({ principal, params }) => ({
      body: await developers.runAgain(principal, idOf(params), params.failure as FailureId),
    }),
  }),
  api({
    ...common,
    method: 'POST',
    path: '/api/developers/apps/{id}/review',
    summary: 'Ask for the review that live keys need',
    params: one,
    success: 204,
    problems: [appNotFound, reviewNotPossible],
    handle: async ({ principal, params }) => {
      await developers.askReview(principal, idOf(params))
      return {}
    },
  }),
  api({
    ...common,
    method: 'GET',
    path: '/api/developers/reviews',
    needs: 'official',
    summary: 'Apps that wait for review (privacy officer or administrator)',
    response: list(WaitingBody),
    handle: async ({ principal }) => ({ body: { items: await developers.waiting(principal) } }),
  }),
  api({
    ...common,
    method: 'POST',
    path: '/api/developers/reviews/{id}',
    needs: 'official',
    summary: 'Allow an app, or refuse it and say why',
    params: one,
    body: z.strictObject({ isAllowed: z.boolean(), reason: z.string().trim().max(500).nullable().default(null) }),
    success: 204,
    problems: [appNotFound, reviewNotPossible],
    handle: async ({ principal, params, body }) => {
      await developers.decide(principal, idOf(params), body.isAllowed, body.reason)
      return {}
    },
  }),
  api({
    ...common,
    method: 'GET',
    path: '/api/developers/people',
    needs: 'public',
    summary: 'The synthetic people that a test key may ask about, by the header Dpg-Person: the same in every register',
    response: list(PersonBody),
    handle: async ({ lang }) => ({ body: { items: await developers.people(lang) } }),
  }),
]

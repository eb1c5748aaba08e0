/** The OpenAPI 3.1 text of every API route, made from the same schemas that check the requests. */
import { z } from 'zod'
import type { Route } from './route.ts'

export interface OpenApiInfo {
  readonly title: string
  readonly version: string
  readonly description: string
}

export function openApi(routes: readonly Route[], info: OpenApiInfo): object {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes.filter((one) => one.kind === 'api')) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) }
  }
  return {
    openapi: '3.1.0',
    info: { ...info, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    // Wherever the text was read from.
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { Problem: PROBLEM },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'dpg_session', description: 'Over HTTPS: `__Host-dpg_session`' },
      },
    },
  }
}

const PROBLEM = {
  type: 'object',
  description: 'RFC 9457 problem details',
  required: ['type', 'title', 'status', 'detail', 'instance'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: { pointer: { type: 'string' }, detail: { type: 'string' } },
      },
    },
  },
}

function operation(route: Route) {
  return {
    summary: route.summary,
    tags: [route.tag],
    operationId: `${route.method.toLowerCase()}${route.path.replace(/[^a-z0-9]+(.)?/gi, (_all, next: string | undefined) => (next ?? '').toUpperCase())}`,
    ...(route.needs === 'public' ? {} : { security: [{ session: [] }], 'x-needs': route.needs }),
    parameters: [...parameters(route.params, 'path'), ...parameters(route.query, 'query'), ...(route.needsKey ? [KEY] : [])],
    ...requestBody(route),
    responses: {
      ...success(route),
      ...Object.fromEntries(problemsOf(route).map((status) => [status, PROBLEM_ANSWER])),
      default: PROBLEM_ANSWER,
    },
  }
}

const KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: 'Your own number of this request; sent again, it is answered as the first time',
  schema: { type: 'string', minLength: 1, maxLength: 128, pattern: '^[!-~]+$' },
}

function requestBody({ body, requestType }: Route) {
  if (body) return { requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(body, 'input') } } } }
  return requestType ? { requestBody: { required: true, content: { [requestType]: {} } } } : {}
}

function success({ success: status = 200, response, responseType = 'application/json' }: Route) {
  if (status === 204) return { 204: { description: 'Done; nothing to read' } }
  const types = typeof responseType === 'string' ? [responseType] : responseType
  const schema = response ? { schema: jsonSchema(response, 'output') } : {}
  const contentOf = (type: string) => (/json/.test(type) ? schema : {})
  return { 200: { description: 'OK', content: Object.fromEntries(types.map((type) => [type, contentOf(type)])) } }
}

/** What the route itself says, and what every route of its kind may answer before it is asked. */
function problemsOf({ problems = [], params, query, body, requestType, needs, needsKey, limit }: Route): number[] {
  const own = problems.map(({ status }) => status)
  const checked = params || query || body || needsKey ? [422] : []
  const read = body ? [400, 413, 415] : requestType ? [413, 415] : []
  const allowed = needs === 'public' ? [] : needs === 'signed-in' ? [401] : [401, 403]
  return [...new Set([...own, ...checked, ...read, ...allowed, ...(limit ? [429] : [])])].sort()
}

const PROBLEM_ANSWER = {
  description: 'Problem',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _drop, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Record<string, unknown>
  return rest
}

function parameters(schema: z.ZodType | undefined, where: 'path' | 'query') {
  if (!schema) return []
  const json = jsonSchema(schema, 'input') as { properties?: Record<string, { description?: string }>; required?: string[] }
  return Object.entries(json.properties ?? {}).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || (json.required ?? []).includes(name),
    ...(property.description ? { description: property.description } : {}),
    schema: property,
  }))
}

/** What apps may call: the open part of the OpenAPI text, found again from the address of a request. */
import type { Operation, OperationParameter } from './contract.ts'

export interface Operations {
  readonly all: readonly Operation[]
  /** Of a request; `isOpen` false: there is such a route, and it is not for apps. */
  at(
    method: string,
    path: string,
  ): { readonly name: string; readonly operation?: Operation; readonly isOpen: boolean } | undefined
}

/**
 * What a person does for themselves, with their own session (ways in, mandates, apps), and what partners ask with signatures of their own:
 * a key of an app opens none of it.
 */
const CLOSED = /^\/api\/(developers|identity|mandates|plugged|mydata\/(deliveries|usage))(\/|$)/
/** The name of what stands for `*` at the end of a path. */
export const REST = 'rest'
const OPEN_NEEDS = new Set(['public', 'signed-in', 'resident'])

interface Described {
  readonly summary: string
  readonly tags: readonly string[]
  readonly operationId: string
  readonly 'x-needs'?: string
  readonly parameters: readonly { name: string; in: string; required: boolean; description?: string; schema: object }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: object }>> }
}

export function createOperations(openApi: object): Operations {
  const { paths } = openApi as { readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>> }
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => {
      const needs = described['x-needs'] ?? 'public'
      const isOpen = OPEN_NEEDS.has(needs) && !CLOSED.test(path)
      return { operation: operationOf(path, method.toUpperCase(), described, needs), pattern: patternOf(path), isOpen }
    }),
  )
  // Fixed words before parameters: `/api/services/search` is not the service called "search".
  const inOrder = routes.toSorted((a, b) => count(a.operation.path) - count(b.operation.path))
  return {
    all: routes.filter(({ isOpen }) => isOpen).map(({ operation }) => operation),
    at(method, path) {
      const wanted = method === 'HEAD' ? 'GET' : method
      const found = inOrder.find(({ operation, pattern }) => operation.method === wanted && pattern.test(path))
      if (!found) return undefined
      const { operation, isOpen } = found
      return { name: `${operation.method} ${operation.path}`, isOpen, ...(isOpen ? { operation } : {}) }
    },
  }
}

const count = (path: string) => path.split('{').length

const patternOf = (path: string) =>
  new RegExp(
    `^${path
      .replace(/[.+?^$()|[\]\\]/g, '\\$&')
      .replace(/\{\w+\}/g, '[^/]+')
      .replaceAll('*', '.+')}/?$`,
  )

function operationOf(path: string, method: string, described: Described, needs: string): Operation {
  const [type, content] = Object.entries(described.requestBody?.content ?? {})[0] ?? []
  return {
    id: described.operationId,
    method,
    path: path.replace('*', `{${REST}}`),
    tag: described.tags[0] ?? '',
    summary: described.summary,
    needsPerson: needs !== 'public',
    needsKey: described.parameters.some((one) => one.in === 'header' && one.name === 'Idempotency-Key'),
    parameters: [...restOf(path), ...described.parameters].flatMap(
      ({ name, in: where, required, description, schema }): OperationParameter[] =>
        where === 'path' || where === 'query'
          ? [{ name, in: where, isRequired: required, description: description ?? '', schema }]
          : [],
    ),
    body: type === undefined ? null : { type, schema: content?.schema ?? {} },
  }
}

const restOf = (path: string) =>
  path.endsWith('*') ? [{ name: REST, in: 'path', required: true, description: '', schema: { type: 'string' } }] : []

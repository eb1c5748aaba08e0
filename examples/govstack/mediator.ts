/** Information mediator: clients are the registers of the exchange, services the parts of the open API. */
import { type Answer, type Answering, ok } from './answer.ts'
import names from './names.json' with { type: 'json' }
import { type Json, jsonIn, listIn, type Platform } from './platform.ts'

const NAME = /^[a-z][a-z0-9]{1,30}$/i
const CODE = /^[a-z0-9]{2,30}$/i
const CLIENTS: Readonly<Record<string, string>> = names.clients
const SERVICES: Readonly<Record<string, string>> = names.services
const METHODS = ['get', 'put', 'post', 'delete', 'patch']

interface Operation {
  readonly method: string
  readonly path: string
  readonly tag: string
  /** Nobody has to be signed in. */
  readonly isOpen: boolean
}

/** The suite reads errors as text too. */
const bad = (why: string): Answer => ({ status: 400, body: why })

export function mediator(platform: Platform): Answering {
  const registers = async () =>
    listIn((await platform.get('/api/exchange/status')).body, 'registers').map(({ register }) => String(register))
  const openApi = async () => jsonIn((await platform.get('/openapi.json')).body)
  const client = (application: string) => ({
    objectType: { object_type: 'SUBSYSTEM' },
    GovStackInstance: 'KR',
    memberClass: 'GOV',
    memberCode: 'dpg',
    applicationCode: application,
  })

  const services = async (application: string, isAllowed: (operation: Operation) => boolean) => {
    const byTag = Map.groupBy(operationsOf(await openApi()).filter(isAllowed), ({ tag }) => tag)
    return [...byTag].map(([tag, operations]) => ({
      ...client(application),
      objectType: { object_type: 'SERVICE' },
      serviceType: 'OPENAPI',
      serviceCode: tag,
      endpointList: { member: operations.map(({ method, path }) => ({ method: method.toUpperCase(), path })) },
    }))
  }

  const described = async (query: URLSearchParams): Promise<Answer> => {
    const code = query.get('serviceCode') ?? ''
    if (!CODE.test(code)) return bad('serviceCode')
    const tag = SERVICES[code] ?? code
    const text = await openApi()
    const kept = Object.entries(jsonIn(text['paths'])).filter(([, item]) =>
      Object.values(jsonIn(item)).some((one) => tagOf(one) === tag),
    )
    if (kept.length === 0) return { status: 404, body: 'serviceCode' }
    return ok(JSON.stringify({ ...text, paths: Object.fromEntries(kept) }))
  }

  return async (method, given, query) => {
    if (method !== 'GET') return undefined
    const path = given.map(unquoted)
    if (path.join('/') === 'listClients') return ok({ member: (await registers()).map(client) })
    const [instance = '', memberClass = '', member = '', application = '', what = ''] = path
    if (path.length !== 5 || !['listMethods', 'allowedMethods', 'getOpenAPI'].includes(what)) return undefined
    if (!NAME.test(instance) || !NAME.test(memberClass) || !CODE.test(member) || !CODE.test(application)) return bad('path')
    const register = CLIENTS[path.slice(0, 4).join('/')] ?? application
    if (!(await registers()).includes(register)) return { status: 404, body: 'client' }
    if (what === 'getOpenAPI') return described(query)
    return ok({ member: await services(register, (one) => what === 'listMethods' || one.isOpen) })
  }
}

/** In one feature the suite sends names with the quotation marks of its own table. */
const unquoted = (name: string): string => name.replace(/^"(.*)"$/, '$1')

const tagOf = (operation: unknown): string => {
  const { tags } = jsonIn(operation)
  return Array.isArray(tags) ? String(tags[0]) : ''
}

const operationsOf = (text: Json): Operation[] =>
  Object.entries(jsonIn(text['paths'])).flatMap(([path, item]) =>
    Object.entries(jsonIn(item))
      .filter(([method]) => METHODS.includes(method))
      .map(([method, operation]) => ({
        method,
        path,
        tag: tagOf(operation),
        isOpen: jsonIn(operation)['security'] === undefined,
      })),
  )

/** Registration: services, applications, tasks and their figures. Everything is asked of the platform each time. */
import { type Answer, type Answering, notHere, type Sent } from './answer.ts'
import { applications } from './applications.ts'
import { eServices } from './e-services.ts'
import names from './names.json' with { type: 'json' }
import { asOfficial, type Office, officeOf } from './office.ts'
import type { Platform } from './platform.ts'
import { statistics } from './statistics.ts'
import { tasks } from './tasks.ts'

interface Asked extends Sent {
  readonly id: string
  readonly query: URLSearchParams
}
type Handle = (asked: Asked) => Promise<Answer>

const NO_DOCUMENTS = notHere(
  'a file is handed in with an application, on its page: the open API takes none, and none without an owner',
)

export function registration(platform: Platform): Answering {
  const services = eServices(platform)
  const files = applications(platform, services)
  const steps = tasks(platform, services, files)
  const figures = statistics(platform, services)
  const asOffice =
    (then: (office: Office, asked: Asked) => Promise<Answer>): Handle =>
    async (asked) => {
      const office = await officeOf(platform, asked.client)
      return office ? then(office, asked) : { status: 403, body: { error: 'Information-Mediator-Client' } }
    }
  /** GovStack's tasks name no client: the operator of the names asks. */
  const asOperator =
    (then: (office: Office, asked: Asked) => Promise<Answer>): Handle =>
    async (asked) =>
      then(await asOfficial(platform, names.operator), asked)

  const doors: Readonly<Record<string, Handle>> = {
    'GET services': ({ query }) => services.listed(query.get('name')),
    'GET services/:': ({ id }) => services.described(id),
    'GET services/:/eForms': ({ id }) => services.formsOf(id),
    'GET eForms/:': ({ id }) => services.form(id),
    'POST services/:/applications': ({ id, body }) => files.submit(id, body),
    'GET applications': asOffice((office, { query }) => files.listed(office, query)),
    'GET applications/:': asOffice((office, { id }) => files.one(office, id)),
    'PUT applications/:': asOffice((office, { id }) => files.changed(office, id)),
    'GET tasks': asOperator((office, { query }) => steps.listed(office, query)),
    'GET tasks/:': asOperator((office, { id }) => steps.one(office, id)),
    'POST tasks/:/complete': asOperator((office, { id, body }) => steps.complete(office, id, body)),
    'POST documents': async () => NO_DOCUMENTS,
  }

  return async (method, path, query, sent = { client: undefined, body: {} }) => {
    if (method === 'GET' && path.join('/') === 'data/statistics/1.0') return figures(query, sent.client)
    const [area, id = '', ...rest] = path
    const door = doors[`${method} ${[area, ...(path.length > 1 ? [':'] : []), ...rest].join('/')}`]
    return door?.({ ...sent, id, query })
  }
}

/** An application file is a case: made by the person themselves, read by the office that handles it. */
import { type Answer, bad, notFound, notHere, ok } from './answer.ts'
import type { EServices } from './e-services.ts'
import names from './names.json' with { type: 'json' }
import type { Office } from './office.ts'
import { type Json, jsonIn, listIn, type Platform, textIn } from './platform.ts'
import { definitionsOf, pageOf, serviceIdOf, statusOf } from './standing.ts'

const APPLICANTS: Readonly<Record<string, string>> = names.applicants
const FILES: Readonly<Record<string, { readonly applicant: string; readonly service: string }>> = names.files
const FORMS: Readonly<Record<string, Json>> = names.forms

export interface Applications {
  submit(service: string, body: Json): Promise<Answer>
  listed(office: Office, query: URLSearchParams): Promise<Answer>
  one(office: Office, name: string): Promise<Answer>
  changed(office: Office, name: string): Promise<Answer>
  /** The case of a name: of the suite's, the newest that this person has with this service. Undefined: none yet. */
  caseOf(name: string): Promise<string | undefined>
}

export function applications(platform: Platform, services: EServices): Applications {
  const own = async (applicant: string): Promise<readonly Json[]> => {
    const person = APPLICANTS[applicant]
    return person ? listIn((await platform.get('/api/cases', await platform.signInAs(person))).body, 'items') : []
  }

  const caseOf = async (name: string): Promise<string | undefined> => {
    const file = FILES[name]
    if (!file) return name
    const service = (await services.one(file.service))?.['id']
    const found = (await own(file.applicant)).find((one) => serviceIdOf(one) === service)
    return found && String(found['id'])
  }

  /** Submits as the applicant. The suite hands in no form: what its applicants fill in stands with their names. */
  const submit = async (service: string, body: Json): Promise<Answer> => {
    const definition = await services.one(service)
    if (!definition) return notFound
    const applicant = body['applicantId']
    if (typeof applicant !== 'string') return bad('applicantId')
    const person = APPLICANTS[applicant]
    if (!person) return { status: 403, body: { error: 'applicantId' } }
    const given = jsonIn(jsonIn(body['formData'])['data'])
    const form = Object.keys(given).length > 0 ? given : (FORMS[String(definition['id'])] ?? {})
    const { declarations = [], ...answers } = form
    const cookie = await platform.signInAs(person)
    const made = await platform.post('/api/cases', { service: definition['id'], answers, declarations }, cookie)
    if (made.status !== 201) return made
    const { status, body: view } = await platform.get(`/api/cases/${jsonIn(made.body)['id']}`, cookie)
    return status === 200 ? ok(fileOf(jsonIn(view), definition, { applicantId: applicant, serviceId: service })) : made
  }

  const listed = async (office: Office, query: URLSearchParams): Promise<Answer> => {
    const [service, applicant] = ['serviceId', 'applicantId'].map((name) => query.get(name))
    const asked = service ? await services.one(service) : undefined
    if (service && !asked) return ok([])
    const shown = ['open', 'paused', 'ended'] as const
    const cases = (await Promise.all(shown.map((show) => office.cases(show, asked && String(asked['id']))))).flat()
    const theirs = applicant ? new Set((await own(applicant)).map(({ id }) => id)) : undefined
    const kept = cases.filter(({ id }) => !theirs || theirs.has(id))
    const definitions = await definitionsOf(services, kept)
    const items = kept.map((one) => lineOf(one, definitions.get(serviceIdOf(one)), applicant ?? undefined))
    return ok(pageOf(items, query))
  }

  const looked = async (office: Office, name: string, then: (view: Json) => Promise<Answer> | Answer): Promise<Answer> => {
    const id = await caseOf(name)
    if (id === undefined) return notFound
    const said = await office.case(id)
    return said.status === 200 ? then(jsonIn(said.body)) : said
  }

  return {
    submit,
    listed,
    caseOf,
    one: (office, name) =>
      looked(office, name, async (view) => ok({ ...fileOf(view, await services.one(serviceIdOf(view))), fileId: name })),
    changed: (office, name) =>
      looked(office, name, () => notHere('what an applicant has said no official rewrites: they ask for a supplement')),
  }
}

interface Named {
  readonly applicantId: string
  readonly serviceId: string
}

/** With the names under which it was asked for, or the platform's own. */
function fileOf(view: Json, definition: Json | undefined, named?: Named) {
  const serviceId = serviceIdOf(view)
  const files = listIn(view, 'uploads').flatMap((upload) => listIn(upload, 'files'))
  return {
    fileId: view['id'],
    registered: view['submittedAt'],
    serviceId: named?.serviceId ?? serviceId,
    serviceName: textIn(definition?.['title']),
    status: statusOf(definition, view),
    ended: view['isEnded'] === true,
    applicationData: {
      applicantId: named?.applicantId ?? jsonIn(view['applicant'])['id'],
      formData: { eFormId: serviceId, data: factsOf(view, 'answers') },
      documentUrls: files.map(({ id }) => `/api/work/${view['id']}/attachments/${id}`),
    },
  }
}

/** By fact: its name and what was said or is registered, in words. */
export const factsOf = (view: Json, list: 'answers' | 'facts') =>
  Object.fromEntries(listIn(view, list).map(({ fact, label, value }) => [String(fact), { label, value }]))

const lineOf = (one: Json, definition: Json | undefined, applicantId: string | undefined): Json => ({
  fileId: one['id'],
  mainTaskId: one['id'],
  taskTitle: one['stateTitle'],
  ...(one['assignee'] ? { operatorName: one['assignee'] } : {}),
  status: statusOf(definition, one),
  // Who it is, a list says by name only.
  ...(applicantId === undefined ? {} : { applicantId }),
  created: one['submittedAt'],
  registered: one['submittedAt'],
  description: `${one['receiptNumber']} ${one['applicantName']}`,
  serviceName: textIn(definition?.['title']),
  serviceId: serviceIdOf(one),
  eformId: serviceIdOf(one),
  documentUrls: [],
})

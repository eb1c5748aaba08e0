/** A task is the step of a case that waits for an official; what completes it is one of the actions that the case lists. */
import { type Answer, notFound, ok } from './answer.ts'
import { type Applications, factsOf } from './applications.ts'
import type { EServices } from './e-services.ts'
import names from './names.json' with { type: 'json' }
import { asOfficial, type Office } from './office.ts'
import { type Json, jsonIn, listIn, type Platform, textIn } from './platform.ts'
import { definitionsOf, pageOf, serviceIdOf, statusOf } from './standing.ts'

const TASKS: Readonly<Record<string, { readonly file: string; readonly step: string }>> = names.tasks
const OPERATORS: Readonly<Record<string, string>> = names.operators

export interface Tasks {
  listed(office: Office, query: URLSearchParams): Promise<Answer>
  one(office: Office, name: string): Promise<Answer>
  complete(office: Office, name: string, body: Json): Promise<Answer>
}

export function tasks(platform: Platform, services: EServices, files: Applications): Tasks {
  const workOf = async (operator: string): Promise<ReadonlySet<unknown>> => {
    const official = OPERATORS[operator]
    const mine = official ? await (await asOfficial(platform, official)).cases('mine') : []
    return new Set(mine.map(({ id }) => id))
  }

  const listed = async (office: Office, query: URLSearchParams): Promise<Answer> => {
    const [file, group, operator] = ['fileId', 'mainTaskId', 'assigneeId'].map((name) => query.get(name))
    const ids = await Promise.all([file, group].filter((name) => typeof name === 'string').map(files.caseOf))
    const theirs = operator ? await workOf(operator) : undefined
    const open = (await office.cases('open')).filter(({ id }) => ids.every((one) => one === id) && (!theirs || theirs.has(id)))
    const definitions = await definitionsOf(services, open)
    const items = open
      .map((one) => ({ one, definition: definitions.get(serviceIdOf(one)) }))
      .filter(({ one, definition }) => roleIn(definition, one['state']) !== undefined)
      .map(({ one, definition }) => ({ ...taskOf(one, definition), ...(operator ? { assigneeId: operator } : {}) }))
    return ok(pageOf(items, query))
  }

  const looked = async (office: Office, name: string, then: (found: Found) => Promise<Answer>): Promise<Answer> => {
    const named = TASKS[name]
    const [, own, state] = /^(case_[0-9a-f-]+)\.([\w-]+)$/.exec(name) ?? []
    const id = named ? await files.caseOf(named.file) : own
    const step = named?.step ?? state
    if (id === undefined || step === undefined) return notFound
    const said = await office.case(id)
    if (said.status !== 200) return said
    const view = jsonIn(said.body)
    const definition = await services.one(serviceIdOf(view))
    return roleIn(definition, step) === undefined ? notFound : then({ view, definition, step })
  }

  const one = (office: Office, name: string): Promise<Answer> =>
    looked(office, name, async ({ view, definition, step }) => {
      if (view['state'] !== step) return notFound
      const assignee = jsonIn(view['assignee'])['id']
      return ok({
        ...taskOf(view, definition),
        taskId: name,
        ...(assignee ? { assigneeId: assignee } : {}),
        formVariables: factsOf(view, 'answers'),
        data: factsOf(view, 'facts'),
      })
    })

  /** Completed once, however often it is asked (the suite asks twice): the key of the act is the step. */
  const complete = (office: Office, name: string, body: Json): Promise<Answer> =>
    looked(office, name, async ({ view, definition, step }) => {
      const { action: wished, reason, reasonCodes, form } = jsonIn(body['data'])
      const action = typeof wished === 'string' ? wished : agreeing(definition, step)
      if (action === undefined) return { status: 422, body: { error: 'data.action: a decision, with its reason' } }
      const [id, seen] = [String(view['id']), view['version']]
      const act = { version: seen, reason, reasonCodes, form }
      const once = `${id}.${step}.${encodeURIComponent(action)}`
      const isOpen = view['state'] === step && listIn(view, 'actions').some((one) => one['id'] === action)
      const first = await office.act(id, action, act, once)
      // Nothing has moved although it could: the case has been in this step before, and left it in the same way.
      const isOld = isOpen && first.status === 200 && jsonIn(first.body)['version'] === seen
      const said = isOld ? await office.act(id, action, act, `${once}.${seen}`) : first
      if (said.status !== 200) return said
      const { taskName: _, ...task } = taskOf(view, definition)
      return ok({ ...task, taskId: name, status: statusOf(definition, jsonIn(said.body)), variables: {} })
    })

  return { listed, one, complete }
}

/** A step of a case: `<case>.<state>`, or what a name of the suite stands for. */
interface Found {
  readonly view: Json
  readonly definition: Json | undefined
  readonly step: string
}

const actionsFrom = (definition: Json | undefined, state: unknown): readonly Json[] =>
  listIn(definition?.['work'], 'actions').filter(({ from }) => Array.isArray(from) && from.includes(state))
const isOfficials = ({ actor }: Json): boolean => !['system', 'bot', 'applicant'].includes(String(actor))

/** Completed without a word: the one decision for which the law asks no reason. Where there is none, it must be said. */
function agreeing(definition: Json | undefined, state: string): string | undefined {
  const isEmpty = (list: unknown) => Array.isArray(list) && list.length === 0
  const reasonsOf = (code: unknown) => listIn(definition, 'decisions').find((one) => one['code'] === code)?.['reasons']
  const free = actionsFrom(definition, state)
    .filter(isOfficials)
    .filter(({ decision, reason, form }) => decision && !reason && isEmpty(form) && isEmpty(reasonsOf(decision)))
  return free.length === 1 ? String(free[0]!['id']) : undefined
}

/** Who must act in this state; undefined: the platform itself, or the applicant. */
function roleIn(definition: Json | undefined, state: unknown): string | undefined {
  const from = actionsFrom(definition, state)
  const byOfficials = from.filter(isOfficials)
  const decides = byOfficials.find(({ decision }) => decision)
  const goesByItself = from.some(({ actor }) => actor === 'system' || actor === 'bot')
  const first = decides ?? (goesByItself ? undefined : byOfficials[0])
  return first && String(first['actor'])
}

const taskOf = (one: Json, definition: Json | undefined) => ({
  taskId: `${one['id']}.${one['state']}`,
  mainTaskId: one['id'],
  name: one['stateTitle'],
  taskName: one['stateTitle'],
  roleId: roleIn(definition, one['state']),
  created: one['submittedAt'],
  description: one['says'],
  serviceId: serviceIdOf(one),
  serviceName: textIn(definition?.['title']),
  fileId: one['id'],
  eFormId: serviceIdOf(one),
  status: statusOf(definition, one),
})

/** Services are those of the catalogue that can be applied for; an eForm is the form of one: what only the applicant can say. */
import { type Answer, notFound, ok } from './answer.ts'
import names from './names.json' with { type: 'json' }
import { type Json, jsonIn, listIn, type Platform, textIn } from './platform.ts'

const NAMES: Readonly<Record<string, string>> = names.eServices
const PAGE = 100

export interface EServices {
  /** The whole definition, by id or by a name of the suite. */
  one(name: string): Promise<Json | undefined>
  listed(name: string | null): Promise<Answer>
  described(name: string): Promise<Answer>
  formsOf(name: string): Promise<Answer>
  form(name: string): Promise<Answer>
}

export function eServices(platform: Platform): EServices {
  const one = async (name: string): Promise<Json | undefined> => {
    const { status, body } = await platform.get(`/api/services/${encodeURIComponent(NAMES[name] ?? name)}`)
    return status === 200 ? jsonIn(body) : undefined
  }

  /** Those that one can apply for come first in the catalogue; the thousands after them are applied for elsewhere. */
  const offered = async (): Promise<readonly string[]> => {
    const found: string[] = []
    for (let offset = 0; ; offset += PAGE) {
      const { body } = await platform.get(`/api/services?limit=${PAGE}&offset=${offset}`)
      const can = listIn(body, 'items').filter(({ canApply }) => canApply === true)
      found.push(...can.map(({ id }) => String(id)))
      if (can.length < PAGE) return found
    }
  }

  const whole = async (name: string, make: (definition: Json) => unknown): Promise<Answer> => {
    const definition = await one(name)
    return definition ? ok(await make(definition)) : notFound
  }

  return {
    one,
    listed: async (name) => {
      const all = (await Promise.all((await offered()).map(one))).filter((definition) => definition !== undefined)
      const fits = ({ title }: Json) => name === null || Object.values(jsonIn(title)).includes(name)
      return ok(all.filter(fits).map((definition) => serviceOf(String(definition['id']), definition)))
    },
    // The suite reads a single service as a list of one.
    described: (name) => whole(name, (definition) => [serviceOf(name, definition)]),
    formsOf: (name) => whole(name, (definition) => [formOf(String(definition['id']), definition)]),
    form: (name) =>
      whole(name, async (definition) => {
        const facts = listIn((await platform.get('/api/facts')).body, 'items')
        return { ...formOf(name, definition), schema: schemaOf(definition, facts) }
      }),
  }
}

const serviceOf = (id: string, definition: Json) => ({
  id,
  name: textIn(definition['title']),
  version: String(definition['version']),
  type: 'Public',
  isExecutable: definition['canApply'] === true,
  // Nothing happens to a case but what the states and actions of its definition say.
  isClosed: true,
  description: textIn(definition['description']),
  serviceBody: [
    { code: 'agency', value: String(definition['agencyName']) },
    { code: 'status', value: String(definition['status']) },
  ],
})

const formOf = (id: string, definition: Json) => ({
  eFormId: id,
  name: textIn(definition['title']),
  description: textIn(definition['description']),
  version: String(definition['version']),
  latest: true,
})

/** JSON Schema of the answers; which of them a person is asked hangs on those before. */
function schemaOf({ form }: Json, facts: readonly Json[]) {
  const screens = listIn(form, 'screens')
  const asked = screens.flatMap(({ fields }) => (Array.isArray(fields) ? fields.map(String) : []))
  const declarations = screens.flatMap((screen) => listIn(screen, 'declarations'))
  const known = new Map(facts.map((fact) => [String(fact['id']), fact]))
  const properties = asked.flatMap((id) => (known.has(id) ? [[id, propertyOf(known.get(id)!)]] : []))
  const says = Object.fromEntries(declarations.map(({ id, says }) => [String(id), textIn(says)]))
  return {
    type: 'object',
    properties: {
      ...Object.fromEntries(properties),
      declarations: { type: 'array', items: { enum: Object.keys(says) }, description: Object.values(says).join(' / ') },
    },
    additionalProperties: false,
  }
}

const TYPES: Readonly<Record<string, object>> = {
  boolean: { type: 'boolean' },
  number: { type: 'number' },
  string: { type: 'string' },
  date: { type: 'string', format: 'date' },
  list: { type: 'array' },
  context: { type: 'object' },
}

function propertyOf({ type, title, question, values }: Json) {
  const choice = values ? { enum: Object.keys(jsonIn(values)) } : {}
  const kind = TYPES[String(type)]
  return { ...kind, title: textIn(title), description: textIn(question), ...(type === 'list' ? { items: choice } : choice) }
}

/**
 * Digital registries, as far as the platform has them: which registers there are, what they hold, one fact of one's own record, and who
 * has looked at a person. It stores no records of its own and is no place to search for people: all that writes or searches is answered
 * 501, and fails.
 */
import { type Answer, type Answering, bad, notFound, notHere, ok } from './answer.ts'
import names from './names.json' with { type: 'json' }
import { type Json, jsonIn, listIn, type Platform, textIn } from './platform.ts'

const DATABASES: Readonly<Record<string, string>> = names.databases
const PEOPLE: Readonly<Record<string, string>> = names.people
const RECORDS: Readonly<Record<string, string>> = names.records
const FIELDS: Readonly<Record<string, string>> = names.fields
const NO_RECORDS = notHere('the platform keeps no records of its own, and no register is searched for people')

export function registries(platform: Platform): Answering {
  const registers = async () => listIn((await platform.get('/api/exchange/status')).body, 'registers')
  const database = async (id: string) => {
    const register = (await registers()).find((one) => one['register'] === DATABASES[id])
    if (!register) return undefined
    const facts = listIn((await platform.get('/api/facts')).body, 'items').filter(
      (one) => one['register'] === register['register'],
    )
    return {
      id: Number(id),
      version: '1.0',
      name: textIn(register['title']),
      code: register['register'],
      schema: schemaOf(facts),
    }
  }

  /** The person looks at one fact of their own first: what is then listed was written just now, by the platform itself. */
  const usage = async (query: URLSearchParams): Promise<Answer> => {
    const person = PEOPLE[query.get('userID') ?? '']
    if (!person) return bad('userID')
    if (query.get('DatabaseID') !== names.usage) return bad('DatabaseID')
    const cookie = await platform.signInAs(person)
    await platform.post('/api/exchange/own-facts', { facts: ['person.name'] }, cookie)
    const { status, body } = await platform.get('/api/access/entries?limit=100', cookie)
    return status === 200 ? ok(listIn(body, 'entries').map(lookOf)) : { status: 502, body }
  }

  /** Read by the person themselves through the exchange. A name is one fact here: first and last name are not kept apart. */
  const value = async (register: string, uuid: string, field: string): Promise<Answer> => {
    const person = PEOPLE[uuid]
    const fact = FIELDS[field.replace(/\.json$/, '')]
    if (!person || !fact || !field.endsWith('.json')) return notFound
    const cookie = await platform.signInAs(person)
    const { body } = await platform.post('/api/exchange/own-facts', { facts: [fact] }, cookie)
    const held = listIn(body, 'facts').find((one) => one['fact'] === fact && one['register'] === register)
    return held ? ok(held['value']) : notFound
  }

  return async (method, path, query) => {
    const [area, second = '', third = '', uuid = '', what, field = ''] = path
    const register = RECORDS[`${second}/${third}`]
    if (method === 'GET' && area === 'data' && register && what === 'read-value' && path.length === 6)
      return value(register, uuid, field)
    if (method === 'GET' && area === 'data' && second === 'MyPersonalDataUsage' && third === '1.0') return usage(query)
    if (method === 'GET' && area === 'databases' && path.length === 1) {
      const all = await Promise.all(Object.keys(DATABASES).map(database))
      return ok({ id: 1, name: 'dpg', code: 'dpg', databases: all.filter((one) => one !== undefined) })
    }
    if (method === 'GET' && area === 'database' && path.length === 2) {
      const found = await database(second)
      return found ? ok(found) : notFound
    }
    return area === 'data' || area === 'database' ? NO_RECORDS : undefined
  }
}

const schemaOf = (facts: readonly Json[]) => ({
  type: 'object',
  properties: Object.fromEntries(
    facts.map((fact) => [String(fact['id']), { type: String(fact['type']), description: textIn(fact['title']) }]),
  ),
})

function lookOf({ id, at, actor, register, facts }: Json) {
  const { person, official, name, agency, kind } = jsonIn(actor)
  return {
    ID: id,
    ReaderID: String(person ?? official ?? kind),
    ReaderInitials: String(name ?? '').slice(0, 1),
    ReaderInstitutionID: String(agency ?? ''),
    ReaderInstitutionName: String(agency ?? ''),
    ReaderApplicationName: String(register ?? 'dpg'),
    SearchDateTime: at,
    Refrences: (Array.isArray(facts) ? facts : []).map((fact) => ({ ReferenceID: fact })),
  }
}

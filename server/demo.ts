/** Demonstration mode: personas and officials that one may choose, the same at every start. */
import type { Directory, Official } from '@dpg/directory/contract'
import { loadPeople } from '@dpg/gateway/population'
import type { Identity, Persona } from '@dpg/identity/contract'
import type { Db, Log } from '@dpg/kernel/server'

export interface DemoDeps {
  readonly db: Db
  readonly directory: Directory
  readonly identity: Identity
  readonly log: Log
}

/** The first start waits for them. Later ones find them in the database; what the files have added follows when the returned is called. */
export async function enrolNowOrLater(deps: DemoDeps, country: string): Promise<() => void> {
  if ((await deps.identity.personas()).length === 0) await enrolDemo(deps, country)
  else return () => void enrolDemo(deps, country).catch((cause: unknown) => deps.log.warn('demo.not-enrolled', {}, cause))
  return () => {}
}

/** Puts them into directory and identity; what is there already stays. */
async function enrolDemo(deps: DemoDeps, country: string): Promise<void> {
  // Only those with names: the other synthetic people are known to the registers alone.
  const { personas, officials } = loadPeople({ people: 0, seed: 1, pack: country })
  const listed: Official[] = officials.map(({ id, name, office, agency, roles }) => ({ id, name, office, agency, roles }))
  const people = personas.flatMap((one) => (one.partner ? [one, one.partner] : [one]))
  const residents: Persona[] = people.map(({ person, title, story }) => ({
    kind: 'resident',
    id: person.id,
    name: person.name,
    title,
    story,
  }))
  const workers: Persona[] = officials.map(({ id, name, title }) => ({ kind: 'official', id, name, title, story: title }))
  await deps.db.transaction(async (tx) => {
    await deps.directory.enlist(tx, listed)
    await deps.identity.enrol(tx, {
      residents: people.map(({ person: { id, name } }) => ({ id, name })),
      officials: officials.map(({ id }) => id),
      personas: [...residents, ...workers],
    })
  })
}

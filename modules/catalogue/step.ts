/** From one release to the next: what a service was, and what it is, with the figures it reads. */
import type { ParameterDefinition, ServiceDefinition } from '@dpg/definitions'
import type { Db } from '@dpg/kernel/server'
import type { ReleaseStep, Stood } from './contract.ts'
import { findStep, readStood } from './store.ts'

export async function stepOf(db: Db, release: string, service: string): Promise<ReleaseStep | undefined> {
  const step = await findStep(db, release)
  if (!step) return undefined
  const rows = await readStood(db, [release, step.before], service)
  const stoodIn = (one: string): Stood => {
    const own = rows.filter((row) => row.release === one)
    const found = own.find(({ kind }) => kind === 'service')
    const definition = found ? (JSON.parse(found.body) as ServiceDefinition) : null
    const read = new Set(definition?.parameters)
    const figures = own.filter(({ kind }) => kind === 'parameter').map(({ body }) => JSON.parse(body) as ParameterDefinition)
    return { service: definition, parameters: figures.filter(({ id }) => read.has(id)) }
  }
  return { at: Temporal.Instant.from(step.at).toString(), before: stoodIn(step.before), after: stoodIn(release) }
}

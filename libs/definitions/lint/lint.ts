/** What every check of the linter gets and gives. */
import type { Finding } from '../findings.ts'
import type { Pack } from '../schemas/pack.ts'
import type { ServiceDefinition } from '../schemas/service.ts'
import type { Sources } from '../sources.ts'

export interface Linted {
  readonly pack: Pack
  readonly sources: Sources
  /** Has it taken so long that what may take long is left out? Absent: never. */
  readonly isOver?: () => boolean
}

/** A check of the pack, and one of a worked-out service in it. */
export type PackCheck = (linted: Linted) => Finding[]
export type ServiceCheck = (service: ServiceDefinition, linted: Linted) => Finding[]

/** Runs a check for every worked-out service. */
export const forServices =
  (...checks: readonly ServiceCheck[]): PackCheck =>
  (linted) =>
    [...linted.pack.services.values()].flatMap((service) => checks.flatMap((check) => check(service, linted)))

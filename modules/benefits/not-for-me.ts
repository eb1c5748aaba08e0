/** News a person does not want: of one service, or of a kind. Stopped at once, and let come again as easily. */
import type { Clock, PersonId, Principal } from '@dpg/kernel'
import type { Db, Sealing, Tx } from '@dpg/kernel/server'
import { type NewsTarget, notWatching, unknownKind, unknownService } from './contract.ts'
import type { Rules } from './engine.ts'
import { personOf } from './person.ts'
import { blank, openProjection, type Projection, sealProjection } from './projection.ts'
import { keepProjections, lockSubscriber } from './store-subscribers.ts'

/** What is only read from condition codes. */
export const GUESS = 'guess'

export interface NotForMeDeps {
  readonly db: Db
  readonly clock: Clock
  readonly sealing: Sealing
  readonly rules: () => Rules
}

export const fieldOf = (rules: Pick<Rules, 'snapshot' | 'row'>, service: string): string | null =>
  (rules.row(service)?.field || rules.snapshot.pack.services.get(service)?.field) ?? null

export function isWanted(
  rules: Pick<Rules, 'snapshot' | 'row'>,
  { services, kinds }: Projection['notForMe'],
  service: string,
  basis: 'law' | 'codes',
): boolean {
  const field = fieldOf(rules, service)
  return !(service in services) && !(basis === 'codes' && GUESS in kinds) && !(field !== null && field in kinds)
}

const fieldsOf = ({ snapshot: { pack } }: Pick<Rules, 'snapshot'>): ReadonlySet<string> =>
  new Set(pack.catalogue.rows.map(({ field }) => field).filter((field) => field !== ''))

const MOST_TARGETS = 2_000

export async function wantNews(deps: NotForMeDeps, principal: Principal, target: NewsTarget, wanted: boolean): Promise<void> {
  const rules = deps.rules()
  const person = personOf(principal)
  if ('service' in target && !rules.hasService(target.service)) throw unknownService({ service: target.service.slice(0, 80) })
  if ('kind' in target && target.kind !== GUESS && !fieldsOf(rules).has(target.kind))
    throw unknownKind({ kind: target.kind.slice(0, 80) })
  await deps.db.transaction((tx) => keep(deps, tx, person, target, wanted))
}

async function keep({ sealing, clock }: NotForMeDeps, tx: Tx, person: PersonId, target: NewsTarget, wanted: boolean) {
  const row = await lockSubscriber(tx, person)
  const before = row && ((await openProjection(sealing, tx, row)) ?? blank(clock.today().toString()))
  // Before the first look there is nothing to be told of yet.
  if (!row?.sealed || !before) throw notWatching({})
  const at = clock.now().toString()
  const { services, kinds } = before.notForMe
  const notForMe =
    'service' in target
      ? { services: changed(services, target.service, wanted, at), kinds }
      : { services, kinds: changed(kinds, target.kind, wanted, at) }
  const sealed = await sealProjection(sealing, tx, person, { ...before, notForMe })
  await keepProjections(tx, [{ person, sealed }], row.lookedAt ?? at, null)
}

function changed(
  known: Readonly<Record<string, string>>,
  key: string,
  wanted: boolean,
  at: string,
): Readonly<Record<string, string>> {
  const { [key]: since, ...others } = known
  if (wanted) return others
  if (Object.keys(others).length >= MOST_TARGETS) return known
  return { ...others, [key]: since ?? at }
}

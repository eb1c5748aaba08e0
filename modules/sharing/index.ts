/** 정보 공유: builds the module. Only the server calls this. */
import { textIn, type Lang } from '@dpg/kernel'
import type { ModuleInfo, Parts } from '@dpg/kernel/server'
import { act } from './act.ts'
import { ask, servicesOf } from './ask.ts'
import { type ExceptionView, requestNotFound, type Sharing, type SharingId } from './contract.ts'
import { coverageOf } from './coverage.ts'
import { type SharingDeps, todayOf } from './deps.ts'
import { exceptionsFor } from './grounds.ts'
import { routes } from './http.ts'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }
import { deedsOf } from './rule.ts'
import { countExceptions, findRequest, listAgreed, listReplacing, listRequests, type RequestRow, stepsOf } from './store.ts'
import { namerOf, viewOf } from './view.ts'

export type { SharingDeps } from './deps.ts'

export const sharing: ModuleInfo = {
  migrations: { module: 'sharing', folder: new URL('./migrations/', import.meta.url) },
  messages: { ko, en },
}

export function createSharing(deps: SharingDeps): { sharing: Sharing; parts: Parts } {
  const { db } = deps
  const shown = async (row: RequestRow, lang: Lang) => viewOf(deps, row, (await stepsOf(db, [row.id])).get(row.id) ?? [], lang)
  const found = async (id: SharingId): Promise<RequestRow> => {
    const row = await findRequest(db, todayOf(deps), id)
    if (!row) throw requestNotFound({ id })
    return row
  }
  const made: Sharing = {
    file: async (principal, wish, key, lang) => shown(await ask(deps, principal, wish, key), lang),
    act: async (principal, id, what, lang) => {
      await act(deps, principal, id, what)
      return shown(await found(id), lang)
    },
    request: async (id, lang) => shown(await found(id), lang),
    requests: async ({ state = null, agency = null, limit, offset }, lang) => {
      const { total, rows } = await listRequests(db, todayOf(deps), { state, agency, limit, offset })
      const ids = rows.map(({ id }) => id)
      const steps = await stepsOf(db, ids)
      return { total, items: rows.map((row) => viewOf(deps, row, steps.get(row.id) ?? [], lang)) }
    },
    choices: async (id, agency, lang) => {
      const row = await found(id)
      const namer = namerOf(deps, lang)
      return {
        deeds: deedsOf(row, (await stepsOf(db, [id])).get(id) ?? [], todayOf(deps), agency),
        exceptions: exceptionsFor(namer.pack, row).map((one) => namer.named(one.id, namer.pack.exceptions)),
      }
    },
    servicesOf: (agency) => servicesOf(deps.catalogue.current().pack, agency),
    exceptions: (lang) => exceptions(deps, lang),
    coverage: async (lang) => coverageOf(namerOf(deps, lang), await listReplacing(db, todayOf(deps)), lang),
    agreed: async ({ service, ...asked }) => {
      const rows = service === null ? [] : await listAgreed(db, todayOf(deps), { ...asked, service })
      return new Map(rows.flatMap(({ number, law, facts }) => facts.map((fact) => [fact, { number, law }] as const)))
    },
  }
  return { sharing: made, parts: { routes: routes(made) } }
}

async function exceptions(deps: SharingDeps, lang: Lang): Promise<ExceptionView[]> {
  const { pack, agency, named } = namerOf(deps, lang)
  const counted = new Map((await countExceptions(deps.db)).map((one) => [one.exception, one]))
  return [...pack.exceptions.values()].map(({ id, says, law, closes, confirm, review }) => ({
    ...named(id, pack.exceptions),
    says: textIn(says, lang),
    law,
    facts: closes.facts,
    datasets: closes.datasets,
    confirm: confirm === null ? null : agency(confirm),
    review: agency(review),
    refusals: counted.get(id)?.refusals ?? 0,
    overturned: counted.get(id)?.overturned ?? 0,
  }))
}

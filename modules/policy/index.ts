/** 정책 실험: a change of rules or figures over the whole population before it is made (2.4-6). */
import type { Catalogue } from '@dpg/catalogue/contract'
import { type Clock, type Lang, type Translate, textIn } from '@dpg/kernel'
import { type Db, jobHandler, type Log, type ModuleInfo, type Parts } from '@dpg/kernel/server'
import { csvOf } from './csv.ts'
import { notFinished, type Policy } from './contract.ts'
import { draftOf, titleOf } from './draft.ts'
import { routes } from './http.ts'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }
import { createPopulation, type PeopleSource } from './people/population.ts'
import { dayOf } from './reform.ts'
import { compare } from './compare.ts'
import { sweepJob } from './sweep/job.ts'
import { again, createWorker, run, runs, type RunsDeps, start } from './runs.ts'
import { workOut } from './share.ts'

export type { PeopleSource } from './people/population.ts'
export { takeShards } from './sweep/job.ts'

export const policy: ModuleInfo = {
  migrations: { module: 'policy', folder: new URL('./migrations/', import.meta.url) },
  messages: { ko, en },
}

export interface PolicyDeps {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly texts: (lang: Lang) => Translate
  readonly catalogue: Catalogue
  readonly people: PeopleSource
  /** Folder of a whole population: this process takes shards of the sweeps over it. */
  readonly sweepPeople?: string | undefined
}

export function createPolicy(deps: PolicyDeps): { policy: Policy; parts: Parts } {
  const { catalogue, texts, clock } = deps
  const all: RunsDeps = { ...deps, population: createPopulation(deps.people) }
  const areaName = (code: string) => catalogue.current().pack.areas.get(code)?.name ?? code
  const figureName: Policy['figureName'] = (id, lang) => {
    const figure = catalogue.current().pack.parameters.get(id)
    return figure ? textIn(figure.title, lang) : id
  }
  const made: Policy = {
    services: (lang) => {
      const snapshot = catalogue.current()
      return snapshot.rules.services
        .filter(({ id }) => snapshot.pack.services.has(id))
        .map(({ id, amount }) => ({ id, title: titleOf(snapshot, id, lang), pays: amount !== undefined }))
        .sort((a, b) => Number(b.pays) - Number(a.pays) || a.title.localeCompare(b.title, lang))
    },
    draft: (service, asOf, lang) =>
      draftOf(catalogue.current(), service, dayOf(asOf, clock.today().toString()), lang, texts(lang)),
    start: (principal, request, key, lang) => start(all, principal, request, key, lang),
    run: (id, lang) => run(all, id, lang),
    runs: (lang, page) => runs(all, lang, page),
    again: (_principal, id, lang) => again(all, id, lang),
    csv: async (id, lang) => {
      const found = await run(all, id, lang)
      if (found.result === null) throw notFinished({ run: id })
      const t = texts(lang)
      return csvOf(
        { ...found, result: found.result },
        {
          t,
          groupName: (grouping, group) => groupName(t, areaName, grouping, group),
          figureName: (id) => figureName(id, lang),
        },
      )
    },
    compare: (comparison) => compare(all, comparison),
    prepare: () => {
      const { facts, parameters } = catalogue.current().rules
      return all.population.prepare({ today: { facts, parameters, services: [] }, asOf: clock.today().toString() })
    },
    people: async () => {
      const { version, people, nation, seed, isReady } = all.population.describe()
      return { version, people, nation, seed, isReady }
    },
    groupName: (grouping, group, lang) => groupName(texts(lang), areaName, grouping, group),
    figureName,
    factName: (id, lang) => {
      const fact = catalogue.current().pack.facts.get(id)
      return fact ? textIn(fact.title, lang) : id
    },
  }
  const work = createWorker(all)
  return {
    policy: made,
    parts: {
      routes: routes(made),
      jobs: [
        jobHandler({ job: workOut, concurrency: 1, retries: 3, handle: work }),
        ...(deps.sweepPeople ? [sweepJob({ ...deps, people: deps.sweepPeople })] : []),
      ],
    },
  }
}

function groupName(t: Translate, areaName: (code: string) => string, grouping: string, group: string): string {
  if (grouping === 'sido' || grouping === 'sigungu') return areaName(group)
  if (grouping === 'sex') return t(`policy.group.${group}`)
  if (grouping === 'size')
    return group.endsWith('+')
      ? t('policy.group.sizeOver', { size: group.slice(0, -1) })
      : t('policy.group.size', { size: group })
  if (grouping === 'decile') return t('policy.group.decile', { decile: group })
  return group.endsWith('+')
    ? t('policy.group.ageOver', { age: group.slice(0, -1) })
    : t('policy.group.age', { age: group.replace('-', '~') })
}

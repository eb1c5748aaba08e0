/** `GET /check`, `POST /check`, `POST /check/why`: the answers come with the form and go with the page. */
import { SCREENING_LIMIT } from '@dpg/benefits/contract'
import type { Snapshot } from '@dpg/catalogue/contract'
import { serviceNotFound } from '@dpg/catalogue/contract'
import type { FactDefinition } from '@dpg/definitions'
import { type Lang, systemClock, textIn, type Translate } from '@dpg/kernel'
import { type Asked, page, type Route } from '@dpg/kernel/route'
import type { Json } from '@dpg/rules'
import { formatDate, formatMoney, render } from '@dpg/ui'
import { z } from 'zod'
import type { ResidentContracts } from '../../contracts.ts'
import { frameOf } from '../../frame.tsx'
import { districtGroups, type Overview } from '../overview.ts'
import { type Posted, readSaid, type Said, textOf } from './answers.ts'
import { FAMILY, membersOf } from './family.tsx'
import { decidingIn, GROUPS, grouped } from './groups.ts'
import { CheckPage, type CheckPageProps } from './page.tsx'
import { DISTRICT, FIRST, isAskable, nextQuestion } from './questions.ts'
import { askedIn, readAnswers } from './read.ts'
import { WhyPage } from './why.tsx'

const form = z.record(z.string().max(120), z.union([z.string().max(2000), z.array(z.string().max(300)).max(20)]))
type CheckAsked = Asked<undefined, undefined, Posted>

export const checkRoutes = (contracts: ResidentContracts, overview: () => Overview): Route[] => [
  page({ method: 'GET', path: '/check', needs: 'public', handle: (asked) => start(contracts, asked, { errors: [], typed: {} }) }),
  page({
    method: 'POST',
    path: '/check',
    needs: 'public',
    limit: SCREENING_LIMIT,
    body: form,
    handle: (asked) => answer(contracts, overview, asked),
  }),
  page({
    method: 'POST',
    path: '/check/why',
    needs: 'public',
    limit: SCREENING_LIMIT,
    body: form,
    handle: (asked) => why(contracts, asked),
  }),
]

type Tried = Pick<CheckPageProps, 'errors' | 'typed'>

async function start(contracts: ResidentContracts, asked: Asked<undefined, undefined, unknown>, { errors, typed }: Tried) {
  const snapshot = contracts.catalogue.current()
  const props: CheckPageProps = {
    frame: await frameOf(contracts, asked),
    snapshot,
    districts: districtGroups(contracts.directory),
    said: { answers: {}, skipped: [] },
    errors,
    typed,
    isFamily: false,
    ask: FIRST.flatMap((id) => snapshot.pack.facts.get(id) ?? []),
    settles: undefined,
    result: undefined,
  }
  return { html: render(CheckPage(props)), ...(errors.length > 0 ? { status: 422 } : {}) }
}

async function answer(contracts: ResidentContracts, overview: () => Overview, asked: CheckAsked) {
  const { catalogue, directory, benefits } = contracts
  const { body, lang, t } = asked
  const snapshot = catalogue.current()
  const today = (contracts.clock ?? systemClock).today().toString()
  const before = readSaid(body, snapshot.pack)
  const { said, errors, more } = readAnswers({ pack: snapshot.pack, directory, today, t }, body, before)
  const wasFirst = textOf(body, 'asked') === FIRST.join(' ')
  if (wasFirst && errors.length > 0) return start(contracts, asked, { errors, typed: body })

  const change = snapshot.pack.facts.get(textOf(body, 'change'))
  const wrong = errors.length > 0 ? askedIn(body, snapshot.pack) : more
  const again = wrong.length > 0 ? wrong : change && isAskable(change) ? [change] : []
  const screened = benefits.screen({ facts: said.answers }, lang)
  const next = again.length > 0 ? undefined : nextQuestion(screened.ask, decidingIn(screened.results), said, snapshot.pack)
  const groups = grouped(screened.results, said.answers, overview())
  const show = GROUPS.find((group) => group === textOf(body, 'show'))
  const props: CheckPageProps = {
    frame: await frameOf(contracts, asked),
    snapshot,
    districts: districtGroups(directory),
    said,
    errors,
    typed: errors.length > 0 || more.length > 0 ? body : {},
    ask: next ? [next.fact] : again,
    isFamily: again[0]?.id === FAMILY,
    settles: next?.settles,
    result: {
      counts: screened.counts,
      groups,
      open: show && { group: show, page: pageOf(textOf(body, 'page')) },
      found: found(contracts, said, textOf(body, 'find').trim().slice(0, 80), lang),
      spoken: spokenOf(contracts, snapshot, said, lang, t),
    },
  }
  return { html: render(CheckPage(props)), ...(errors.length > 0 ? { status: 422 } : {}) }
}

const pageOf = (text: string): number => (/^\d{1,4}$/.test(text) ? Math.max(1, Number(text)) : 1)

/** The answers for a few services that somebody asks for by name. */
function found({ catalogue, benefits }: ResidentContracts, said: Said, words: string, lang: Lang) {
  if (words === '') return undefined
  const { items } = catalogue.search({ q: words.replace(/\p{Cc}+/gu, ' '), limit: 5, offset: 0 }, lang)
  if (items.length === 0) return { words, lines: [] }
  const order = items.map(({ id }) => id)
  const { results } = benefits.screen({ facts: said.answers, services: order }, lang)
  return { words, lines: results.toSorted((a, b) => order.indexOf(a.service) - order.indexOf(b.service)) }
}

function spokenOf({ directory }: ResidentContracts, { pack }: Snapshot, { answers }: Said, lang: Lang, t: Translate) {
  return Object.entries(answers).flatMap(([id, value]) => {
    const fact = pack.facts.get(id)
    if (!fact) return []
    const words = () => {
      if (id === FAMILY) return familyInWords(fact, value, lang, t)
      if (typeof value === 'boolean') return t(value ? 'resident.check.yes' : 'resident.check.no')
      if (typeof value === 'number')
        return fact.unit === 'won' ? formatMoney(value, lang) : `${value}${t(`resident.suffix.${fact.unit ?? 'count'}`)}`
      if (id === DISTRICT) return directory.area(String(value))?.fullName ?? String(value)
      if (fact.type === 'date') return formatDate(String(value), lang)
      const label = fact.values?.[String(value)]
      return label ? textIn(label, lang) : String(value)
    }
    return [{ fact: id, label: textIn(fact.title, lang).replace(/\s*\(.*\)$/, ''), value: words() }]
  })
}

function familyInWords(fact: FactDefinition, value: Json, lang: Lang, t: Translate): string {
  const members = membersOf(value, fact) ?? []
  const relations = fact.fields?.['relation']?.values ?? {}
  const words = members.map(({ relation, birthDate }) => {
    const label = relations[relation]
    return `${label ? textIn(label, lang) : relation} (${formatDate(birthDate, lang)})`
  })
  return words.length > 0 ? words.join(', ') : t('resident.family.alone')
}

async function why(contracts: ResidentContracts, asked: CheckAsked) {
  const { catalogue, benefits, directory } = contracts
  const { body, lang } = asked
  const snapshot = catalogue.current()
  const said = readSaid(body, snapshot.pack)
  const id = textOf(body, 'service')
  const service = snapshot.service(id)
  if (!service) throw serviceNotFound({ service: id.slice(0, 80) })
  const props = {
    frame: await frameOf(contracts, asked),
    why: benefits.explain(id, { facts: said.answers }, lang),
    said,
    service,
    agencyName: directory.agencyName(service.agency, lang),
    placeName: (fact: string, code: string) => {
      const { type, values } = snapshot.pack.facts.get(fact) ?? {}
      return type === 'string' && values === null ? directory.area(code)?.fullName : undefined
    },
  }
  return { html: render(WhyPage(props)) }
}

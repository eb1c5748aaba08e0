/** What I may get: parse the answers in the address, ask, draw. */
import { page, type Route } from '@dpg/kernel/route'
import { render } from '@dpg/ui'
import { z } from 'zod'
import type { ResidentContracts } from '../../contracts.ts'
import { type FrameAsked, frameOf } from '../../frame.tsx'
import { namesIn } from '../who.ts'
import { consentRoutes, drawConsent } from './consent-routes.ts'
import { BenefitList } from './list.tsx'
import { questionOf, readAnswers, type Typed } from './questions.ts'
import { Why } from './why.tsx'

const LIMIT = 10
/** Facts whose value is the code of an area. */
const PLACE = /(?:sido|sigungu|eupmyeondong)$/i
const QUESTIONS = 2
const typed = z.record(z.string().max(120), z.union([z.string().max(200), z.array(z.string().max(200)).max(60)]))
const one = (typed: Typed, name: string) => (typeof typed[name] === 'string' ? typed[name] : undefined)

export const benefitRoutes = (contracts: ResidentContracts): Route[] => [
  page({
    method: 'GET',
    path: '/my/benefits',
    needs: 'resident',
    query: typed,
    handle: (asked) => list(contracts, asked, asked.query),
  }),
  ...consentRoutes(contracts),
  page({
    method: 'GET',
    path: '/my/benefits/{id}',
    needs: 'resident',
    params: z.object({ id: z.string().max(80) }),
    query: typed,
    handle: (asked) => why(contracts, asked, asked.params.id, asked.query),
  }),
]

async function list(contracts: ResidentContracts, asked: FrameAsked, typed: Typed) {
  const { principal, lang, t } = asked
  if (!(await contracts.benefits.consent(principal, 'look'))) return drawConsent(contracts, asked, { next: '/my/benefits' })
  const { pack } = contracts.catalogue.current()
  const { facts: answers, errors } = readAnswers(pack, typed, t)
  const page = Math.min(Math.max(Math.trunc(Number(one(typed, 'page') ?? 1)) || 1, 1), 500)
  const [benefits, frame] = await Promise.all([
    contracts.benefits.forResident(principal, { lang, limit: LIMIT, offset: (page - 1) * LIMIT, answers }),
    frameOf(contracts, asked),
  ])
  const wrong = errors.map(({ field }) => field ?? '')
  const wanted = [...wrong, ...benefits.ask.map(({ fact }) => fact).filter((fact) => !wrong.includes(fact))]
  const questions = wanted
    .flatMap((fact) => questionOf(pack, fact, typed, lang) ?? [])
    .slice(0, Math.max(QUESTIONS, wrong.length))
  const names = namesIn(contracts, lang)
  const html = render(
    BenefitList({
      frame,
      benefits,
      broken: [...new Set(benefits.failures.map(({ register }) => names.register(register)))],
      questions,
      answers,
      errors,
      page,
      pages: Math.ceil(benefits.total / LIMIT),
    }),
  )
  return { status: errors.length > 0 ? 422 : 200, html }
}

async function why(contracts: ResidentContracts, asked: FrameAsked, id: string, typed: Typed) {
  const { principal, lang, t } = asked
  if (!(await contracts.benefits.consent(principal, 'look')))
    return drawConsent(contracts, asked, { next: `/my/benefits/${encodeURIComponent(id)}` })
  const { pack } = contracts.catalogue.current()
  const { facts: answers, errors } = readAnswers(pack, typed, t)
  const [found, frame] = await Promise.all([
    contracts.benefits.whyForResident(principal, id, lang, answers),
    frameOf(contracts, asked),
  ])
  const missing = [
    ...new Set([...errors.map(({ field }) => field ?? ''), ...found.criteria.flatMap((criterion) => criterion.missing)]),
  ]
  const given = new URLSearchParams(
    Object.entries(typed).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])),
  )
  const html = render(
    Why({
      frame,
      why: found,
      names: namesIn(contracts, lang),
      derivedBy: (fact) => {
        const known = pack.facts.get(fact)
        return known?.derive ? known.law : undefined
      },
      placeOr: ({ fact, value }) => (PLACE.test(fact) && contracts.directory.area(value ?? '')?.fullName) || (value ?? ''),
      questions: missing
        .filter((fact) => !(fact in answers))
        .flatMap((fact) => questionOf(pack, fact, typed, lang) ?? [])
        .slice(0, 5),
      answers,
      errors,
      back: given.size > 0 ? `/my/benefits?${given}` : '/my/benefits',
    }),
  )
  return { status: errors.length > 0 ? 422 : 200, html }
}

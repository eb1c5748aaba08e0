/** Pages under /policy: choose, change, wait, see. */
import { brokenRule, nothingChanged, type Policy, type PolicyRun, unknownPart, wrongValue } from '@dpg/policy/contract'
import { Problem } from '@dpg/kernel'
import { type Asked, page, type Route } from '@dpg/kernel/route'
import { type FormError, render } from '@dpg/ui'
import { z } from 'zod'
import type { OfficerContracts } from '../contracts.ts'
import { frameOf } from '../frame.tsx'
import { PolicyForm } from './form-page.tsx'
import { PolicyHome } from './home-page.tsx'
import { readChanges } from './read-changes.ts'
import { MEASURES, RunPage } from './run-page.tsx'
import { WaitingPage } from './waiting-page.tsx'

const ANALYST = 'policy-analyst'
const PAGE = 10
const runId = z.object({ id: z.string().max(60) })
const listQuery = z.object({ page: z.coerce.number().int().min(1).max(10_000).catch(1) })
const formQuery = z.object({ service: z.string().max(80), from: z.string().max(60).optional().catch(undefined) })
const viewQuery = z.object({
  show: z.enum(MEASURES).optional().catch(undefined),
  sido: z
    .string()
    .regex(/^\d{2}$/)
    .optional()
    .catch(undefined),
})
const form = z.record(z.string().max(160), z.string().max(8000))
/** Said on the form, beside what was typed. */
const SAID_ON_FORM = [brokenRule, nothingChanged, wrongValue, unknownPart].map(({ type }) => type)
/** A page that waits looks again by itself, with or without script. */
const LOOK_AGAIN = { refresh: '3' }

export const policyRoutes = (contracts: OfficerContracts): Route[] => [
  page({ method: 'GET', path: '/policy', needs: ANALYST, query: listQuery, handle: (asked) => home(contracts, asked) }),
  page({
    method: 'GET',
    path: '/policy/new',
    needs: ANALYST,
    query: formQuery,
    handle: async (asked) => {
      const { service, from } = asked.query
      const before = from === undefined ? undefined : await contracts.policy.run(from, asked.lang)
      return formPage(contracts, asked, { service, ...(before && { before }) })
    },
  }),
  page({
    method: 'POST',
    path: '/policy/runs',
    needs: ANALYST,
    maxBytes: 256 * 1024,
    body: form,
    handle: (asked) => begin(contracts, asked),
  }),
  page({
    method: 'GET',
    path: '/policy/runs/{id}',
    needs: ANALYST,
    params: runId,
    query: viewQuery,
    handle: (asked) => show(contracts, asked),
  }),
  page({
    method: 'GET',
    path: '/policy/runs/{id}/csv',
    needs: ANALYST,
    params: runId,
    handle: async ({ params: { id }, lang }) => ({
      bytes: new TextEncoder().encode(await contracts.policy.csv(id, lang)),
      contentType: 'text/csv; charset=utf-8',
      headers: { 'content-disposition': `attachment; filename="policy-${id}.csv"` },
    }),
  }),
  page({
    method: 'POST',
    path: '/policy/runs/{id}/again',
    needs: ANALYST,
    params: runId,
    handle: async ({ principal, params: { id }, lang }) => {
      await contracts.policy.again(principal, id, lang)
      return { location: `/policy/runs/${id}#again` }
    },
  }),
]

type Drawn = Pick<Asked<never, never, never>, 'lang' | 'preferences' | 'url' | 't' | 'principal'>

async function home(contracts: OfficerContracts, asked: Drawn & { readonly query: z.infer<typeof listQuery> }) {
  const { policy } = contracts
  const { page: number } = asked.query
  const [frame, runs, people] = await Promise.all([
    frameOf(contracts, asked),
    policy.runs(asked.lang, { limit: PAGE, offset: (number - 1) * PAGE }),
    policy.people(),
  ])
  return {
    html: render(
      PolicyHome({
        frame,
        services: policy.services(asked.lang),
        ...runs,
        people,
        page: number,
        size: PAGE,
        figureName: (id) => policy.figureName(id, asked.lang),
      }),
    ),
  }
}

interface Shown {
  readonly service: string
  readonly typed?: Readonly<Record<string, string>>
  readonly errors?: readonly FormError[]
  /** A run whose changes are where this one begins. */
  readonly before?: PolicyRun
}

async function formPage(contracts: OfficerContracts, asked: Drawn, shown: Shown) {
  const { policy } = contracts
  const draft = policy.draft(shown.service, undefined, asked.lang)
  const [frame, people] = await Promise.all([frameOf(contracts, asked), policy.people()])
  const typed = shown.typed ?? typedOf(shown.before)
  const { errors = [] } = shown
  return {
    status: errors.length > 0 ? 422 : 200,
    html: render(PolicyForm({ frame, draft, people, typed, errors, once: crypto.randomUUID() })),
  }
}

/** The changes of a run as they would be typed. */
function typedOf(run: PolicyRun | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (run?.inputs.changes ?? []).map((change): [string, string] => {
      if (change.kind === 'criterion') return [`c.${change.criterion}`, change.test]
      if (change.kind === 'step') return [`s.${change.step}`, change.be]
      return [`p.${change.parameter}/${change.path ?? ''}`, String(change.value)]
    }),
  )
}

async function begin(contracts: OfficerContracts, asked: Drawn & { readonly body: z.infer<typeof form> }) {
  const { service = '', key } = asked.body
  const draft = contracts.policy.draft(service, undefined, asked.lang)
  const { changes, day, errors } = readChanges(draft, asked.body, asked.t)
  const again = (found: readonly FormError[]) => formPage(contracts, asked, { service, typed: asked.body, errors: found })
  if (errors.length > 0) return again(errors)
  try {
    const run = await contracts.policy.start(asked.principal, { service, changes, asOf: day }, key, asked.lang)
    return { location: `/policy/runs/${run.id}` }
  } catch (error) {
    if (!(error instanceof Problem) || !SAID_ON_FORM.includes(error.type)) throw error
    return again([{ ...fieldOf(error, asked.body), text: asked.t(`problem.${error.type}.detail`, error.values) }])
  }
}

/** Which field a refusal is about. */
function fieldOf({ values }: Problem, body: z.infer<typeof form>): { readonly field?: string } {
  const names = [
    `c.${String(values['place'])}`,
    `s.${String(values['place'])}`,
    `p.${String(values['parameter'])}/${String(values['path'])}`,
  ]
  const field = names.find((name) => name in body)
  return field === undefined ? {} : { field }
}

async function show(
  contracts: OfficerContracts,
  asked: Drawn & { readonly params: { readonly id: string }; readonly query: z.infer<typeof viewQuery> },
) {
  const { policy } = contracts
  const [run, frame, people] = await Promise.all([
    policy.run(asked.params.id, asked.lang),
    frameOf(contracts, asked),
    policy.people(),
  ])
  if (run.result === null) {
    const headers = run.state === 'failed' ? {} : LOOK_AGAIN
    return { headers, html: render(WaitingPage({ frame, run, people, figureName: (id) => policy.figureName(id, asked.lang) })) }
  }
  // Where only the amount is another, the groups of who may get it say nothing.
  const { difference, pays } = run.result
  const measure = asked.query.show ?? (pays && difference.eligible.value === 0 ? 'won' : 'eligible')
  const isAgain = run.standing.again !== null && run.standing.again.at === null
  return {
    headers: isAgain ? LOOK_AGAIN : {},
    html: render(
      RunPage({
        frame,
        run,
        result: run.result,
        draft: draftIfAny(policy, run, asked),
        policy,
        people,
        ...asked.query,
        show: measure,
      }),
    ),
  }
}

/** The service may be gone from the release in force. */
function draftIfAny(policy: Policy, { inputs }: PolicyRun, { lang }: Drawn) {
  try {
    return policy.draft(inputs.service, inputs.asOf, lang)
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}

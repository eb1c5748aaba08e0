/** Pages under /authoring: parse, call, draw. What cannot be saved comes back with everything that was typed. */
import {
  type Authoring,
  type DraftView,
  draftBehind,
  reasonNeeded,
  type RuleDraftId,
  rulesBroken,
  staleDraft,
} from '@dpg/authoring/contract'
import type { VersionId } from '@dpg/catalogue/contract'
import { Problem } from '@dpg/kernel'
import { page, type Route } from '@dpg/kernel/route'
import { type FormError, render, renderPart } from '@dpg/ui'
import { z } from 'zod'
import type { OfficerContracts } from '../contracts.ts'
import { frameOf } from '../frame.tsx'
import { type DraftPageProps, hrefOf, TABS, type TabName } from './asked.ts'
import { CasesPage } from './cases-page.tsx'
import { FiguresPage } from './figures-page.tsx'
import { AuthoringHome } from './home-page.tsx'
import { LiveResults } from './results.tsx'
import { ReviewPage } from './review-page.tsx'
import { RulesPage } from './rules-page.tsx'
import { AuthoringService } from './service-page.tsx'
import { type Drawn, idOf, said } from './said.ts'
import { SourcePage } from './source-page.tsx'
import { tableRoutes } from './table-routes.ts'
import { editOf, fields, placeOf } from './typed.ts'

const MOST = 2 * 1024 * 1024
const draftParams = z.object({ id: z.string().max(60) })
const doneQuery = z.object({ done: z.enum(['saved', 'rebased', 'taken']).optional().catch(undefined) })
const ACTS = ['submit', 'withdraw', 'discard', 'rebase', 'publish', 'send-back', 'measure'] as const

const PAGES: Readonly<Record<TabName, (props: DraftPageProps) => Parameters<typeof render>[0]>> = {
  rules: RulesPage,
  figures: FiguresPage,
  cases: CasesPage,
  source: SourcePage,
  review: ReviewPage,
}

export const authoringRoutes = (contracts: OfficerContracts): Route[] => [
  page({
    method: 'GET',
    path: '/authoring',
    needs: 'official',
    query: z.object({ q: z.string().trim().max(60).optional().catch(undefined) }),
    handle: (asked) => home(contracts, asked, asked.query.q ?? ''),
  }),
  page({
    method: 'GET',
    path: '/authoring/services/{service}',
    needs: 'official',
    params: z.object({ service: z.string().max(80) }),
    handle: async (asked) => {
      const [history, frame] = await Promise.all([
        contracts.authoring.history(asked.principal, asked.params.service, asked.lang),
        frameOf(contracts, asked),
      ])
      return {
        html: render(
          AuthoringService({
            ...history,
            frame,
            policy: contracts.policy,
            mayWrite: isAuthor(asked),
            actKey: crypto.randomUUID(),
          }),
        ),
      }
    },
  }),
  page({
    method: 'POST',
    path: '/authoring/drafts',
    needs: 'official',
    body: z.object({ key: z.string().max(200), service: z.string().max(80), version: z.string().max(80).optional() }),
    handle: async ({ principal, body: { key, service, version } }) => {
      const id = await contracts.authoring.open(principal, {
        key,
        service,
        ...(version ? { version: version as VersionId } : {}),
      })
      return { location: `/authoring/drafts/${id}` }
    },
  }),
  ...TABS.map((tab) =>
    page({
      method: 'GET',
      path: `/authoring/drafts/{id}${tab === 'rules' ? '' : `/${tab}`}`,
      needs: 'official',
      params: draftParams,
      query: doneQuery,
      handle: (asked) => draftPage(contracts, asked, asked.params.id, tab, { done: asked.query.done }),
    }),
  ),
  ...TABS.filter((tab) => tab !== 'review').map((tab) =>
    page({
      method: 'POST',
      path: `/authoring/drafts/{id}${tab === 'rules' ? '' : `/${tab}`}`,
      needs: 'official',
      params: draftParams,
      maxBytes: MOST,
      body: fields,
      handle: (asked) => saveTab(contracts, asked, asked.params.id, tab, asked.body),
    }),
  ),
  page({
    method: 'POST',
    path: '/authoring/drafts/{id}/live',
    needs: 'official',
    params: draftParams,
    maxBytes: MOST,
    body: fields,
    handle: async (asked) => {
      const id = idOf(asked.params)
      await contracts.authoring.save(asked.principal, id, Number(asked.body['revision']), editOf(asked.body))
      const [draft, frame] = await Promise.all([
        contracts.authoring.draft(asked.principal, id, asked.lang),
        frameOf(contracts, asked),
      ])
      return { html: renderPart(LiveResults({ frame, draft })) }
    },
  }),
  page({
    method: 'POST',
    path: '/authoring/drafts/{id}/acts/{act}',
    needs: 'official',
    params: draftParams.extend({ act: z.enum(ACTS) }),
    body: z.object({ key: z.string().max(200), revision: z.coerce.number().int(), reason: z.string().max(4000).optional() }),
    handle: (asked) => act(contracts, asked, asked.params.act, idOf(asked.params), asked.body),
  }),
  ...tableRoutes(contracts),
]

const isAuthor = ({ principal }: Drawn): boolean => principal.permissions.has('rule-author')

async function home(contracts: OfficerContracts, asked: Drawn, q: string) {
  const { principal, lang } = asked
  const [services, drafts, frame] = await Promise.all([
    contracts.authoring.services(principal, lang),
    contracts.authoring.drafts(principal, lang),
    frameOf(contracts, asked),
  ])
  const worked = new Set(services.map(({ id }) => id))
  const hits = q ? contracts.catalogue.search({ q, limit: 20, offset: 0 }, lang) : null
  const found = hits && { ...hits, items: hits.items.filter(({ id }) => !worked.has(id)) }
  return {
    html: render(AuthoringHome({ frame, services, drafts, q, found, mayWrite: isAuthor(asked), actKey: crypto.randomUUID() })),
  }
}

interface Shown {
  readonly typed?: Readonly<Record<string, string>>
  readonly errors?: readonly FormError[]
  readonly done?: DraftPageProps['done']
  readonly status?: number
}

async function draftPage(contracts: OfficerContracts, asked: Drawn, id: string, tab: TabName, { status = 200, ...shown }: Shown) {
  const [draft, frame] = await Promise.all([
    contracts.authoring.draft(asked.principal, idOf({ id }), asked.lang),
    frameOf(contracts, asked),
  ])
  return { status, html: render(PAGES[tab]({ frame, policy: contracts.policy, draft, actKey: crypto.randomUUID(), ...shown })) }
}

async function saveTab(contracts: OfficerContracts, asked: Drawn, id: string, tab: TabName, body: z.infer<typeof fields>) {
  const { authoring } = contracts
  const pressed = body['do'] ?? 'check'
  const href = hrefOf({ id: idOf({ id }) } as DraftView, tab)
  const rebase = /^rebase:(.+)$/.exec(pressed)?.[1]
  try {
    const edit = editOf(rebase === undefined ? body : { ...body, do: 'check' })
    const revision = await authoring.save(asked.principal, idOf({ id }), Number(body['revision']), edit)
    if (rebase === undefined) return { location: `${href}${pressed === 'check' ? '?done=saved' : placeOf(pressed)}` }
    // What was typed last is the author's as well.
    await authoring.rebase(asked.principal, { key: rebase, id: idOf({ id }), revision })
    return { location: `${href}?done=rebased` }
  } catch (error) {
    if (!(error instanceof Problem) || error.status >= 500 || error.status === 404 || error.status === 403) throw error
    return draftPage(contracts, asked, id, tab, { typed: body, errors: [{ text: said(error, asked) }], status: error.status })
  }
}

/** These are said beside what the reader did. */
const SAID = new Set([rulesBroken, staleDraft, draftBehind, reasonNeeded].map(({ type }) => type))

async function act(
  contracts: OfficerContracts,
  asked: Drawn,
  name: (typeof ACTS)[number],
  id: RuleDraftId,
  { key, revision, reason = '' }: { readonly key: string; readonly revision: number; readonly reason?: string | undefined },
) {
  const { authoring } = contracts
  try {
    await done(authoring, asked, name, { key, id, revision }, reason)
  } catch (error) {
    const isSaid =
      error instanceof Problem && (SAID.has(error.type) || (error.type.startsWith('authoring/') && error.status === 422))
    if (!isSaid) throw error
    const field = error.type === reasonNeeded.type ? { field: 'reason' } : {}
    return draftPage(contracts, asked, id, 'review', {
      typed: { reason },
      errors: [{ ...field, text: said(error, asked) }],
      status: error.status,
    })
  }
  if (name === 'publish')
    return { location: `/authoring/services/${(await authoring.draft(asked.principal, id, asked.lang)).service}` }
  if (name === 'discard') return { location: '/authoring' }
  return { location: `/authoring/drafts/${id}/review${name === 'rebase' ? '?done=rebased' : ''}` }
}

async function done(
  authoring: Authoring,
  { principal }: Drawn,
  name: (typeof ACTS)[number],
  command: { key: string; id: RuleDraftId; revision: number },
  reason: string,
) {
  if (name === 'measure') await authoring.measure(principal, command.id)
  else if (name === 'publish') await authoring.publish(principal, { ...command, reason })
  else if (name === 'send-back') await authoring.sendBack(principal, { ...command, reason })
  else await authoring[name](principal, command)
}

/** Pages under /authoring: parse, call, draw. What cannot be saved comes back with everything that was typed. */
import {
  type Authoring,
  type DraftView,
  draftBehind,
  reasonNeeded,
  type RuleDraftId,
  rulesBroken,
  staleDraft,
  type TableName,
} from '@dpg/authoring/contract'
import type { VersionId } from '@dpg/catalogue/contract'
import { parseId, Problem } from '@dpg/kernel'
import { type Asked, page, type Route } from '@dpg/kernel/route'
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
import { SourcePage } from './source-page.tsx'
import { TablePage } from './table-page.tsx'
import { editOf, fields, placeOf } from './typed.ts'

const MOST = 2 * 1024 * 1024
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const draftParams = z.object({ id: z.string().max(60) })
const tableParams = draftParams.extend({ table: z.string().regex(/^(criteria|steps)\.\d{1,3}$/) })
const doneQuery = z.object({ saved: z.literal('1').optional().catch(undefined) })
const ACTS = ['submit', 'withdraw', 'discard', 'rebase', 'publish', 'send-back', 'measure'] as const

type Any = Asked<never, never, never>
type Drawn = Pick<Any, 'lang' | 'preferences' | 'url' | 't' | 'principal'>

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
      handle: (asked) => draftPage(contracts, asked, asked.params.id, tab, { saved: asked.query.saved === '1' }),
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
  page({
    method: 'GET',
    path: '/authoring/drafts/{id}/tables/{table}',
    needs: 'official',
    params: tableParams,
    handle: async ({ principal, params, lang }) => {
      const { name, bytes } = await contracts.authoring.tableOut(principal, idOf(params), params.table as TableName, lang)
      return {
        bytes,
        contentType: XLSX,
        headers: { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}` },
      }
    },
  }),
  page({
    method: 'GET',
    path: '/authoring/drafts/{id}/tables/{table}/in',
    needs: 'official',
    params: tableParams,
    handle: (asked) => tablePage(contracts, asked, asked.params, []),
  }),
  page({
    method: 'POST',
    path: '/authoring/drafts/{id}/tables/{table}/in',
    needs: 'official',
    params: tableParams,
    maxBytes: 700 * 1024,
    body: z.object({ revision: z.coerce.number().int(), file: z.instanceof(File).optional().catch(undefined) }),
    handle: async (asked) => {
      const { params, body, principal, t } = asked
      if (!body.file || body.file.size === 0)
        return tablePage(contracts, asked, params, [{ field: 'file', text: t('officer.authoring.fileNeeded') }])
      try {
        await contracts.authoring.tableIn(
          principal,
          idOf(params),
          body.revision,
          params.table as TableName,
          new Uint8Array(await body.file.arrayBuffer()),
        )
        return { location: `/authoring/drafts/${params.id}?saved=1` }
      } catch (error) {
        if (!(error instanceof Problem) || error.status >= 500) throw error
        return tablePage(contracts, asked, params, [{ field: 'file', text: said(error, asked) }])
      }
    },
  }),
]

const idOf = ({ id }: { readonly id: string }) => parseId<RuleDraftId>('rule', id)
const isAuthor = ({ principal }: Drawn): boolean => principal.permissions.has('rule-author')

/** What a refusal says, in the reader's language. */
const said = ({ type, values }: Problem, { t }: Drawn): string =>
  t(`problem.${type}.detail`, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])))

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
  readonly saved?: boolean
  readonly status?: number
}

async function draftPage(contracts: OfficerContracts, asked: Drawn, id: string, tab: TabName, { status = 200, ...shown }: Shown) {
  const [draft, frame] = await Promise.all([
    contracts.authoring.draft(asked.principal, idOf({ id }), asked.lang),
    frameOf(contracts, asked),
  ])
  return { status, html: render(PAGES[tab]({ frame, policy: contracts.policy, draft, actKey: crypto.randomUUID(), ...shown })) }
}

async function tablePage(
  contracts: OfficerContracts,
  asked: Drawn,
  { id, table }: z.infer<typeof tableParams>,
  errors: readonly FormError[],
) {
  const [draft, frame] = await Promise.all([
    contracts.authoring.draft(asked.principal, idOf({ id }), asked.lang),
    frameOf(contracts, asked),
  ])
  return {
    status: errors.length > 0 ? 422 : 200,
    html: render(TablePage({ frame, policy: contracts.policy, draft, table: table as TableName, errors, actKey: '' })),
  }
}

async function saveTab(contracts: OfficerContracts, asked: Drawn, id: string, tab: TabName, body: z.infer<typeof fields>) {
  try {
    await contracts.authoring.save(asked.principal, idOf({ id }), Number(body['revision']), editOf(body))
    const isCheck = (body['do'] ?? 'check') === 'check'
    return { location: `${hrefOf({ id: idOf({ id }) } as DraftView, tab)}${isCheck ? '?saved=1' : placeOf(body['do']!)}` }
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
  return { location: `/authoring/drafts/${id}${name === 'rebase' ? '' : '/review'}` }
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

/** Every page there is to see, for everybody who sees one: with cases, notices and documents, and with nothing yet. */
import {
  actOn,
  apply,
  BASIC_PENSION,
  basicPension,
  caseIn,
  consentTo,
  EXTRACT,
  extract,
  MOVE,
  seeBenefits,
  type Server,
  signedIn,
  until,
  type Visitor,
  watchBenefits,
} from '../harness/index.ts'
import { trustPassports } from '../harness/passports.ts'
import { trustWallets } from '../harness/wallets.ts'
import { ADMINISTRATOR, sampleOnPaper } from '../harness/plug-in.ts'
import { problems, PUBLIC } from './sights-public.ts'

/** Who looks, by name; undefined: nobody who is signed in. */
export type Viewer =
  | '김순자'
  | '박영호'
  | '이정자'
  | '신현우'
  | '김하늘'
  | '한예린'
  | '오세린'
  | '서지우'
  | '윤지호'
  | '임세온'
  | '문해솔'
  | undefined

export interface Sight {
  readonly path: string
  readonly as: Viewer
  /** A button of the main part that is pressed first, with nothing filled in: what comes back is what is looked at. */
  readonly press?: string
  /** 200 unless told: problem pages, and pages that came back with errors, are pages too. */
  readonly status?: number
}

/** Lets things happen to some personas, and gives the pages that are there to see then. */
export async function prepare(server: Server): Promise<Sight[]> {
  const [kim, park, official] = await Promise.all([
    signedIn(server, '김순자'),
    signedIn(server, '박영호'),
    signedIn(server, '김하늘'),
  ])
  await seeBenefits(kim)
  await watchBenefits(kim)
  const decided = await apply(kim, basicPension)
  const issued = await apply(kim, extract)
  const asked = await apply(park, basicPension)
  const consent = await consentTo(await signedIn(server, '이정자'))
  for (const [who, { id }] of [
    [kim, decided],
    [park, asked],
  ] as const)
    await caseIn(who, id, ['review'])
  await caseIn(kim, issued.id, ['issued'])
  await actOn(official, decided.id, { action: 'grant', reason: '기준에 맞습니다.' })
  await actOn(official, asked.id, {
    action: 'request-supplement',
    reason: '계좌의 예금주가 다릅니다.',
    form: { items: '본인 이름의 통장 사본', dueOn: '2026-12-24' },
  })
  const waiting = await apply(await signedIn(server, '이서준'), basicPension)
  await caseIn(await signedIn(server, '이서준'), waiting.id, ['review'])
  const notices = await until('the notices', async () => {
    const { items } = await kim.get<{ items: readonly { id: string; isLegal: boolean }[] }>('/api/notices')
    return items.length >= 4 && items.some(({ isLegal }) => isLegal) && items
  })
  const [closed, opened] = [notices.find(({ isLegal }) => isLegal), notices.find(({ isLegal }) => !isLegal)]
  await kim.ask(`/my/notices/${opened?.id}/open`, { form: {} })
  const { items: documents } = await kim.get<{ items: readonly { id: string }[] }>('/api/documents')
  await begin(kim, MOVE)
  const rules = await draftOfRules(server)
  const shared = await askToShare(official)
  const plugin = await sampleOnPaper(park, await signedIn(server, ADMINISTRATOR), server.url)
  await trustPassports(await signedIn(server, ADMINISTRATOR), await signedIn(server, '윤지호'))
  await trustWallets(await signedIn(server, ADMINISTRATOR), await signedIn(server, '윤지호'))
  const link = { facts: ['person.birthDate'], notices: ['news'], events: [] }
  await park.ask(`/api/plugins/${plugin}/link`, { method: 'PUT', json: link })
  const run = await tryPolicy(await signedIn(server, '오세린'))
  const app = await anApp(kim)
  return [
    ...PUBLIC.map((path) => ({ path, as: undefined })),
    ...problems,
    ...[
      '/my',
      '/my/benefits',
      '/my/benefits?page=2',
      '/my/benefits/consent',
      '/my/benefits/watch',
      '/my/benefits/news',
      `/my/benefits/${BASIC_PENSION}`,
      '/my/benefits/105100000001',
      '/my/cases',
      `/my/cases/${decided.id}`,
      `/my/cases/${issued.id}?received=1`,
      '/my/notices',
      `/my/notices/${closed?.id}`,
      `/my/notices/${opened?.id}`,
      '/my/documents',
      '/my/mandates',
      ...documents.map(({ id }) => `/my/documents/${id}`),
      '/my/trace',
      '/my/trace?who=official',
      '/my/settings',
      '/apply/135200000120',
      ...MOVE_SCREENS.map((screen) => `/apply/${MOVE}/${screen}`),
      `/apply/${MOVE}/where?words=${encodeURIComponent('순창')}&within=`,
      `/my/drafts/${MOVE}/discard`,
      '/',
      '/check',
    ].map((path) => ({ path, as: '김순자' as const })),
    ...['/my', '/my/cases', `/my/cases/${asked.id}`, `/my/cases/${asked.id}/withdraw`].map((path) => ({
      path,
      as: '박영호' as const,
    })),
    ...['/my/consents', `/my/consents/${consent}`].map((path) => ({ path, as: '이정자' as const })),
    // Before the first look: the page says what would be looked up.
    ...[
      '/my',
      '/my/benefits',
      '/my/benefits/watch',
      '/my/benefits/news',
      '/my/cases',
      '/my/notices',
      '/my/documents',
      '/my/trace',
      '/my/settings',
      `/apply/${EXTRACT}`,
    ].map((path) => ({
      path,
      as: '신현우' as const,
    })),
    ...[
      '/work',
      '/work?show=ended',
      '/work?show=paused',
      '/work?show=mine',
      `/work/${decided.id}`,
      `/work/${asked.id}`,
      `/work/${waiting.id}`,
    ].map((path) => ({
      path,
      as: '김하늘' as const,
    })),
    ...['/my/data', '/my/data/give', '/developers/sites', '/developers/sites/new', '/signin/recovered', '/signout/sites'].map(
      (path) => ({ path, as: '김순자' as const }),
    ),
    ...app.map((path) => ({ path, as: '김순자' as const })),
    { path: '/developers/app-reviews', as: '윤지호' },
    ...[undefined, '김순자' as const, '박영호' as const].map((as) => ({ path: `/plugins/${plugin}`, as })),
    ...[undefined, '박영호' as const].map((as) => ({ path: '/plugins', as })),
    { path: `/services?q=${encodeURIComponent('종이 접기')}`, as: undefined },
    ...['/developers/plugins', `/developers/plugins/${plugin}`].flatMap((path) => [
      { path, as: '박영호' as const },
      { path, as: '임세온' as const },
    ]),
    { path: '/developers/plugins', press: 'form[action="/developers/plugins"] button', as: '박영호', status: 422 },
    { path: `/developers/plugins/${plugin}`, press: 'button[value="refuse"]', as: '임세온', status: 422 },
    ...['/access-policies', '/access-policies/edit?file=routes.cedar', '/privacy', '/developers/reviews'].map((path) => ({
      path,
      as: '윤지호' as const,
    })),
    { path: '/privacy/questions', as: '한예린' },
    ...['/privacy/held', '/signin/keys'].map((path) => ({ path, as: '문해솔' as const })),
    ...['/admissions', '/admissions/new/member'].map((path) => ({ path, as: '임세온' as const })),
    { path: '/admissions/new/private-id', press: 'form[action="/admissions/new/private-id"] button', as: '임세온', status: 422 },
    ...['/passports', '/wallet-issuers'].map((path) => ({ path, as: '임세온' as const })),
    {
      path: '/admissions/new/wallet-issuers',
      press: 'form[action="/admissions/new/wallet-issuers"] button',
      as: '임세온',
      status: 422,
    },
    // Who has shown none is led to where one is shown.
    { path: '/signin/passport/done', as: '김순자' },
    { path: `/sharing/requests/${shared}`, as: undefined },
    ...['/sharing/desk', `/sharing/desk/${shared}`].map((path) => ({ path, as: '윤지호' as const })),
    ...['/sharing/desk/new', '/sharing/desk/new?register=employment-insurance'].map((path) => ({ path, as: '김하늘' as const })),
    { path: `/sharing/desk/${shared}`, press: 'form[action$="/decide"] button[value="refuse"]', as: '윤지호', status: 422 },
    { path: '/work', as: '한예린' },
    { path: '/work', as: '윤지호' },
    ...[
      '/authoring',
      `/authoring?q=${encodeURIComponent('월세')}`,
      `/authoring/services/${BASIC_PENSION}`,
      ...['', '/figures', '/cases', '/source', '/review', '/tables/steps.0/in'].map(
        (part) => `/authoring/drafts/${rules.id}${part}`,
      ),
    ].map((path) => ({ path, as: '서지우' as const })),
    { path: `/authoring/drafts/${rules.id}/review`, press: 'form[action$="/acts/submit"] button', as: '서지우', status: 422 },
    ...['/policy', `/policy/new?service=${BASIC_PENSION}`, `/policy/runs/${run}`, `/policy/runs/${run}?sido=11&show=change`].map(
      (path) => ({
        path,
        as: '오세린' as const,
      }),
    ),
    { path: `/apply/${MOVE}/when`, press: 'form button:not([name])', as: '김순자', status: 422 },
    {
      path: `/policy/new?service=${BASIC_PENSION}`,
      press: 'form[action="/policy/runs"] button.primary',
      as: '오세린',
      status: 422,
    },
    { path: `/work/${waiting.id}`, press: 'form[action$="/actions/grant"] button', as: '김하늘', status: 422 },
  ]
}

/** A request between agencies that waits for its answer. */
async function askToShare(official: Visitor): Promise<string> {
  const { id } = await official.post<{ id: string }>('/api/sharing/requests', {
    facts: ['household.emergencyReliefMonths'],
    service: BASIC_PENSION,
    law: '기초연금법 제11조',
    why: '긴급지원을 받는 분의 소득을 두 번 세지 않으려고 합니다',
  })
  return id
}

/** A draft with a mistake, a case that does not hold, and a decision table. */
async function draftOfRules(server: Server): Promise<{ id: string }> {
  const author = await signedIn(server, '서지우')
  const rules = await author.post<{ id: string }>('/api/authoring/drafts', { service: BASIC_PENSION })
  const criteria = ['age', 'nationality', 'income', 'occupational-pension']
  const kept = Object.fromEntries(criteria.map((id, i) => [`criteria.${i}.was`, id]))
  const edits = [
    { kind: 'form', lists: [], fields: {}, act: 'table:steps:0' },
    { kind: 'form', lists: [], fields: {}, act: 'open:figures:basicPensionStandard' },
    { kind: 'form', lists: ['criteria'], fields: { ...kept, 'criteria.0.test': 'person.age >= 60' } },
  ]
  let revision = 1
  for (const edit of edits) {
    const saved = await author.ask(`/api/authoring/drafts/${rules.id}`, { method: 'PUT', json: { revision, edit } })
    revision = saved.json<{ revision: number }>().revision
  }
  return rules
}

/** Of the report of a move: every kind of question, what was fetched, and what is declared. */
const MOVE_SCREENS = ['when', 'where', 'residence', 'how', 'reason', 'contact', 'check', 'agree']

/** A what-if that has come to its end. */
async function tryPolicy(analyst: Visitor): Promise<string> {
  const changes = [{ kind: 'parameter', parameter: 'basicPensionThreshold', path: 'single', value: 2_600_000 }]
  const { id } = await analyst.post<{ id: string }>('/api/policy/runs', { service: BASIC_PENSION, changes })
  const isDone = async () => (await analyst.get<{ state: string }>(`/api/policy/runs/${id}`)).state === 'done'
  await until('the what-if', isDone, { withinMs: 120_000, everyMs: 500 })
  return id
}

/** An app that has a webhook and has asked for what it may not: its pages. */
async function anApp(developer: Visitor): Promise<string[]> {
  const { app } = await developer.post<{ app: { id: string } }>('/api/developers/apps', {
    name: '우리 동네 혜택',
    about: '가까운 혜택을 찾는다',
  })
  const at = `/api/developers/apps/${app.id}`
  const { hook } = await developer.post<{ hook: { id: string } }>(`${at}/hooks`, {
    url: 'http://localhost:9/hook',
    events: ['service.changed'],
  })
  await developer.post(`${at}/hooks/${hook.id}/test`, {})
  await developer.ask('/developers/playground/getApiServicesId', { form: { app: app.id, 'p-id': 'nothing' } })
  const { items } = await developer.get<{ items: { id: string }[] }>(`${at}/failures`)
  await developer.post(`${at}/review`, {}).catch(() => undefined)
  const page = `/developers/apps/${app.id}`
  return [
    '/developers/apps',
    page,
    `${page}/usage`,
    `${page}/failures`,
    `${page}/failures/${items[0]?.id}`,
    `${page}/hooks`,
    `${page}/hooks/${hook.id}`,
  ]
}

async function begin(who: Visitor, service: string): Promise<void> {
  const start = await who.open(`/apply/${service}`)
  const form = start.view.forms.find(({ action }) => action === `/apply/${service}`)
  if (form) await who.fill(start, form)
}

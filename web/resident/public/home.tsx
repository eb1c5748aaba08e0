/** The first page: one search box, then the ways people come by. */
import { page, type Route } from '@dpg/kernel/route'
import { ButtonLink, ButtonRow, Card, CardList, Figures, formatNumber, render, SearchBox, Tiles, Title } from '@dpg/ui'
import type { ResidentContracts } from '../contracts.ts'
import { type Frame, type FrameAsked, frameOf, ResidentPage } from '../frame.tsx'
import { LIFE_EVENTS, lifeEventName } from './life-events.ts'
import type { Overview } from './overview.ts'

/** What a signed-in resident has to do; null: nobody is signed in. */
export interface Waiting {
  readonly unread: number
  readonly toDo: number
  readonly drafts: number
}

export interface HomeProps {
  readonly frame: Frame
  readonly overview: Pick<Overview, 'total' | 'applicable' | 'snapshot'>
  readonly waiting: Waiting | null
}

export function Home({ frame, overview, waiting }: HomeProps) {
  const { t, lang, principal } = frame.asked
  const counts = {
    total: formatNumber(overview.total, lang),
    applicable: formatNumber(overview.applicable.length, lang),
  }
  return (
    <ResidentPage
      frame={frame}
      title={t('resident.home.title')}
      description={t('resident.home.counts', counts)}
      layout="wide"
      hideSearch
    >
      <section class="hero">
        <Title title={t('resident.home.title')} lead={t('resident.home.lead')} />
        <SearchBox action="/services" label={t('resident.home.search')} placeholder={t('resident.home.placeholder')} large />
        <p class="hint">{t('resident.home.counts', counts)}</p>
      </section>
      {waiting && <WaitingPart frame={frame} waiting={waiting} />}
      {principal.kind === 'official' && (
        <ButtonRow>
          <ButtonLink href="/work">{t('resident.home.work')}</ButtonLink>
        </ButtonRow>
      )}
      {principal.kind === 'anonymous' && <Starts frame={frame} />}
      <section aria-labelledby="life">
        <h2 id="life">{t('resident.home.life')}</h2>
        <Tiles
          label={t('resident.home.life')}
          tiles={LIFE_EVENTS.map((event) => ({ href: `/services?life=${event}`, label: lifeEventName(event, t) }))}
        />
      </section>
      <ApplyHere frame={frame} overview={overview} />
      <section aria-labelledby="what">
        <h2 id="what">{t('resident.home.what')}</h2>
        <p>{t('resident.home.what.once')}</p>
        <p>{t('resident.home.what.seen')}</p>
        <p>
          <a href="/about">{t('resident.home.what.more')}</a>
        </p>
      </section>
    </ResidentPage>
  )
}

function WaitingPart({ frame, waiting }: { readonly frame: Frame; readonly waiting: Waiting }) {
  const { t, lang, principal } = frame.asked
  const count = (n: number) => t('resident.home.count', { n: formatNumber(n, lang) })
  const isQuiet = waiting.unread + waiting.toDo + waiting.drafts === 0
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">{t('resident.home.waiting', { name: principal.displayName ?? '' })}</h2>
      {isQuiet ? (
        <p>{t('resident.home.waiting.none')}</p>
      ) : (
        <Figures
          figures={[
            { label: t('resident.home.waiting.unread'), value: count(waiting.unread), href: '/my/notices' },
            { label: t('resident.home.waiting.toDo'), value: count(waiting.toDo), href: '/my/cases' },
            { label: t('resident.home.waiting.drafts'), value: count(waiting.drafts), href: '/my/cases' },
          ]}
        />
      )}
      <ButtonRow>
        <ButtonLink href="/my/benefits">{t('resident.home.benefits')}</ButtonLink>
      </ButtonRow>
    </section>
  )
}

function Starts({ frame }: { readonly frame: Frame }) {
  const { t } = frame.asked
  return (
    <CardList columns={2}>
      <Card title={t('resident.home.check')} level={2} text={t('resident.home.check.text')}>
        <ButtonLink href="/check">{t('resident.home.check.go')}</ButtonLink>
      </Card>
      <Card title={t('resident.home.signIn')} level={2} text={t('resident.home.signIn.text')}>
        <ButtonLink href="/signin" kind="secondary">
          {t('resident.home.signIn.go')}
        </ButtonLink>
      </Card>
    </CardList>
  )
}

function ApplyHere({ frame, overview }: Omit<HomeProps, 'waiting'>) {
  const { t, lang } = frame.asked
  return (
    <section aria-labelledby="here">
      <h2 id="here">{t('resident.home.here')}</h2>
      <p>{t('resident.home.here.text')}</p>
      <Tiles
        label={t('resident.home.here')}
        tiles={overview.applicable.flatMap((id) => {
          const service = overview.snapshot.service(id)
          return service ? [{ href: `/services/${id}`, label: (lang === 'en' && service.title.en) || service.title.ko }] : []
        })}
      />
    </section>
  )
}

export const homeRoutes = (contracts: ResidentContracts, overview: () => Overview): Route[] => [
  page({
    method: 'GET',
    path: '/',
    needs: 'public',
    handle: async (asked) => {
      const frame = await frameOf(contracts, asked)
      return { html: render(Home({ frame, overview: overview(), waiting: await waitingOf(contracts, asked, frame.unread) })) }
    },
  }),
]

async function waitingOf({ casework }: ResidentContracts, { principal, lang }: FrameAsked, unread: number) {
  if (principal.kind !== 'resident') return null
  const [cases, drafts] = await Promise.all([casework.cases(principal, lang), casework.drafts(principal, lang)])
  return { unread, toDo: cases.filter(({ needsApplicant, isEnded }) => needsApplicant && !isEnded).length, drafts: drafts.length }
}

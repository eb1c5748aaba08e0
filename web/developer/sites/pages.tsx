/** One's sites, one of them, and those that wait for an official. */
import type { Site, SiteConfig, SiteSecrets } from '@dpg/identity/contract'
import { textIn } from '@dpg/kernel'
import type { Text } from '@dpg/kernel'
import {
  Badge,
  type BadgeKind,
  Button,
  ButtonLink,
  ButtonRow,
  Card,
  CardList,
  CodeBlock,
  EmptyState,
  Form,
  Notice,
  StructuredList,
  Title,
} from '@dpg/ui'
import { Decision, Ending } from '../deciding.tsx'
import { DeveloperPage, type Frame } from '../frame.tsx'

const LOOKS: Readonly<Record<Site['state'], BadgeKind>> = {
  testing: 'gray',
  waiting: 'warning',
  allowed: 'success',
  refused: 'danger',
}

const StateBadge = ({ frame, site }: { readonly frame: Frame; readonly site: Site }) => (
  <Badge kind={LOOKS[site.state]}>{frame.asked.t(`developer.site.state.${site.state}`)}</Badge>
)

const crumbs = ({ asked: { t } }: Frame, ...more: readonly string[]) => [
  { label: t('developer.portal'), href: '/developers' },
  ...(more.length > 0
    ? [{ label: t('developer.sites.title'), href: '/developers/sites' }]
    : [{ label: t('developer.sites.title') }]),
  ...more.map((label) => ({ label })),
]

export function SitesPage({
  frame,
  sites,
  isReviewer,
}: {
  readonly frame: Frame
  readonly sites: readonly Site[]
  readonly isReviewer: boolean
}) {
  const { t } = frame.asked
  const title = t('developer.sites.title')
  return (
    <DeveloperPage frame={frame} title={title} breadcrumb={crumbs(frame)} isPrivate>
      <Title title={title} lead={t('developer.sites.lead')} />
      <ButtonRow>
        <ButtonLink href="/developers/sites/new">{t('developer.site.new')}</ButtonLink>
        <ButtonLink href="/developers/sign-in" kind="tertiary">
          {t('developer.signIn.title')}
        </ButtonLink>
        {isReviewer && (
          <ButtonLink href="/developers/reviews" kind="tertiary">
            {t('developer.reviews.title')}
          </ButtonLink>
        )}
      </ButtonRow>
      {sites.length === 0 ? (
        <EmptyState title={t('developer.sites.none')} />
      ) : (
        <CardList columns={2} label={title}>
          {sites.map((site) => (
            <Card
              key={site.id}
              level={2}
              title={site.proposed.name}
              href={`/developers/sites/${site.id}`}
              top={<StateBadge frame={frame} site={site} />}
              text={site.proposed.operator}
            />
          ))}
        </CardList>
      )}
    </DeveloperPage>
  )
}

export interface SitePageProps {
  readonly frame: Frame
  readonly site: Site
  readonly issuer: string
  readonly claims: ReadonlyMap<string, Text>
  /** Shown once, just made. */
  readonly secrets?: Partial<SiteSecrets> | undefined
}

export function SitePage({ frame, site, issuer, claims, secrets }: SitePageProps) {
  const { t } = frame.asked
  const { proposed, state } = site
  return (
    <DeveloperPage frame={frame} title={proposed.name} breadcrumb={crumbs(frame, proposed.name)} isPrivate>
      <Title title={proposed.name} over={proposed.operator}>
        <StateBadge frame={frame} site={site} />
      </Title>
      {secrets && <Secrets frame={frame} secrets={secrets} />}
      {site.reason && <Notice kind="danger" title={t('developer.site.refusedWhy', { reason: site.reason })} />}
      <section>
        <h2>{t('developer.site.use')}</h2>
        <p>{t(`developer.site.state.${state}.text`)}</p>
        <CodeBlock
          label={t('developer.site.settings')}
          code={[
            `issuer            ${issuer}`,
            `client_id (test)  ${site.testId}`,
            ...(site.allowed ? [`client_id         ${site.id}`] : []),
            `client auth       ${proposed.profile === 'fapi2' ? 'private_key_jwt, PAR, DPoP' : 'client_secret_basic'}`,
            'id_token alg      ES256',
          ].join('\n')}
        />
      </section>
      <section>
        <h2>{t('developer.site.asks')}</h2>
        <Described frame={frame} config={proposed} claims={claims} />
      </section>
      <section>
        <h2>{t('developer.site.do')}</h2>
        <ButtonRow>
          {(state === 'testing' || state === 'refused') && (
            <Form action={`/developers/sites/${site.id}/review`}>
              <Button>{t('developer.site.askReview')}</Button>
            </Form>
          )}
          <ButtonLink href={`/developers/sites/${site.id}/edit`} kind="secondary">
            {t('developer.site.change')}
          </ButtonLink>
        </ButtonRow>
        {proposed.profile === 'plain' && (
          <Form action={`/developers/sites/${site.id}/secret`}>
            <p class="hint">{t('developer.site.secret.hint')}</p>
            <ButtonRow>
              {(['test', 'site'] as const).map((of) => (
                <Button key={of} name="of" value={of} kind="tertiary" size="medium">
                  {t(`developer.site.secret.${of}`)}
                </Button>
              ))}
            </ButtonRow>
          </Form>
        )}
        <Ending action={`/developers/sites/${site.id}/end`} title={t('developer.site.end')} text={t('developer.site.end.text')} />
      </section>
    </DeveloperPage>
  )
}

function Secrets({ frame, secrets }: { readonly frame: Frame; readonly secrets: Partial<SiteSecrets> }) {
  const { t } = frame.asked
  const shown = [
    ['client_secret (test)', secrets.testSecret],
    ['client_secret', secrets.secret],
  ].filter(([, secret]) => secret)
  if (shown.length === 0) return null
  return (
    <Notice kind="warning" title={t('developer.site.secret.once')} isAnswer>
      <CodeBlock label={t('developer.site.secret.label')} code={shown.map(([name, secret]) => `${name}  ${secret}`).join('\n')} />
    </Notice>
  )
}

interface DescribedProps {
  readonly frame: Frame
  readonly config: SiteConfig
  readonly claims: ReadonlyMap<string, Text>
}

function Described({ frame, config, claims }: DescribedProps) {
  const { t, lang } = frame.asked
  const named = (claim: string) => {
    const title = claims.get(claim)
    return title ? `${textIn(title, lang)} (${claim})` : claim
  }
  const asked = config.claims.map(({ claim, why, isNeeded }) => ({
    key: named(claim),
    value: `${why} · ${t(isNeeded ? 'developer.site.claim.needed' : 'developer.site.claim.free')}`,
  }))
  return (
    <StructuredList
      items={[
        { key: t('developer.site.homepage'), value: config.homepage },
        { key: t('developer.site.redirectUris'), value: config.redirectUris.join(' ') },
        { key: t('developer.site.assurance'), value: t(`developer.site.assurance.${config.assurance}`) },
        { key: t('developer.site.profile'), value: t(`developer.site.profile.${config.profile}`) },
        ...(asked.length > 0 ? asked : [{ key: t('developer.site.claims'), value: t('developer.site.claims.none') }]),
      ]}
    />
  )
}

export interface ReviewsPageProps {
  readonly frame: Frame
  readonly sites: readonly Site[]
  readonly claims: ReadonlyMap<string, Text>
}

/** For officials: what a site asks to know and why, beside what it was allowed before. */
export function ReviewsPage({ frame, sites, claims }: ReviewsPageProps) {
  const { t } = frame.asked
  const title = t('developer.reviews.title')
  return (
    <DeveloperPage frame={frame} title={title} breadcrumb={crumbs(frame, title)} isPrivate>
      <Title title={title} lead={t('developer.reviews.lead')} />
      {sites.length === 0 && <EmptyState title={t('developer.reviews.none')} />}
      {sites.map((site) => (
        <section key={site.id} aria-labelledby={site.id}>
          <h2 id={site.id}>
            {site.proposed.name}{' '}
            <Badge kind={site.allowed ? 'information' : 'gray'}>
              {t(site.allowed ? 'developer.reviews.again' : 'developer.reviews.first')}
            </Badge>
          </h2>
          <p>{site.proposed.operator}</p>
          <Described frame={frame} config={site.proposed} claims={claims} />
          <Decision
            action={`/developers/reviews/${site.id}`}
            reason={{ name: 'reason', label: t('developer.reviews.reason'), hint: t('developer.reviews.reason.hint') }}
            allow={t('developer.reviews.allow')}
            refuse={t('developer.reviews.refuse')}
          />
        </section>
      ))}
      {sites.length === 50 && (
        <ButtonLink href={`/developers/reviews?after=${encodeURIComponent(sites.at(-1)!.askedAt ?? '')}`} kind="tertiary">
          {t('developer.reviews.more')}
        </ButtonLink>
      )}
    </DeveloperPage>
  )
}

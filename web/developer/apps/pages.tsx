/** One's apps, one of them with its keys, and those that wait for an official. */
import type { App, AppKey, WaitingApp } from '@dpg/developers/contract'
import {
  Badge,
  Button,
  ButtonLink,
  ButtonRow,
  Card,
  CardList,
  CodeBlock,
  Details,
  EmptyState,
  ErrorSummary,
  errorOf,
  Form,
  type FormError,
  MomentText,
  Notice,
  StructuredList,
  Table,
  TextField,
  Title,
} from '@dpg/ui'
import { Decision, Ending } from '../deciding.tsx'
import { DeveloperPage, type Frame } from '../frame.tsx'
import { AppFrame, AppState, crumbs, Once } from './frame.tsx'

export type AppFields = Readonly<Record<'name' | 'about' | 'homepage', string>>

export interface AppsPageProps {
  readonly frame: Frame
  readonly apps: readonly App[]
  readonly isReviewer: boolean
  readonly fields: Partial<AppFields>
  readonly errors: readonly FormError[]
}

export function AppsPage({ frame, apps, isReviewer, fields, errors }: AppsPageProps) {
  const { t } = frame.asked
  const title = t('developer.apps.title')
  return (
    <DeveloperPage frame={frame} title={title} breadcrumb={crumbs(frame)} hasErrors={errors.length > 0} isPrivate>
      <Title title={title} lead={t('developer.apps.lead')} />
      <ErrorSummary errors={errors} />
      {isReviewer && (
        <ButtonLink href="/developers/app-reviews" kind="tertiary">
          {t('developer.appReviews.title')}
        </ButtonLink>
      )}
      {apps.length === 0 ? (
        <EmptyState title={t('developer.apps.none')} />
      ) : (
        <CardList columns={2} label={title}>
          {apps.map((app) => (
            <Card
              key={app.id}
              level={2}
              title={app.name}
              href={`/developers/apps/${app.id}`}
              top={<AppState frame={frame} state={app.state} />}
              text={app.about}
              facts={[[t('developer.app.keys'), app.keys.length]]}
            />
          ))}
        </CardList>
      )}
      <section>
        <h2>{t('developer.app.new')}</h2>
        <Form action="/developers/apps">
          <AppFieldsForm frame={frame} fields={fields} errors={errors} />
          <ButtonRow>
            <Button>{t('developer.app.register')}</Button>
          </ButtonRow>
        </Form>
      </section>
    </DeveloperPage>
  )
}

function AppFieldsForm({ frame, fields, errors }: Pick<AppsPageProps, 'frame' | 'fields' | 'errors'>) {
  const { t } = frame.asked
  const field = (name: keyof AppFields) => ({
    name,
    label: t(`developer.app.${name}`),
    hint: t(`developer.app.${name}.hint`),
    error: errorOf(errors, name),
    value: fields[name] ?? '',
  })
  return (
    <>
      <TextField {...field('name')} maxLength={80} width="medium" />
      <TextField {...field('about')} rows={3} maxLength={1000} />
      <TextField {...field('homepage')} type="url" maxLength={300} />
    </>
  )
}

export interface AppPageProps {
  readonly frame: Frame
  readonly app: App
  readonly origin: string
  /** Shown once, just made. */
  readonly secret?: string | undefined
  readonly fields?: Partial<AppFields> | undefined
  readonly errors?: readonly FormError[]
}

export function AppPage({ frame, app, origin, secret, fields, errors = [] }: AppPageProps) {
  const { t } = frame.asked
  const base = `/developers/apps/${app.id}`
  const example = [
    `curl -s '${origin}/api/cases' \\`,
    `  -H "authorization: Bearer ${secret ?? '$DPG_KEY'}" \\`,
    `  -H 'dpg-person: per_01980000-0000-7000-8000-000000000101'`,
  ]
  return (
    <AppFrame frame={frame} app={app} part="keys">
      <ErrorSummary errors={errors} />
      <Once frame={frame} label={t('developer.app.key')} secret={secret} />
      {app.reason && <Notice kind="danger" title={t('developer.app.refusedWhy', { reason: app.reason })} />}
      <section>
        <h2>{t('developer.app.keys')}</h2>
        <p>{t(`developer.app.state.${app.state}.text`)}</p>
        {app.keys.length === 0 ? <EmptyState title={t('developer.app.keys.none')} /> : <Keys frame={frame} app={app} />}
        <Form action={`${base}/keys`}>
          <ButtonRow>
            <Button name="kind" value="test" kind="secondary" size="medium">
              {t('developer.app.key.make.test')}
            </Button>
            {app.state === 'allowed' && (
              <Button name="kind" value="live" kind="secondary" size="medium">
                {t('developer.app.key.make.live')}
              </Button>
            )}
          </ButtonRow>
        </Form>
      </section>
      <section>
        <h2>{t('developer.app.use')}</h2>
        <CodeBlock label={t('developer.app.use.text')} code={example.join('\n')} />
        <CodeBlock label={t('developer.app.mcp')} code={`${origin}/mcp\nauthorization: Bearer ${secret ?? '$DPG_KEY'}`} />
        <p>
          <a href="/developers/playground">{t('developer.play.title')}</a>
        </p>
      </section>
      <section>
        <h2>{t('developer.app.do')}</h2>
        {(app.state === 'sandbox' || app.state === 'refused') && (
          <Form action={`${base}/review`}>
            <p class="hint">{t('developer.app.review.hint')}</p>
            <Button>{t('developer.app.review')}</Button>
          </Form>
        )}
        <Details summary={t('developer.app.change')} open={errors.length > 0}>
          <Form action={base}>
            <AppFieldsForm
              frame={frame}
              fields={fields ?? { name: app.name, about: app.about, homepage: app.homepage ?? '' }}
              errors={errors}
            />
            <Button size="medium">{t('developer.app.save')}</Button>
          </Form>
        </Details>
        <Ending action={`${base}/end`} title={t('developer.app.end')} text={t('developer.app.end.text')} />
      </section>
    </AppFrame>
  )
}

function Keys({ frame, app }: { readonly frame: Frame; readonly app: App }) {
  const { t } = frame.asked
  const doings = (key: AppKey) => (
    <ButtonRow>
      {(['rotate', 'revoke'] as const).map((what) =>
        what === 'rotate' && key.endsAt ? null : (
          <Form key={what} action={`/developers/apps/${app.id}/keys/${key.id}/${what}`}>
            <Button kind={what === 'revoke' ? 'danger' : 'tertiary'} size="small">
              {t(`developer.app.key.${what}`)}
              <span class="sr-only"> {key.hint}</span>
            </Button>
          </Form>
        ),
      )}
    </ButtonRow>
  )
  return (
    <Table
      caption={t('developer.app.keys')}
      hideCaption
      rows={app.keys}
      rowKey={({ id }) => id}
      columns={[
        { key: 'hint', label: t('developer.app.key'), isRowHeader: true, cell: ({ hint }) => <code>{hint}</code> },
        {
          key: 'kind',
          label: t('developer.app.kind'),
          cell: ({ kind }) => <Badge kind={kind === 'live' ? 'success' : 'gray'}>{t(`developer.app.kind.${kind}`)}</Badge>,
        },
        { key: 'madeAt', label: t('developer.app.madeAt'), cell: ({ madeAt }) => <MomentText at={madeAt} /> },
        {
          key: 'endsAt',
          label: t('developer.app.endsAt'),
          cell: ({ endsAt }) => (endsAt ? <MomentText at={endsAt} /> : t('developer.app.endsAt.none')),
        },
        { key: 'do', label: t('developer.app.do'), cell: doings },
      ]}
    />
  )
}

export function AppReviewsPage({ frame, apps }: { readonly frame: Frame; readonly apps: readonly WaitingApp[] }) {
  const { t } = frame.asked
  const title = t('developer.appReviews.title')
  return (
    <DeveloperPage frame={frame} title={title} breadcrumb={crumbs(frame, { label: title })} isPrivate>
      <Title title={title} lead={t('developer.appReviews.lead')} />
      {apps.length === 0 && <EmptyState title={t('developer.appReviews.none')} />}
      {apps.map((app) => (
        <section key={app.id} aria-labelledby={app.id}>
          <h2 id={app.id}>{app.name}</h2>
          <StructuredList
            items={[
              { key: t('developer.app.about'), value: app.about || t('developer.app.about.none') },
              { key: t('developer.app.homepage'), value: app.homepage ?? t('developer.app.about.none') },
              { key: t('developer.app.askedAt'), value: <MomentText at={app.askedAt} /> },
            ]}
          />
          <Decision
            action={`/developers/app-reviews/${app.id}`}
            reason={{ name: 'reason', label: t('developer.appReviews.reason'), hint: t('developer.appReviews.reason.hint') }}
            allow={t('developer.appReviews.allow')}
            refuse={t('developer.appReviews.refuse')}
          />
        </section>
      ))}
    </DeveloperPage>
  )
}

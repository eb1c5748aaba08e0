/** Webhooks of an app: made, tried, and what was sent. */
import { type App, HOOK_EVENTS, type Hook, type HookDelivery } from '@dpg/developers/contract'
import {
  Badge,
  type BadgeKind,
  Button,
  ButtonRow,
  Card,
  CardList,
  Checkboxes,
  CodeBlock,
  Details,
  EmptyState,
  ErrorSummary,
  errorOf,
  Form,
  type FormError,
  MomentText,
  TextField,
} from '@dpg/ui'
import { Ending } from '../deciding.tsx'
import type { Frame } from '../frame.tsx'
import { AppFrame, Once } from './frame.tsx'

interface HooksProps {
  readonly frame: Frame
  readonly app: App
  readonly hooks: readonly Hook[]
  readonly fields: { readonly url?: string; readonly events?: readonly string[] }
  readonly errors: readonly FormError[]
}

export function HooksPage({ frame, app, hooks, fields, errors }: HooksProps) {
  const { t } = frame.asked
  return (
    <AppFrame frame={frame} app={app} part="hooks">
      <ErrorSummary errors={errors} />
      <p>{t('developer.hooks.lead')}</p>
      {hooks.length === 0 ? (
        <EmptyState title={t('developer.hooks.none')} />
      ) : (
        <CardList label={t('developer.app.hooks')}>
          {hooks.map(({ id, url, events }) => (
            <Card
              key={id}
              level={2}
              title={url}
              href={`/developers/apps/${app.id}/hooks/${id}`}
              text={events.map((event) => t(`developer.hook.event.${event}`)).join(', ')}
            />
          ))}
        </CardList>
      )}
      <section>
        <h2>{t('developer.hook.new')}</h2>
        <Form action={`/developers/apps/${app.id}/hooks`}>
          <TextField
            name="url"
            type="url"
            label={t('developer.hook.url')}
            hint={t(frame.isDemo ? 'developer.hook.url.hint.demo' : 'developer.hook.url.hint')}
            error={errorOf(errors, 'url')}
            value={fields.url}
          />
          <Checkboxes
            name="events"
            label={t('developer.hook.events')}
            error={errorOf(errors, 'events')}
            values={fields.events}
            options={HOOK_EVENTS.map((event) => ({ value: event, label: t(`developer.hook.event.${event}`), hint: event }))}
          />
          <Button>{t('developer.hook.make')}</Button>
        </Form>
      </section>
    </AppFrame>
  )
}

const LOOKS: Readonly<Record<HookDelivery['state'], BadgeKind>> = {
  waiting: 'warning',
  delivered: 'success',
  'given-up': 'danger',
}

interface HookProps {
  readonly frame: Frame
  readonly app: App
  readonly hook: Hook
  readonly deliveries: readonly HookDelivery[]
  readonly secret?: string | undefined
}

export function HookPage({ frame, app, hook, deliveries, secret }: HookProps) {
  const { t } = frame.asked
  const base = `/developers/apps/${app.id}/hooks/${hook.id}`
  return (
    <AppFrame frame={frame} app={app} part="hooks">
      <Once frame={frame} label={t('developer.hook.secret')} secret={secret} />
      <section>
        <h2>{hook.url}</h2>
        <p>{hook.events.map((event) => t(`developer.hook.event.${event}`)).join(', ')}</p>
        <ButtonRow>
          <Form action={`${base}/test`}>
            <Button size="medium">{t('developer.hook.test')}</Button>
          </Form>
          <Form action={`${base}/secret`}>
            <Button size="medium" kind="tertiary">
              {t('developer.hook.renew')}
            </Button>
          </Form>
        </ButtonRow>
        {hook.oldSecretUntil && (
          <p class="hint">
            {t('developer.hook.old')} <MomentText at={hook.oldSecretUntil} />
          </p>
        )}
      </section>
      <section>
        <h2>{t('developer.hook.deliveries')}</h2>
        {deliveries.length === 0 && <EmptyState title={t('developer.hook.deliveries.none')} />}
        {deliveries.map((one) => (
          <Delivery key={one.id} frame={frame} app={app} delivery={one} />
        ))}
      </section>
      <Ending action={`${base}/end`} title={t('developer.hook.end')} text={t('developer.hook.end.text')} />
    </AppFrame>
  )
}

function Delivery({ frame, app, delivery }: { readonly frame: Frame; readonly app: App; readonly delivery: HookDelivery }) {
  const { t } = frame.asked
  const { id, event, state, attempts, lastStatus, lastError, nextAt, madeAt, body } = delivery
  const summary = (
    <span>
      <Badge kind={LOOKS[state]}>{t(`developer.hook.state.${state}`)}</Badge> {t(`developer.hook.event.${event}`)} ·{' '}
      <MomentText at={madeAt} />
    </span>
  )
  return (
    <Details summary={summary} asRow>
      <p>{t('developer.hook.attempts', { attempts, came: lastStatus ?? lastError ?? t('developer.hook.notYet') })}</p>
      {state === 'waiting' && nextAt && (
        <p>
          {t('developer.hook.next')} <MomentText at={nextAt} />
        </p>
      )}
      <CodeBlock label={`webhook-id ${id}`} code={body} />
      <Form action={`/developers/apps/${app.id}/hooks/${delivery.hook}/deliveries/${id}`}>
        <Button size="small" kind="secondary">
          {t('developer.hook.redeliver')}
          <span class="sr-only"> {id}</span>
        </Button>
      </Form>
    </Details>
  )
}

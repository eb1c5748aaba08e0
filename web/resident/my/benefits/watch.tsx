/** `/my/benefits/watch`: being told of news: what is looked at and when, agreeing, until when, what I do not want, how to stop. */
import type { ConsentPlan, Subscription } from '@dpg/benefits/contract'
import { Button, ButtonLink, ButtonRow, DateText, Form, MomentText, Notice, StructuredList, Title } from '@dpg/ui'
import { type Frame, ResidentPage } from '../../frame.tsx'
import type { Names } from '../who.ts'
import { ByLaw, Ticks } from './plan.tsx'

export interface WatchPageProps {
  readonly frame: Frame
  readonly plan: ConsentPlan
  readonly subscription: Subscription | undefined
  readonly names: Names
  readonly done: 'on' | 'off' | 'again' | undefined
  readonly isOutdated: boolean
}

/** So many days of the coming year are named. */
const DAYS = 3

export function WatchPage(props: WatchPageProps) {
  const { frame, subscription, done, isOutdated } = props
  const { t } = frame.asked
  const title = t('resident.my.watch.page')
  return (
    <ResidentPage
      frame={frame}
      title={title}
      breadcrumb={[{ label: t('resident.my.benefits.title'), href: '/my/benefits' }, { label: title }]}
      isPrivate
    >
      {done && <Notice kind="success" isAnswer title={t(`resident.my.watch.now.${done}`)} />}
      {isOutdated && <Notice kind="warning" isAnswer title={t('resident.my.consent.outdated')} />}
      <Title title={title} lead={t(subscription ? 'resident.my.watch.isOn' : 'resident.my.watch.lead')} />
      {subscription && <State {...props} subscription={subscription} />}
      {subscription && <NotForMe {...props} subscription={subscription} />}
      <Agree {...props} />
      <How {...props} />
    </ResidentPage>
  )
}

type OnProps = WatchPageProps & { readonly subscription: Subscription }

function State({ frame, subscription }: OnProps) {
  const { t } = frame.asked
  const { lookedAt, givenAt, endsAt, coming, groups } = subscription
  const days = coming.slice(0, DAYS)
  return (
    <section>
      <h2>{t('resident.my.watch.state')}</h2>
      <StructuredList
        items={[
          { key: t('resident.my.watch.since'), value: <MomentText at={givenAt} /> },
          { key: t('resident.my.watch.until'), value: <MomentText at={endsAt} /> },
          {
            key: t('resident.my.watch.looked'),
            value: lookedAt ? <MomentText at={lookedAt} /> : t('resident.my.watch.soon'),
          },
          {
            key: t('resident.my.watch.agreed'),
            value:
              groups.length === 0
                ? t('resident.my.watch.agreedNone')
                : groups.map((group) => t(`resident.my.consent.name.${group}`)).join(', '),
          },
          {
            key: t('resident.my.watch.coming'),
            value:
              days.length === 0 ? (
                // Before the first look nobody knows.
                t(`resident.my.watch.coming${lookedAt ? 'None' : 'Soon'}`)
              ) : (
                <>
                  {days.map((day, at) => (
                    <>
                      {at > 0 && ', '}
                      <DateText day={day} />
                    </>
                  ))}
                  {coming.length > DAYS && ` ${t('resident.my.watch.comingMore', { count: coming.length - DAYS })}`}
                </>
              ),
          },
        ]}
      />
      <ButtonRow>
        <ButtonLink href="/my/benefits/news" kind="secondary">
          {t('resident.my.watch.news')}
        </ButtonLink>
        <Form action="/my/benefits/watch" carry={{ to: 'off' }}>
          <Button kind="tertiary">{t('resident.my.watch.off')}</Button>
        </Form>
      </ButtonRow>
      <p class="hint">{t('resident.my.watch.offHint')}</p>
    </section>
  )
}

function NotForMe({ frame, subscription: { notForMe } }: OnProps) {
  const { t } = frame.asked
  const all = [
    ...notForMe.services.map(({ service, title }) => ({ name: 'service', value: service, label: title })),
    ...notForMe.kinds.map(({ kind }) => ({ name: 'kind', value: kind, label: t(`resident.my.news.kind.${kind}`) })),
  ]
  if (all.length === 0) return null
  return (
    <section id="not-for-me">
      <h2>{t('resident.my.watch.notForMe')}</h2>
      <ul>
        {all.map(({ name, value, label }) => (
          <li key={`${name} ${value}`}>
            <Form action="/my/benefits/not-for-me" carry={{ [name]: value, to: 'again', next: 'watch' }}>
              <span>{label}</span>{' '}
              <Button kind="text" size="small">
                {t('resident.my.news.again')}
                <span class="sr-only"> ({label})</span>
              </Button>
            </Form>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Agree({ frame, plan, names, subscription }: WatchPageProps) {
  const { asked } = frame
  const { t } = asked
  return (
    <section id="agree">
      <h2>{t(subscription ? 'resident.my.watch.renew' : 'resident.my.watch.title')}</h2>
      {subscription && <p>{t('resident.my.watch.renewText', { months: plan.months })}</p>}
      <Form action="/my/benefits/watch" carry={{ version: plan.version }}>
        <Ticks plan={plan} names={names} asked={asked} chosen={subscription?.groups ?? []} />
        <ButtonRow>
          <Button icon="bell" kind={subscription ? 'secondary' : 'primary'} name="to" value="on">
            {t(subscription ? 'resident.my.watch.renewOn' : 'resident.my.watch.on')}
          </Button>
        </ButtonRow>
      </Form>
    </section>
  )
}

function How({ frame, plan, names }: WatchPageProps) {
  const { asked } = frame
  const { t } = asked
  return (
    <>
      <ByLaw plan={plan} names={names} asked={asked} />
      <section>
        <h2>{t('resident.my.watch.how')}</h2>
        <StructuredList
          items={(['when', 'kept', 'told', 'stop'] as const).map((name) => ({
            key: t(`resident.my.watch.how.${name}`),
            value: t(`resident.my.watch.how.${name}Text`, { months: plan.months }),
          }))}
        />
      </section>
    </>
  )
}

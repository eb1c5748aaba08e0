/** `/my/benefits/news`: what I was told, and why: what changed, which condition turned, by which article, how much; and "not for me". */
import type { News, NewsItem } from '@dpg/benefits/contract'
import {
  Badge,
  Button,
  ButtonLink,
  ButtonRow,
  Card,
  CardList,
  Details,
  EmptyState,
  Form,
  LawRef,
  MomentText,
  Notice,
  Title,
} from '@dpg/ui'
import { type Frame, ResidentPage } from '../../frame.tsx'
import type { Names } from '../who.ts'
import { Amount } from './amount.tsx'

export interface NewsPageProps {
  readonly frame: Frame
  readonly news: readonly News[]
  /** Cursor of the next older page. */
  readonly next: string | null
  readonly names: Names
  readonly isWatching: boolean
  /** What was just stopped or let come again, with the fields to undo it. */
  readonly done: { readonly to: 'stop' | 'again'; readonly name: 'service' | 'kind'; readonly value: string } | undefined
}

/** So many of one notice are open at once. */
const OPEN = 5

export function NewsPage(props: NewsPageProps) {
  const { frame, news, next, isWatching } = props
  const { t } = frame.asked
  const title = t('resident.my.news.title')
  return (
    <ResidentPage
      frame={frame}
      title={title}
      breadcrumb={[{ label: t('resident.my.benefits.title'), href: '/my/benefits' }, { label: title }]}
      isPrivate
    >
      <Done {...props} />
      <Title title={title} lead={t('resident.my.news.lead')} />
      {news.length === 0 && (
        <EmptyState title={t('resident.my.news.none')}>
          <p>{t(isWatching ? 'resident.my.news.noneOn' : 'resident.my.news.noneOff')}</p>
          <ButtonLink href="/my/benefits/watch" kind="secondary">
            {t('resident.my.news.settings')}
          </ButtonLink>
        </EmptyState>
      )}
      {news.map((one) => (
        <OneNews key={one.id} one={one} {...props} />
      ))}
      {next && (
        <p>
          <a href={`/my/benefits/news?before=${encodeURIComponent(next)}`}>{t('resident.my.news.older')}</a>
        </p>
      )}
      {news.length > 0 && (
        <p>
          <a href="/my/benefits/watch">{t('resident.my.news.settings')}</a>
        </p>
      )}
    </ResidentPage>
  )
}

/** What was done, and the way back. */
function Done({ done, frame, names }: NewsPageProps) {
  const { t } = frame.asked
  if (!done) return null
  const label = done.name === 'service' ? names.service(done.value) : t(`resident.my.news.kind.${done.value}`)
  const back = done.to === 'stop' ? 'again' : 'stop'
  return (
    <Notice kind="success" isAnswer title={t(`resident.my.news.done.${done.to}`, { label })}>
      <Form action="/my/benefits/not-for-me" carry={{ [done.name]: done.value, to: back, next: 'news' }}>
        <Button kind="text" size="small">
          {t('resident.my.news.undo')}
        </Button>
      </Form>
    </Notice>
  )
}

function OneNews({ one, frame, names }: NewsPageProps & { readonly one: News }) {
  const { t } = frame.asked
  const { because, register, changed, items, more, at } = one
  const [first, rest] = [items.slice(0, OPEN), items.slice(OPEN)]
  const cards = (list: readonly NewsItem[]) => (
    <CardList>
      {list.map((item) => (
        <ItemCard key={item.service} item={item} frame={frame} />
      ))}
    </CardList>
  )
  return (
    <section>
      <h2>{t('resident.my.news.heading', { because, count: items.length + more })}</h2>
      <p>
        {register
          ? t(changed.length > 0 ? 'resident.my.news.told' : 'resident.my.news.toldAll', {
              register: names.register(register),
              facts: changed.join(', '),
            })
          : t('resident.my.news.byItself')}{' '}
        <MomentText at={at} />
      </p>
      {cards(first)}
      {rest.length > 0 && <Details summary={t('resident.my.news.rest', { count: rest.length })}>{cards(rest)}</Details>}
      {more > 0 && (
        <p>
          <a href="/my/benefits">{t('resident.my.news.more', { count: more })}</a>
        </p>
      )}
    </section>
  )
}

function ItemCard({ item, frame }: { readonly item: NewsItem; readonly frame: Frame }) {
  const { t } = frame.asked
  const id = encodeURIComponent(item.service)
  return (
    <Card
      title={item.title}
      href={`/my/benefits/${id}`}
      top={
        <>
          <Badge kind={item.basis === 'law' ? 'primary' : 'gray'} icon={item.basis === 'law' ? 'law' : 'question'}>
            {t(`resident.my.basis.${item.basis}`)}
          </Badge>
          {item.held && <Badge kind="secondary">{t('resident.my.benefit.held')}</Badge>}
          {item.notForMe && <Badge kind="gray">{t('resident.my.news.stopped')}</Badge>}
        </>
      }
      facts={item.amount?.won ? [[t('resident.my.benefit.amount'), <Amount key="amount" amount={item.amount} t={t} />]] : []}
    >
      <div class="own-row">
        <p>{t('resident.my.news.turned')}</p>
        <ul>
          {item.turned.length === 0 ? (
            item.rule.length === 0 ? (
              <li>{t('resident.my.news.rule')}</li>
            ) : (
              item.rule.map(({ text, law }) => (
                <li key={text}>
                  {text} {law && <LawRef law={law} />}
                </li>
              ))
            )
          ) : (
            item.turned.map(({ text, law }) => (
              <li key={text}>
                {text} {law && <LawRef law={law} />}
              </li>
            ))
          )}
        </ul>
      </div>
      {item.canApply && !item.held && (
        <ButtonLink href={`/apply/${id}`} kind="secondary" size="medium">
          {t('resident.my.benefit.apply')}
          <span class="sr-only"> ({item.title})</span>
        </ButtonLink>
      )}
      <Stop item={item} frame={frame} />
    </Card>
  )
}

function Stop({ item, frame }: { readonly item: NewsItem; readonly frame: Frame }) {
  const { t } = frame.asked
  if (item.notForMe === 'service')
    return (
      <Form action="/my/benefits/not-for-me" carry={{ service: item.service, to: 'again', next: 'news' }}>
        <Button kind="text" size="small">
          {t('resident.my.news.again')}
          <span class="sr-only"> ({item.title})</span>
        </Button>
      </Form>
    )
  if (item.notForMe === 'kind') return null
  const kinds = [...(item.field ? [item.field] : []), ...(item.basis === 'codes' ? ['guess'] : [])]
  return (
    <Details
      summary={
        <>
          {t('resident.my.news.notForMe')}
          <span class="sr-only"> ({item.title})</span>
        </>
      }
    >
      <Form action="/my/benefits/not-for-me" carry={{ to: 'stop', next: 'news' }}>
        <ButtonRow>
          <Button kind="tertiary" size="medium" name="service" value={item.service}>
            {t('resident.my.news.stopService')}
          </Button>
          {kinds.map((kind) => (
            <Button key={kind} kind="tertiary" size="medium" name="kind" value={kind}>
              {t('resident.my.news.stopKind', { kind: t(`resident.my.news.kind.${kind}`) })}
            </Button>
          ))}
        </ButtonRow>
      </Form>
    </Details>
  )
}

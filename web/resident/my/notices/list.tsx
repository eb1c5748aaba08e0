/** `/my/notices`: unread first by order of arrival. Looking at the list opens nothing; a button does. */
import type { NoticeSummary } from '@dpg/notices/contract'
import { Badge, Button, ButtonLink, Card, CardList, EmptyState, Form, MomentText, Title } from '@dpg/ui'
import { type Frame, ResidentPage } from '../../frame.tsx'

export interface NoticeListProps {
  readonly frame: Frame
  readonly items: readonly NoticeSummary[]
  /** Cursor of older ones. */
  readonly next: string | null
  readonly isFirst: boolean
}

export function NoticeList({ frame, items, next, isFirst }: NoticeListProps) {
  const { t } = frame.asked
  const title = t('resident.my.notices.title')
  return (
    <ResidentPage frame={frame} title={title} isPrivate>
      <Title
        title={title}
        lead={t(frame.unread > 0 ? 'resident.my.notices.unread' : 'resident.my.notices.lead', { count: frame.unread })}
      />
      {items.length === 0 && isFirst && (
        <EmptyState title={t('resident.my.notices.none')}>
          <p>{t('resident.my.notices.noneText')}</p>
        </EmptyState>
      )}
      <CardList>
        {items.map((notice) => (
          <NoticeCard key={notice.id} notice={notice} frame={frame} level={2} />
        ))}
      </CardList>
      {next && (
        <ButtonLink href={`/my/notices?before=${encodeURIComponent(next)}`} kind="tertiary">
          {t('resident.my.notices.older')}
        </ButtonLink>
      )}
    </ResidentPage>
  )
}

export interface NoticeCardProps {
  readonly notice: NoticeSummary
  readonly frame: Frame
  readonly level?: 2 | 3
}

/** Ordinary news opens with one press; what has legal effect first says on its own page what opening means. */
export function NoticeCard({ notice, frame, level = 3 }: NoticeCardProps) {
  const { t } = frame.asked
  const isNew = notice.openedAt === null
  const href = `/my/notices/${notice.id}`
  return (
    <Card
      title={notice.subject}
      level={level}
      {...(isNew ? {} : { href })}
      top={
        <>
          {isNew && <Badge kind="primary">{t('resident.my.notice.new')}</Badge>}
          {notice.isLegal && (
            <Badge kind="warning" icon="law">
              {t('resident.my.notice.legal')}
            </Badge>
          )}
          <Badge>{t(`resident.my.notice.kind.${notice.kind}`)}</Badge>
        </>
      }
      text={<MomentText at={notice.deliveredAt ?? notice.sentAt} />}
    >
      {isNew && !notice.isLegal && (
        <Form action={`${href}/open`}>
          <Button kind="secondary" size="medium">
            {t('resident.my.notice.open')}
            <span class="sr-only"> ({notice.subject})</span>
          </Button>
        </Form>
      )}
      {isNew && notice.isLegal && (
        <ButtonLink href={href} kind="secondary" size="medium">
          {t('resident.my.notice.open')}
          <span class="sr-only"> ({notice.subject})</span>
        </ButtonLink>
      )}
    </Card>
  )
}

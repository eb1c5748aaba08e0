/** `/my/notices/{id}`: closed, it says what it is and what opening means; opened, the letter with its proof. */
import type { NoticeView } from '@dpg/notices/contract'
import type { DocumentSummary } from '@dpg/wallet/contract'
import {
  Badge,
  Button,
  ButtonLink,
  ButtonRow,
  Details,
  Form,
  LawRef,
  Markdown,
  MomentText,
  Notice,
  StructuredList,
  Title,
} from '@dpg/ui'
import { type Frame, type FrameAsked, ResidentPage } from '../../frame.tsx'

export interface NoticePageProps {
  readonly frame: Frame
  readonly notice: NoticeView
  readonly documents: readonly DocumentSummary[]
}

export function NoticePage({ frame, notice, documents }: NoticePageProps) {
  const { t } = frame.asked
  return (
    <ResidentPage
      frame={frame}
      title={notice.subject}
      breadcrumb={[{ label: t('resident.my.notices.title'), href: '/my/notices' }, { label: notice.subject }]}
      isPrivate
    >
      <Title title={notice.subject} over={t(`resident.my.notice.kind.${notice.kind}`)}>
        {notice.isLegal && (
          <Badge kind="warning" icon="law">
            {t('resident.my.notice.legal')}
          </Badge>
        )}
      </Title>
      {notice.openedAt === null && !frame.asked.principal.acting ? (
        <Closed notice={notice} asked={frame.asked} />
      ) : (
        <Opened notice={notice} documents={documents} asked={frame.asked} />
      )}
    </ResidentPage>
  )
}

function Closed({ notice, asked }: { readonly notice: NoticeView; readonly asked: FrameAsked }) {
  const { t } = asked
  return (
    <>
      <Notice
        kind={notice.isLegal ? 'warning' : 'info'}
        title={t(notice.isLegal ? 'resident.my.notice.legalTitle' : 'resident.my.notice.closed')}
      >
        <p>{t(notice.isLegal ? 'resident.my.notice.legalText' : 'resident.my.notice.closedText')}</p>
        {notice.deliveredAt && (
          <p>
            {t('resident.my.notice.delivered')}: <MomentText at={notice.deliveredAt} />
          </p>
        )}
        {notice.law && (
          <p>
            <LawRef law={notice.law} />
          </p>
        )}
      </Notice>
      <Form action={`/my/notices/${notice.id}/open`}>
        <Button>{t('resident.my.notice.open')}</Button>
      </Form>
    </>
  )
}

function Opened({ notice, documents, asked }: Pick<NoticePageProps, 'notice' | 'documents'> & { readonly asked: FrameAsked }) {
  const { t } = asked
  return (
    <>
      <Markdown text={notice.body} />
      {documents.length > 0 && (
        <section>
          <h2>{t('resident.my.notice.documents')}</h2>
          <ul>
            {documents.map(({ id, title, number }) => (
              <li key={id}>
                <a href={`/my/documents/${id}`}>{title}</a> <span class="hint">{number}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <ButtonRow>
        {notice.link && isLocal(notice.link) && <ButtonLink href={notice.link}>{t('resident.my.notice.link')}</ButtonLink>}
        {notice.case && notice.link !== `/my/cases/${notice.case}` && (
          <ButtonLink href={`/my/cases/${notice.case}`} kind="secondary">
            {t('resident.my.notice.case')}
          </ButtonLink>
        )}
      </ButtonRow>
      <Details summary={t('resident.my.notice.proof')} asRow>
        <StructuredList
          items={[
            { key: t('resident.my.notice.sent'), value: <MomentText at={notice.sentAt} /> },
            ...(notice.deliveredAt
              ? [
                  {
                    key: t('resident.my.notice.delivered'),
                    value: <MomentText at={notice.deliveredAt} />,
                    source: notice.law ? <LawRef law={notice.law} /> : undefined,
                  },
                ]
              : []),
            {
              key: t('resident.my.notice.opened'),
              value: notice.openedAt ? <MomentText at={notice.openedAt} /> : t('resident.my.notice.unopened'),
            },
            { key: t('resident.my.notice.digest'), value: <code>{notice.digest}</code> },
          ]}
        />
        <p>
          <a href={`/api/notices/${notice.id}/proof`}>{t('resident.my.notice.proofJson')}</a>
        </p>
      </Details>
    </>
  )
}

/** A path of this portal and nothing else. */
const isLocal = (link: string): boolean => /^\/(?![/\\])/.test(link)

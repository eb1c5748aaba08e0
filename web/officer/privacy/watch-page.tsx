/** What the privacy officer looks at: unusual looks with their reasons, what to do about each, and what residents ask. */
import type { WatchedLook } from '@dpg/access/contract'
import { Badge, Button, ButtonRow, EmptyState, Form, MomentText, StructuredList, Tabs, TextField, Title } from '@dpg/ui'
import { type Frame, OfficerPage } from '../frame.tsx'

export interface WatchPageProps {
  readonly frame: Frame
  readonly looks: readonly WatchedLook[]
  readonly all: boolean
  readonly agencyName: (code: string | null) => string
}

export function WatchPage({ frame, looks, all, agencyName }: WatchPageProps) {
  const { t } = frame.asked
  const title = t('officer.watch.title')
  return (
    <OfficerPage frame={frame} title={title}>
      <Title title={title} over={frame.office} lead={t('officer.watch.lead')} />
      <Tabs
        label={t('officer.watch.filter')}
        tabs={[
          { label: t('officer.watch.open'), href: '/privacy', current: !all },
          { label: t('officer.watch.all'), href: '/privacy?show=all', current: all },
        ]}
      />
      {looks.length === 0 && (
        <EmptyState title={t('officer.watch.none')}>
          <p>{t('officer.watch.noneText')}</p>
        </EmptyState>
      )}
      {looks.map((look) => (
        <Look key={look.id} look={look} frame={frame} agencyName={agencyName} />
      ))}
    </OfficerPage>
  )
}

function Look({ look, frame, agencyName }: Pick<WatchPageProps, 'frame' | 'agencyName'> & { readonly look: WatchedLook }) {
  const { t } = frame.asked
  const { id, name, agency, at, verdict, reasons, duty, stated, score, review } = look
  return (
    <section id={id} class="watched-look">
      <h2>{t('officer.watch.who', { agency: agencyName(agency), name })}</h2>
      <p>
        <Badge kind={verdict === 'block' ? 'danger' : 'warning'}>{t(`officer.watch.verdict.${verdict}`)}</Badge>{' '}
        {review && <Badge kind="gray">{t(`officer.watch.review.${review}`)}</Badge>}
      </p>
      <StructuredList
        items={[
          { key: t('officer.watch.at'), value: <MomentText at={at} /> },
          { key: t('officer.watch.reasons'), value: reasons.map((reason) => t(`access.signal.${reason}`)).join(', ') },
          { key: t('officer.watch.duty'), value: t(`officer.watch.duty.${duty}`) },
          { key: t('officer.watch.stated'), value: stated ?? t('officer.watch.notStated') },
          { key: t('officer.watch.score'), value: t('officer.watch.scoreOf', { score }) },
        ]}
      />
      {review === null && (
        <>
          <p>{t(`officer.watch.do${toDo(look)}`)}</p>
          <Form action={`/privacy/looks/${id}`}>
            <TextField name={`note-${id}`} label={t('officer.watch.note')} hint={t('officer.watch.noteHint')} maxLength={1000} />
            <ButtonRow>
              <Button kind="secondary" size="medium" name="outcome" value="justified">
                {t('officer.watch.justified')}
              </Button>
              <Button kind="danger" size="medium" name="outcome" value="abuse">
                {t('officer.watch.abuse')}
              </Button>
            </ButtonRow>
          </Form>
        </>
      )}
    </section>
  )
}

/** What the privacy officer may do; one's own affair is never let through. */
function toDo({ verdict, reasons, stated }: WatchedLook): 'Self' | 'Blocked' | 'Stated' | 'Asked' {
  if (reasons.includes('self')) return 'Self'
  if (verdict === 'block') return 'Blocked'
  return stated ? 'Stated' : 'Asked'
}

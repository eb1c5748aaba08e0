/** Throwing a draft away is asked once more. */
import { Button, ButtonLink, ButtonRow, Form, Title } from '@dpg/ui'
import { type Frame, ResidentPage } from '../../frame.tsx'

export function Discard({
  frame,
  service,
}: {
  readonly frame: Frame
  readonly service: { readonly id: string; readonly title: string }
}) {
  const { t } = frame.asked
  const title = t('resident.my.discard.title', { service: service.title })
  return (
    <ResidentPage frame={frame} title={title} isPrivate>
      <Title title={title} lead={t('resident.my.discard.lead')} />
      <Form action={`/my/drafts/${encodeURIComponent(service.id)}/discard`}>
        <ButtonRow>
          <Button kind="danger">{t('resident.my.discard.do')}</Button>
          <ButtonLink kind="tertiary" href={`/apply/${encodeURIComponent(service.id)}`}>
            {t('resident.my.discard.keep')}
          </ButtonLink>
        </ButtonRow>
      </Form>
    </ResidentPage>
  )
}

/** One file of policies, to be written anew. */
import type { PolicyReview } from '@dpg/guard/contract'
import { Button, ButtonLink, ButtonRow, Form, TextField, Title } from '@dpg/ui'
import { type Frame, OfficerPage } from '../frame.tsx'

export interface EditPageProps {
  readonly frame: Frame
  readonly path: string
  readonly text: string
  /** Absent: a new draft begins. */
  readonly review?: PolicyReview
}

export function EditPage({ frame, path, text, review }: EditPageProps) {
  const { t } = frame.asked
  const back = review ? `/access-policies/drafts/${review.draft.id}` : '/access-policies'
  return (
    <OfficerPage frame={frame} title={path}>
      <Title title={path} over={t('officer.access.title')} lead={t('officer.access.editLead')} />
      <Form action={review ? back : '/access-policies/drafts'} carry={{ path }}>
        <TextField
          name="why"
          label={t('officer.access.why')}
          hint={t('officer.access.whyHint')}
          value={review?.draft.why}
          maxLength={500}
        />
        <TextField name="text" label={t('officer.access.text')} value={text} rows={28} maxLength={200_000} />
        <ButtonRow>
          <Button>{t('officer.access.save')}</Button>
          <ButtonLink href={back} kind="tertiary">
            {t('officer.access.back')}
          </ButtonLink>
        </ButtonRow>
      </Form>
    </OfficerPage>
  )
}

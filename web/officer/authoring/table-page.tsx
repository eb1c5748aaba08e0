/** A decision table comes in from a spreadsheet. */
import { Button, ErrorSummary, errorOf, FileField, Form, Title } from '@dpg/ui'
import { OfficerPage } from '../frame.tsx'
import type { DraftPageProps } from './asked.ts'

export function TablePage({ frame, draft, step, errors = [] }: DraftPageProps & { readonly step: number }) {
  const { t } = frame.asked
  const name = draft.form?.steps[step]?.['let'] ?? ''
  return (
    <OfficerPage
      frame={frame}
      title={t('officer.authoring.tableIn')}
      breadcrumb={[
        { label: t('officer.authoring.title'), href: '/authoring' },
        { label: draft.title, href: `/authoring/drafts/${draft.id}` },
        { label: t('officer.authoring.tableIn') },
      ]}
      hasErrors={errors.length > 0}
    >
      <Title title={t('officer.authoring.tableIn')} over={`${draft.title} · ${name}`} lead={t('officer.authoring.tableInHelp')} />
      <ErrorSummary errors={errors} />
      <Form action={`/authoring/drafts/${draft.id}/tables/${step}/in`} upload carry={{ revision: String(draft.revision) }}>
        <FileField
          name="file"
          label={t('officer.authoring.file')}
          hint={t('officer.authoring.fileHint')}
          accept=".xlsx"
          error={errorOf(errors, 'file')}
        />
        <Button>{t('officer.authoring.take')}</Button>
      </Form>
    </OfficerPage>
  )
}

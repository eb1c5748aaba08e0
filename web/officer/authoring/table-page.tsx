/** A decision table comes in from a spreadsheet. */
import type { DraftView, TableName } from '@dpg/authoring/contract'
import { Button, ErrorSummary, errorOf, FileField, Form, Title } from '@dpg/ui'
import { OfficerPage } from '../frame.tsx'
import type { DraftPageProps } from './asked.ts'

export function TablePage({ frame, draft, table, errors = [] }: DraftPageProps & { readonly table: TableName }) {
  const { t } = frame.asked
  const name = nameOf(table, draft)
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
      <Form action={`/authoring/drafts/${draft.id}/tables/${table}/in`} upload carry={{ revision: String(draft.revision) }}>
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

/** Of the criterion or the step that the table is in. */
export function nameOf(table: TableName, { form }: Pick<DraftView, 'form'>): string {
  const [list, index] = table.split('.') as ['criteria' | 'steps', string]
  const row = form?.[list][Number(index)]
  return row?.['ko'] || (row?.[list === 'criteria' ? 'id' : 'let'] ?? '')
}

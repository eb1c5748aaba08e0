/** A decision table among the fields of a criterion or of a step: its inputs, its rows, and the way to a sheet and back. */
import { Button, Select } from '@dpg/ui'
import { Cell, type CellProps } from './fields.tsx'

export function TableFields(props: CellProps) {
  const { t, list, index, row, draft } = props
  const inputs = (row['inputs'] ?? '').split('\n').filter((line) => line.trim() !== '')
  const rows = (row['rows'] ?? '').split('\n').filter((line) => line.trim() !== '')
  const sheet = `/authoring/drafts/${draft.id}/tables/${list}.${index}`
  return (
    <>
      <Select
        name={`${list}.${index}.hit`}
        label={t('officer.authoring.field.hit')}
        value={row['hit']}
        placeholder={null}
        options={['unique', 'first', 'any'].map((value) => ({ value, label: t(`officer.authoring.hit.${value}`) }))}
      />
      <Cell {...props} name="inputs" rows={Math.max(2, inputs.length)} hint={t('officer.authoring.inputsHint')} />
      <Cell
        {...props}
        name="rows"
        rows={Math.min(16, Math.max(3, rows.length + 1))}
        hint={t(list === 'criteria' ? 'officer.authoring.rowsHintCriteria' : 'officer.authoring.rowsHint')}
      />
      {row['was'] !== '' && (
        <p>
          <a href={sheet}>{t('officer.authoring.tableOut')}</a>
          {draft.may.write && (
            <>
              {' · '}
              <a href={`${sheet}/in`}>{t('officer.authoring.tableIn')}</a>
            </>
          )}
        </p>
      )}
    </>
  )
}

/** From an expression to a table and back. */
export function TableSwitch({ t, list, index, row, title }: CellProps & { readonly title: string }) {
  const to = row['hit'] ? 'expression' : 'table'
  return (
    <Button kind="text" size="small" name="do" value={`${to}:${list}:${index}`}>
      {t(`officer.authoring.do.${to}`)}
      <span class="sr-only"> {title}</span>
    </Button>
  )
}

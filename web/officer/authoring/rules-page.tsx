/** Who may have it and how much: criteria and steps, each with its article and its words. */
import type { Row } from '@dpg/authoring/contract'
import { Button, Details, Fieldset, Notice, Select, TextField } from '@dpg/ui'
import type { DraftPageProps } from './asked.ts'
import { Editor } from './editor.tsx'
import { Cell, type CellProps, errorAt, linesOf, RowButtons, rowsOf, Was } from './fields.tsx'
import { TableFields, TableSwitch } from './table-fields.tsx'

export function RulesPage(page: DraftPageProps) {
  const { draft, frame, typed } = page
  const { t } = frame.asked
  if (!draft.form) return <Unreadable {...page} />
  const criteria = rowsOf('criteria', draft, typed)
  const steps = rowsOf('steps', draft, typed)
  const head = (name: string) => typed?.[`head.${name}`] ?? draft.form!.head[name] ?? ''
  return (
    <Editor {...page} tab="rules" lists="head,criteria,steps">
      <section>
        <h2>{t('officer.authoring.what')}</h2>
        <TextField
          name="head.changesKo"
          label={t('officer.authoring.field.changesKo')}
          hint={t('officer.authoring.changesHint')}
          value={head('changesKo')}
          rows={2}
          maxLength={2000}
          error={errorAt(draft, 'head.changesKo', t)}
        />
        <TextField
          name="head.changesEn"
          label={t('officer.authoring.field.changesEn')}
          value={head('changesEn')}
          rows={2}
          maxLength={2000}
        />
        <TextField
          name="head.effectiveFrom"
          label={t('officer.authoring.field.effectiveFrom')}
          hint={t('officer.authoring.effectiveHint')}
          value={head('effectiveFrom')}
          width="short"
          maxLength={10}
          error={errorAt(draft, 'head.effectiveFrom', t)}
        />
        {draft.form.head['each'] && (
          <TextField
            name="head.each"
            label={t('officer.authoring.field.each')}
            value={head('each')}
            rows={2}
            maxLength={2000}
            error={errorAt(draft, 'head.each', t)}
          />
        )}
      </section>
      <section>
        <h2>{t('officer.authoring.criteria')}</h2>
        <p>{t('officer.authoring.criteriaHelp')}</p>
        {criteria.map((row, index) => (
          <Criterion key={`${row['was']}${index}`} draft={draft} t={t} list="criteria" index={index} row={row} name="" />
        ))}
        {draft.may.write && (
          <Button kind="secondary" size="medium" name="do" value="add:criteria">
            {t('officer.authoring.do.addCriterion')}
          </Button>
        )}
      </section>
      <section>
        <h2>{t('officer.authoring.steps')}</h2>
        <p>{t('officer.authoring.stepsHelp')}</p>
        {steps.length > 0 && (
          <Select
            name="head.per"
            label={t('officer.authoring.field.per')}
            value={head('per')}
            options={['day', 'month', 'quarter', 'semester', 'year', 'once'].map((value) => ({
              value,
              label: t(`officer.authoring.per.${value}`),
            }))}
            error={errorAt(draft, 'head.per', t)}
          />
        )}
        {steps.map((row, index) => (
          <StepFields key={`${row['was']}${index}`} draft={draft} t={t} list="steps" index={index} row={row} name="" />
        ))}
        {draft.may.write && (
          <Button kind="secondary" size="medium" name="do" value="add:steps">
            {t('officer.authoring.do.addStep')}
          </Button>
        )}
      </section>
    </Editor>
  )
}

const titleOf = (row: Row, name: string, index: number): string => row['ko'] || row[name] || String(index + 1)

function Criterion(props: CellProps) {
  const { t, index, row, draft } = props
  const isTable = Boolean(row['hit'])
  return (
    <Fieldset
      name={`criteria.${index}`}
      label={`${t('officer.authoring.kind.criterion')} ${index + 1} · ${titleOf(row, 'id', index)}`}
    >
      <div class="authoring-row">
        <Was list="criteria" index={index} row={row} />
        {isTable ? (
          <TableFields {...props} />
        ) : (
          <Cell {...props} name="test" rows={linesOf(row['test'])} hint={t('officer.authoring.feelHint')} />
        )}
        <Cell {...props} name="ko" />
        <Details
          summary={t('officer.authoring.more')}
          open={MORE.some((name) => errorAt(draft, `criteria.${index}.${name}`, t)) || row['was'] === ''}
        >
          <Cell {...props} name="id" width="medium" hint={t('officer.authoring.idHint')} />
          <Cell {...props} name="law" hint={t('officer.authoring.lawHint')} />
          <Cell {...props} name="en" />
          <Cell {...props} name="changeKo" rows={2} optional />
          <Cell {...props} name="changeEn" rows={2} optional />
        </Details>
        {draft.may.write && (
          <RowButtons list="criteria" index={index} of={draft.form?.criteria.length ?? 0} t={t} name={titleOf(row, 'id', index)}>
            <TableSwitch {...props} title={titleOf(row, 'id', index)} />
          </RowButtons>
        )}
      </div>
    </Fieldset>
  )
}
const MORE = ['id', 'law', 'en', 'changeKo', 'changeEn']

function StepFields(props: CellProps) {
  const { t, index, row, draft } = props
  const isTable = Boolean(row['hit'])
  return (
    <Fieldset name={`steps.${index}`} label={`${t('officer.authoring.kind.step')} ${index + 1} · ${titleOf(row, 'let', index)}`}>
      <div class="authoring-row">
        <Was list="steps" index={index} row={row} />
        <Cell {...props} name="let" width="medium" hint={t('officer.authoring.letHint')} />
        {isTable ? (
          <TableFields {...props} />
        ) : (
          <Cell {...props} name="be" rows={linesOf(row['be'])} hint={t('officer.authoring.feelHint')} />
        )}
        <Cell {...props} name="ko" />
        <Details
          summary={t('officer.authoring.more')}
          open={['law', 'en'].some((name) => errorAt(draft, `steps.${index}.${name}`, t)) || row['was'] === ''}
        >
          <Cell {...props} name="law" hint={t('officer.authoring.lawHint')} />
          <Cell {...props} name="en" />
        </Details>
        {draft.may.write && (
          <RowButtons list="steps" index={index} of={draft.form?.steps.length ?? 0} t={t} name={titleOf(row, 'let', index)}>
            <TableSwitch {...props} title={titleOf(row, 'let', index)} />
          </RowButtons>
        )}
      </div>
    </Fieldset>
  )
}

/** A file is no YAML: it is mended as text. */
export function Unreadable(page: DraftPageProps) {
  const { t } = page.frame.asked
  return (
    <Editor {...page} tab="rules" lists="">
      <Notice kind="danger" title={t('officer.authoring.unreadable')}>
        <p>
          <a href={`/authoring/drafts/${page.draft.id}/source`}>{t('officer.authoring.toSource')}</a>
        </p>
      </Notice>
    </Editor>
  )
}

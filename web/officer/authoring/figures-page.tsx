/** The figures that the rules read: values by day, each with its source. */
import { Button, EmptyState, Fieldset, Table } from '@dpg/ui'
import type { DraftPageProps } from './asked.ts'
import { Editor } from './editor.tsx'
import { Cell, Choice, RowButtons, rowsOf, Was } from './fields.tsx'
import { Unreadable } from './rules-page.tsx'

const CONFIDENCES = ['statute', 'notice', 'official', 'secondary', 'unconfirmed']

export function FiguresPage(page: DraftPageProps) {
  const { draft, frame, policy, typed } = page
  const { t, lang } = frame.asked
  if (!draft.form) return <Unreadable {...page} />
  const rows = rowsOf('figures', draft, typed).map((row, index) => ({ row, index }))
  const parameters = [...new Set(rows.map(({ row }) => row['parameter'] ?? ''))]
  const others = draft.otherFigures
  return (
    <Editor {...page} tab="figures" lists="figures">
      <section>
        <h2>{t('officer.authoring.tab.figures')}</h2>
        <p>{t('officer.authoring.figuresHelp')}</p>
        {rows.length === 0 && others.length === 0 && <EmptyState title={t('officer.authoring.noFigures')} />}
        {others.length > 0 && (
          <Table
            caption={t('officer.authoring.otherFigures')}
            columns={[
              {
                key: 'title',
                label: t('officer.authoring.field.title'),
                isRowHeader: true,
                cell: (one) => (
                  <>
                    {one.title}
                    <br />
                    <code class="hint">{one.parameter}</code>
                  </>
                ),
              },
              { key: 'now', label: t('officer.authoring.field.value'), cell: (one) => <code>{one.now}</code> },
              ...(draft.may.write
                ? [
                    {
                      key: 'open',
                      label: t('officer.authoring.field.open'),
                      cell: (one: (typeof others)[number]) => (
                        <Button kind="tertiary" size="small" name="do" value={`open:figures:${one.parameter}`}>
                          {t('officer.authoring.do.open')}
                          <span class="sr-only"> {one.title}</span>
                        </Button>
                      ),
                    },
                  ]
                : []),
            ]}
            rows={others}
            rowKey={(one) => one.parameter}
          />
        )}
        {parameters.map((parameter) => (
          <section key={parameter}>
            <h3>{policy.figureName(parameter, lang)}</h3>
            <p class="hint">
              <code>{parameter}</code>
            </p>
            {rows
              .filter(({ row }) => row['parameter'] === parameter)
              .map(({ row, index }) => {
                const all = { draft, t, list: 'figures' as const, index, row, name: '' }
                const name = `${policy.figureName(parameter, lang)} ${row['from'] || t('officer.authoring.newFigure')}`
                return (
                  <Fieldset key={`${row['was']}${index}`} name={`figures.${index}`} label={name}>
                    <div class="authoring-row">
                      <Was list="figures" index={index} row={row} />
                      <Cell {...all} name="from" width="short" />
                      <Cell {...all} name="to" width="short" optional />
                      <Cell
                        {...all}
                        name="value"
                        rows={(row['value'] ?? '').length > 60 ? 3 : 1}
                        hint={t('officer.authoring.valueHint')}
                      />
                      <Cell {...all} name="source" />
                      <Choice {...all} name="confidence" options={CONFIDENCES} />
                      {draft.may.write && <RowButtons list="figures" index={index} t={t} name={name} />}
                    </div>
                  </Fieldset>
                )
              })}
            {draft.may.write && (
              <Button kind="secondary" size="medium" name="do" value={`add:figures:${parameter}`}>
                {t('officer.authoring.do.addFigure')}
                <span class="sr-only"> {policy.figureName(parameter, lang)}</span>
              </Button>
            )}
          </section>
        ))}
      </section>
    </Editor>
  )
}

/** The cases of the definition: a person, a day, what they should get. */
import { Badge, Button, Details } from '@dpg/ui'
import type { DraftPageProps } from './asked.ts'
import { Editor } from './editor.tsx'
import { Cell, Choice, isWrong, RowButtons, rowsOf, Was } from './fields.tsx'
import { Unreadable } from './rules-page.tsx'

export function CasesPage(page: DraftPageProps) {
  const { draft, frame, typed } = page
  const { t } = frame.asked
  if (!draft.form) return <Unreadable {...page} />
  const decisions = [...new Set(['grant', 'refuse', ...draft.form.cases.map((row) => row['decision'] ?? '')])].filter(
    (code) => code !== '',
  )
  return (
    <Editor {...page} tab="cases" lists="cases">
      <section>
        <h2>{t('officer.authoring.tab.cases')}</h2>
        <p>{t('officer.authoring.casesHelp')}</p>
        {draft.may.write && (
          <Button kind="secondary" size="medium" name="do" value="add:cases">
            {t('officer.authoring.do.addCase')}
          </Button>
        )}
        {rowsOf('cases', draft, typed).map((row, index) => {
          const result = draft.report.cases.find((one) => one.index === index)
          const all = { draft, t, list: 'cases' as const, index, row, name: '' }
          const wrong = isWrong(draft, `cases.${index}`) || result?.passes === false
          const name = row['name'] || t('officer.authoring.newCase')
          return (
            <Details
              key={`${row['was']}${index}`}
              asRow
              open={wrong || row['was'] === '' || row['on'] === ''}
              summary={
                <span>
                  {result && (
                    <Badge kind={result.passes ? 'success' : 'danger'} icon={result.passes ? 'check' : 'cross'}>
                      {t(result.passes ? 'officer.authoring.passes' : 'officer.authoring.fails')}
                    </Badge>
                  )}{' '}
                  {name}
                </span>
              }
            >
              <div class="authoring-row" id={`case-${index}`}>
                <Was list="cases" index={index} row={row} />
                {result && !result.passes && result.differences.map((words) => <p key={words}>{words}</p>)}
                <Cell {...all} name="name" label={t('officer.authoring.field.caseName')} />
                <Cell {...all} name="on" width="short" hint={t('officer.authoring.onHint')} />
                <Cell
                  {...all}
                  name="given"
                  rows={Math.min(14, (row['given'] ?? '').split('\n').length + 1)}
                  hint={t('officer.authoring.givenHint')}
                />
                <Choice {...all} name="eligible" options={['true', 'false', 'unknown']} />
                <Cell {...all} name="amount" width="medium" hint={t('officer.authoring.amountHint')} optional />
                <Cell {...all} name="failed" hint={t('officer.authoring.failedHint')} optional />
                <Details summary={t('officer.authoring.more')}>
                  <Cell {...all} name="missing" hint={t('officer.authoring.missingHint')} optional />
                  <Cell {...all} name="decision" width="medium" hint={decisions.join(', ')} optional />
                  <Cell {...all} name="source" optional />
                </Details>
                {draft.may.write && (
                  <RowButtons list="cases" index={index} of={draft.form?.cases.length ?? 0} t={t} copy name={name} />
                )}
              </div>
            </Details>
          )
        })}
      </section>
    </Editor>
  )
}

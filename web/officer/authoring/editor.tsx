/** A tab of the editor: the form on one side, what it comes to on the other; with script it is checked and saved while one types. */
import { Button, ButtonRow, Columns, Form, Island } from '@dpg/ui'
import type { ComponentChildren } from 'preact'
import { type DraftPageProps, EDITOR, hrefOf, type TabName } from './asked.ts'
import { Results } from './results.tsx'
import { DraftShell } from './shell.tsx'

export function Editor({
  tab,
  lists,
  children,
  ...page
}: DraftPageProps & { readonly tab: TabName; readonly lists: string; readonly children: ComponentChildren }) {
  const { draft, frame } = page
  const { t } = frame.asked
  const words = {
    saving: t('officer.authoring.live.saving'),
    saved: t('officer.authoring.live.saved'),
    failed: t('officer.authoring.live.failed'),
    stale: t('officer.authoring.live.stale'),
    suggestions: t('officer.authoring.live.suggestions'),
    how: t('officer.authoring.live.how'),
  }
  const form = (
    <Form id={EDITOR} action={hrefOf(draft, tab)} carry={{ revision: String(draft.revision), lists }}>
      {/* What the Enter key presses: else it would be the first button of a row. */}
      <button type="submit" name="do" value="check" hidden />
      {children}
      {draft.may.write && (
        <ButtonRow>
          <Button name="do" value="check">
            {t('officer.authoring.check')}
          </Button>
        </ButtonRow>
      )}
    </Form>
  )
  return (
    <DraftShell {...page} tab={tab}>
      <p class="authoring-to-results">
        <a href="#results">{t('officer.authoring.toResults')}</a>
      </p>
      <Columns aside={<Results frame={frame} draft={draft} />} asideLabel={t('officer.authoring.results')}>
        {draft.may.write ? (
          <Island name="rules" props={{ live: `/authoring/drafts/${draft.id}/live`, words, vocabulary: '/api/authoring/words' }}>
            {form}
          </Island>
        ) : (
          <fieldset class="authoring-read" disabled>
            <legend class="hint">{t('officer.authoring.readOnly')}</legend>
            {form}
          </fieldset>
        )}
      </Columns>
    </DraftShell>
  )
}

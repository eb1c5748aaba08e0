/** Before it is published: difference, cases, coverage, effect, and the acts of author and approver. */
import { Button, ButtonRow, Columns, EmptyState, errorOf, Form, MomentText, Notice, TextField, Timeline } from '@dpg/ui'
import type { DraftPageProps } from './asked.ts'
import { Diff } from './diff.tsx'
import { EffectFigures } from './effect.tsx'
import { Results } from './results.tsx'
import { DraftShell } from './shell.tsx'

export function ReviewPage(page: DraftPageProps) {
  const { draft, frame, actKey } = page
  const { t } = frame.asked
  const isOver = draft.state === 'published' || draft.state === 'discarded'
  const carry = { key: actKey, revision: String(draft.revision) }
  const act = (name: string) => `/authoring/drafts/${draft.id}/acts/${name}`
  const failing = draft.report.cases.filter(({ passes }) => !passes).length
  return (
    <DraftShell {...page} tab="review">
      <Columns aside={<Results frame={frame} draft={draft} />} asideLabel={t('officer.authoring.results')}>
        <section>
          <h2>{t('officer.authoring.diff')}</h2>
          {draft.form?.head['changesKo'] && (
            <p>
              {frame.asked.lang === 'en'
                ? draft.form.head['changesEn'] || draft.form.head['changesKo']
                : draft.form.head['changesKo']}
            </p>
          )}
          {draft.diff.length === 0 ? <EmptyState title={t('officer.authoring.noDiff')} /> : <Diff entries={draft.diff} t={t} />}
        </section>
        <section>
          <h2>{t('officer.authoring.effect.title')}</h2>
          {draft.effect ? (
            <>
              {!draft.effect.isCurrent && !isOver && (
                <Notice kind="warning">
                  <p>{t('officer.authoring.effect.old')}</p>
                </Notice>
              )}
              <EffectFigures effect={draft.effect} frame={frame} policy={page.policy} />
            </>
          ) : (
            <p>{t('officer.authoring.effect.none')}</p>
          )}
          {!isOver && (
            <Form action={act('measure')} carry={carry}>
              <Button kind="secondary" size="medium">
                {t('officer.authoring.effect.count')}
              </Button>
            </Form>
          )}
        </section>
        {draft.may.submit && (
          <section>
            <h2>{t('officer.authoring.submit.title')}</h2>
            {draft.report.errors > 0 || failing > 0 ? (
              <p>{t('officer.authoring.submit.blocked')}</p>
            ) : (
              <p>{t('officer.authoring.submit.help')}</p>
            )}
            <ButtonRow>
              <Form action={act('submit')} carry={carry}>
                <Button>{t('officer.authoring.submit.do')}</Button>
              </Form>
              <Form action={act('discard')} carry={carry}>
                <Button kind="tertiary">{t('officer.authoring.discard')}</Button>
              </Form>
            </ButtonRow>
          </section>
        )}
        {draft.may.withdraw && (
          <section>
            <h2>{t(draft.waitsFor ? 'officer.authoring.state.scheduled' : 'officer.authoring.waiting')}</h2>
            <p>{t('officer.authoring.waitingHelp')}</p>
            <Form action={act('withdraw')} carry={carry}>
              <Button kind="secondary">{t('officer.authoring.withdraw')}</Button>
            </Form>
          </section>
        )}
        {draft.may.decide && (
          <section>
            <h2>{t('officer.authoring.decide.title')}</h2>
            <p>{t('officer.authoring.decide.help')}</p>
            <Form action={act('publish')} carry={carry}>
              <Reason {...page} hint={t('officer.authoring.decide.reasonHint')} />
              <ButtonRow>
                <Button>{t('officer.authoring.decide.publish')}</Button>
                <Button kind="secondary" formAction={act('send-back')}>
                  {t('officer.authoring.decide.sendBack')}
                </Button>
              </ButtonRow>
            </Form>
          </section>
        )}
        {draft.may.stop && (
          <section>
            <h2>{t('officer.authoring.stop.title')}</h2>
            <p>{t('officer.authoring.stop.help')}</p>
            <Form action={act('send-back')} carry={carry}>
              <Reason {...page} hint={t('officer.authoring.stop.reasonHint')} />
              <Button kind="secondary">{t('officer.authoring.decide.sendBack')}</Button>
            </Form>
          </section>
        )}
        <section>
          <h2>{t('officer.authoring.events')}</h2>
          <Timeline
            label={t('officer.authoring.events')}
            items={draft.events.map((event, i) => ({
              key: String(i),
              title: t(`officer.authoring.event.${event.what}`, { name: event.by }),
              at: <MomentText at={event.at} />,
              state: 'done' as const,
              ...(event.reason && event.what !== 'opened' ? { children: <p>{event.reason}</p> } : {}),
            }))}
          />
        </section>
      </Columns>
    </DraftShell>
  )
}

const Reason = ({ frame, typed, errors = [], hint }: DraftPageProps & { readonly hint: string }) => (
  <TextField
    name="reason"
    label={frame.asked.t('officer.authoring.decide.reason')}
    hint={hint}
    rows={3}
    maxLength={4000}
    value={typed?.['reason'] ?? ''}
    error={errorOf(errors, 'reason')}
  />
)

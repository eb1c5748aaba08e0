/** A run that is under way, or that did not come to its end. */
import type { Translate } from '@dpg/kernel'
import type { PeopleInfo, PolicyRun } from '@dpg/policy/contract'
import { ButtonLink, Notice, Title } from '@dpg/ui'
import { type Frame, OfficerPage } from '../frame.tsx'
import { changesInShort } from './words.tsx'
import { crumbs } from './form-page.tsx'

export interface WaitingPageProps {
  readonly frame: Frame
  readonly run: PolicyRun
  readonly people: PeopleInfo
  readonly figureName: (id: string) => string
}

export function WaitingPage({ frame, run, people, figureName }: WaitingPageProps) {
  const { t } = frame.asked
  const title = t('officer.policy.run.title', { service: run.title })
  const { failure } = run
  return (
    <OfficerPage frame={frame} title={title} breadcrumb={crumbs(frame, title)}>
      <Title title={title} lead={changesInShort(run.inputs.changes, t, figureName)} />
      {failure ? (
        <>
          <Notice kind="danger" title={t(`problem.${failure.type}.title`)} isAnswer>
            <p>{t(`problem.${failure.type}.detail`, failure.values)}</p>
          </Notice>
          <ButtonLink href={`/policy/new?${new URLSearchParams({ service: run.inputs.service, from: run.id })}`}>
            {t('officer.policy.run.change')}
          </ButtonLink>
        </>
      ) : (
        <Notice title={t('officer.policy.wait.title')} isAnswer>
          <p>{howFar(run, people, t)}</p>
          <p>{t('officer.policy.wait.again')}</p>
          <progress max={100} value={run.progress} aria-label={t('officer.policy.wait.progress')} />
          <p>
            <a href={`/policy/runs/${run.id}`}>{t('officer.policy.wait.look')}</a>
          </p>
        </Notice>
      )}
    </OfficerPage>
  )
}

/** People are made once, made ready for the rules once, then counted part by part, by every process that is free. */
function howFar({ shards, progress }: PolicyRun, { isReady }: PeopleInfo, t: Translate): string {
  if (!isReady) return t('officer.policy.wait.people')
  if (shards) return t('officer.policy.wait.shards', shards)
  return progress > 0 ? t('officer.policy.wait.ready', { percent: progress }) : t('officer.policy.wait.turn')
}

/** Where a thing stands. */
import { Clock } from '../content/clock.tsx'
import { Columns } from '../content/columns.tsx'
import { MomentText } from '../content/date.tsx'
import { Details } from '../content/details.tsx'
import { DownloadLink } from '../content/download-link.tsx'
import { Panel } from '../content/panel.tsx'
import { Steps } from '../content/steps.tsx'
import { Timeline } from '../content/timeline.tsx'
import { Island } from '../island.tsx'
import type { GuidePart } from './index.tsx'

export const Following = ({ t }: GuidePart) => (
  <section aria-labelledby="following">
    <h2 id="following">{t('following.title')}</h2>
    <Steps
      label={t('following.steps')}
      current={2}
      steps={['check', 'account', 'agree', 'send'].map((key) => ({ label: t(`following.step.${key}`), href: '#following' }))}
    />
    <Columns asideLabel={t('following.clock')} aside={<Clocks t={t} />}>
      <Timeline
        label={t('following.history')}
        items={[
          {
            key: '1',
            state: 'done',
            title: t('following.received'),
            at: <MomentText at="2026-11-24T01:05:00Z" />,
            children: t('following.receipt'),
          },
          { key: '2', state: 'done', title: t('following.gathered'), at: <MomentText at="2026-11-24T01:06:00Z" /> },
          { key: '3', state: 'current', title: t('following.review'), children: t('following.reviewText') },
          { key: '4', state: 'next', title: t('following.decision') },
        ]}
      />
      <div>
        <Details summary={t('following.why')}>
          <p>{t('following.whyText')}</p>
        </Details>
        <Details summary={t('following.question')} asRow open>
          <p>{t('following.answer')}</p>
        </Details>
        <Details summary={t('following.question2')} asRow>
          <p>{t('following.answer')}</p>
        </Details>
      </div>
      <div>
        <DownloadLink href="/developers/components" label={t('following.document')} format="PDF" bytes={182_400} />
      </div>
      <Island name="print" props={{ label: t('following.print') }} />
    </Columns>
    <Panel title={t('following.done')} level={2}>
      <p>{t('following.doneText')}</p>
    </Panel>
  </section>
)

const Clocks = ({ t }: GuidePart) => (
  <>
    <Clock state="running" due="2026-12-24" days={21} spent={30} />
    <Clock state="paused" due="2026-12-30" days={9} reason={t('following.paused')} />
    <Clock state="late" due="2026-11-20" days={2} />
    <Clock state="done" due="2026-12-24" />
  </>
)

/** What a result rests on, named so that anybody entitled can have it worked out again. */
import type { PolicyRun } from '@dpg/policy/contract'
import { Button, Form, MomentText, Notice, StructuredList } from '@dpg/ui'
import type { Frame } from '../frame.tsx'

export function Standing({ frame, run }: { readonly frame: Frame; readonly run: PolicyRun }) {
  const { t, url } = frame.asked
  const { inputs, standing, resultHash } = run
  const address = `${url.origin}/policy/runs/${run.id}`
  const version = (key: string, hash: string, isSame: boolean) => ({
    key: t(`officer.policy.version.${key}`),
    value: <code class="feel">{hash}</code>,
    source: t(isSame ? 'officer.policy.version.same' : `officer.policy.version.${key}Other`),
  })
  return (
    <section id="again">
      <h2>{t('officer.policy.again.title')}</h2>
      <p>{t('officer.policy.again.lead')}</p>
      <StructuredList
        items={[
          { key: t('officer.policy.version.link'), value: <a href={address}>{address}</a> },
          version('release', inputs.release, standing.isCurrentRelease),
          {
            key: t('officer.policy.version.rules'),
            value: <code class="feel">{inputs.rules}</code>,
            source: t('officer.policy.version.kept'),
          },
          version('data', inputs.data, standing.hasData),
          version('code', inputs.code, standing.isSameCode),
          { key: t('officer.policy.version.result'), value: <code class="feel">{resultHash}</code> },
        ]}
      />
      <Outcome frame={frame} run={run} />
      {standing.hasData ? (
        <Form action={`/policy/runs/${run.id}/again`}>
          <Button kind="secondary">{t('officer.policy.again.button')}</Button>
        </Form>
      ) : (
        <Notice kind="warning" title={t('officer.policy.again.gone')}>
          <p>{t('officer.policy.again.goneText', { data: inputs.data })}</p>
        </Notice>
      )}
    </section>
  )
}

function Outcome({ frame, run }: { readonly frame: Frame; readonly run: PolicyRun }) {
  const { t } = frame.asked
  const { again } = run.standing
  if (again === null) return null
  if (again.at === null)
    return (
      <Notice isAnswer title={t('officer.policy.again.running')}>
        <p>{t('officer.policy.again.runningText')}</p>
      </Notice>
    )
  const kind = again.isSame ? 'same' : again.isSameCode ? 'other' : 'otherCode'
  return (
    <Notice kind={again.isSame ? 'success' : 'warning'} isAnswer title={t(`officer.policy.again.${kind}`)}>
      <p>
        <MomentText at={again.at} />
      </p>
    </Notice>
  )
}

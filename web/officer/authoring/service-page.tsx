/** One service's rules through time: every version, who wrote it, who approved it, what it changed and for whom. */
import type { OverFolder, ScheduledRules, ServiceLine, ServiceVersion } from '@dpg/authoring/contract'
import type { Policy } from '@dpg/policy/contract'
import { Badge, Button, Details, Form, MomentText, Notice, Title, formatDate } from '@dpg/ui'
import { type Frame, OfficerPage } from '../frame.tsx'
import { Diff } from './diff.tsx'
import { EffectFigures } from './effect.tsx'

export interface ServicePageProps {
  readonly frame: Frame
  readonly policy: Policy
  readonly service: ServiceLine
  readonly versions: readonly ServiceVersion[]
  readonly coming: readonly ScheduledRules[]
  readonly overFolder: OverFolder | null
  readonly mayWrite: boolean
  readonly actKey: string
}

export function AuthoringService({
  frame,
  policy,
  service,
  versions,
  coming,
  overFolder,
  mayWrite: isAuthor,
  actKey,
}: ServicePageProps) {
  const { t } = frame.asked
  const mayWrite = isAuthor && service.isOurs
  return (
    <OfficerPage
      frame={frame}
      title={service.title}
      breadcrumb={[{ label: t('officer.authoring.title'), href: '/authoring' }, { label: service.title }]}
    >
      <Title
        title={service.title}
        over={t('officer.authoring.rulesOf')}
        lead={t('officer.authoring.serviceLead', { version: service.version, criteria: service.criteria, cases: service.cases })}
      />
      <p>
        <a href={`/services/${encodeURIComponent(service.id)}`}>{t('officer.authoring.readNow')}</a>
      </p>
      {mayWrite && (
        <Form action="/authoring/drafts" carry={{ key: actKey, service: service.id }}>
          <Button>{t('officer.authoring.beginNow')}</Button>
        </Form>
      )}
      {isAuthor && !service.isOurs && (
        <Notice kind="info">
          <p>{t('officer.authoring.notOurs')}</p>
        </Notice>
      )}
      {coming.map((one) => (
        <Notice kind="info" title={t('officer.authoring.coming', { day: formatDate(one.from, frame.asked.lang) })}>
          <p>
            <a href={`/authoring/drafts/${one.draft}/review`}>
              {t('officer.authoring.approvedBy', { author: one.author, approver: one.approver })}
            </a>
          </p>
          <p>{t('officer.authoring.comingHelp')}</p>
        </Notice>
      ))}
      {overFolder && <FolderNotice overFolder={overFolder} frame={frame} />}
      <section>
        <h2>{t('officer.authoring.history')}</h2>
        <ol class="authoring-history">
          {versions.map((one) => (
            <li key={one.version}>
              <h3>
                {t('officer.authoring.versionNumber', { number: one.number })}{' '}
                {one.isInForce && <Badge kind="success">{t('officer.authoring.inForce')}</Badge>}
              </h3>
              <p>
                <MomentText at={one.publishedAt} />
                {' · '}
                {one.author && one.approver
                  ? t('officer.authoring.by', { author: one.author, approver: one.approver })
                  : t('officer.authoring.byPack')}
              </p>
              {one.says && <p>{one.says}</p>}
              {one.reason && <p class="hint">{t('officer.authoring.approverSaid', { reason: one.reason })}</p>}
              {one.diff.length > 0 && (
                <Details summary={t('officer.authoring.changedThings', { count: one.diff.length })} open={one.isInForce}>
                  <Diff entries={one.diff} t={t} />
                </Details>
              )}
              {one.effect && (
                <Details summary={t('officer.authoring.effect.title')}>
                  <EffectFigures effect={one.effect} frame={frame} policy={policy} />
                </Details>
              )}
              {mayWrite && one.canRestore && (
                <Form
                  action="/authoring/drafts"
                  carry={{ key: `${actKey}-${one.number}`, service: service.id, version: one.version }}
                >
                  <Button kind="tertiary" size="small">
                    {t('officer.authoring.restore')}
                    <span class="sr-only"> {one.number}</span>
                  </Button>
                </Form>
              )}
            </li>
          ))}
        </ol>
      </section>
    </OfficerPage>
  )
}

function FolderNotice({ overFolder: { files, diff }, frame }: { readonly overFolder: OverFolder; readonly frame: Frame }) {
  const { t } = frame.asked
  return (
    <Notice kind="warning" title={t('officer.authoring.folder.title')}>
      <p>{t('officer.authoring.folder.help')}</p>
      <ul class="list">
        {files.map((path) => (
          <li key={path}>
            <code>{path}</code>
          </li>
        ))}
      </ul>
      {diff.length > 0 ? (
        <Details summary={t('officer.authoring.folder.diff', { count: diff.length })}>
          <Diff entries={diff} t={t} />
        </Details>
      ) : (
        <p>{t('officer.authoring.folder.none')}</p>
      )}
    </Notice>
  )
}

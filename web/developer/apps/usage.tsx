/** What an app has called, what is left of its quotas, and what went wrong. */
import type { App, Failure, FailureShown, QuotaNow, Run, UsageRow } from '@dpg/developers/contract'
import { Badge, Button, CodeBlock, EmptyState, Form, formatNumber, MomentText, StructuredList, Table } from '@dpg/ui'
import type { Frame } from '../frame.tsx'
import { RunShown } from '../playground/pages.tsx'
import { AppFrame } from './frame.tsx'

interface UsageProps {
  readonly frame: Frame
  readonly app: App
  readonly rows: readonly UsageRow[]
  readonly quota: readonly QuotaNow[]
}

export function UsagePage({ frame, app, rows, quota }: UsageProps) {
  const { t, lang } = frame.asked
  const kinds = app.state === 'allowed' ? quota : quota.filter(({ kind }) => kind === 'test')
  return (
    <AppFrame frame={frame} app={app} part="usage">
      <section>
        <h2>{t('developer.usage.left')}</h2>
        <StructuredList
          items={kinds.map(({ kind, policy, most, left, resetsInS }) => ({
            key: `${t(`developer.app.kind.${kind}`)} · ${t(`developer.usage.${policy}`)}`,
            value: t(`developer.usage.leftOf.${policy}`, {
              left: formatNumber(left, lang),
              most: formatNumber(most, lang),
              resetsInS,
            }),
          }))}
        />
        <p class="hint">{t('developer.usage.headers')}</p>
      </section>
      <section>
        <h2>{t('developer.usage.days')}</h2>
        {rows.length === 0 ? (
          <EmptyState title={t('developer.usage.none')} />
        ) : (
          <Table
            caption={t('developer.usage.days')}
            hideCaption
            rows={rows}
            rowKey={({ day, kind, operation, status }) => [day, kind, operation, status].join(' ')}
            columns={[
              {
                key: 'operation',
                label: t('developer.play.path'),
                isRowHeader: true,
                cell: ({ operation }) => <code>{operation}</code>,
              },
              { key: 'day', label: t('developer.usage.dayOf'), cell: ({ day }) => day },
              { key: 'kind', label: t('developer.app.kind'), cell: ({ kind }) => t(`developer.app.kind.${kind}`) },
              { key: 'status', label: t('developer.usage.status'), cell: ({ status }) => <Status status={status} /> },
              { key: 'calls', label: t('developer.usage.calls'), numeric: true, cell: ({ calls }) => formatNumber(calls, lang) },
              { key: 'ms', label: t('developer.usage.ms'), numeric: true, cell: ({ meanMs }) => meanMs },
            ]}
          />
        )}
      </section>
    </AppFrame>
  )
}

const Status = ({ status }: { readonly status: number }) => (
  <Badge kind={status < 400 ? 'success' : status < 500 ? 'warning' : 'danger'}>{String(status)}</Badge>
)

export function FailuresPage({
  frame,
  app,
  failures,
}: {
  readonly frame: Frame
  readonly app: App
  readonly failures: readonly Failure[]
}) {
  const { t } = frame.asked
  return (
    <AppFrame frame={frame} app={app} part="failures">
      <p>{t('developer.failures.lead')}</p>
      {failures.length === 0 ? (
        <EmptyState title={t('developer.failures.none')} />
      ) : (
        <Table
          caption={t('developer.app.failures')}
          hideCaption
          rows={failures}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'operation',
              label: t('developer.play.path'),
              isRowHeader: true,
              cell: ({ id, operation }) => (
                <a href={`/developers/apps/${app.id}/failures/${id}`}>
                  <code>{operation}</code>
                </a>
              ),
            },
            { key: 'status', label: t('developer.usage.status'), cell: ({ status }) => <Status status={status} /> },
            { key: 'type', label: t('developer.failures.type'), cell: ({ type }) => sayType(frame, type) },
            { key: 'at', label: t('developer.failures.at'), cell: ({ at }) => <MomentText at={at} /> },
          ]}
        />
      )}
    </AppFrame>
  )
}

const sayType = ({ asked: { t } }: Frame, type: string | null) =>
  type === null ? t('developer.failures.unknown') : <a href={`/problems/${type}`}>{t(`problem.${type}.title`)}</a>

interface FailureProps {
  readonly frame: Frame
  readonly app: App
  readonly failure: FailureShown
  readonly run?: Run | undefined
}

export function FailurePage({ frame, app, failure, run }: FailureProps) {
  const { t } = frame.asked
  const { request } = failure
  const lines = [
    `${request.method} ${request.path}`,
    ...Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`),
    ...(request.body === null ? [] : ['', request.body]),
  ]
  return (
    <AppFrame frame={frame} app={app} part="failures">
      {run && <RunShown frame={frame} run={run} />}
      <section>
        <h2>{t('developer.failures.one')}</h2>
        <StructuredList
          items={[
            { key: t('developer.failures.id'), value: <code>{failure.id}</code> },
            { key: t('developer.failures.at'), value: <MomentText at={failure.at} /> },
            { key: t('developer.usage.status'), value: <Status status={failure.status} /> },
            { key: t('developer.failures.type'), value: sayType(frame, failure.type) },
          ]}
        />
        <CodeBlock label={t('developer.play.request')} code={lines.join('\n')} />
        <CodeBlock label={t('developer.play.curl')} code={failure.curl} />
        <Form action={`/developers/apps/${app.id}/failures/${failure.id}`}>
          <p class="hint">{t('developer.failures.again.hint')}</p>
          <Button>{t('developer.failures.again')}</Button>
        </Form>
      </section>
    </AppFrame>
  )
}

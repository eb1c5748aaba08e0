/** Every call of the open API, drawn from its OpenAPI text. */
import { Badge, Details, Table, Title } from '@dpg/ui'
import { DeveloperPage, type Frame } from './frame.tsx'
import { anchorOf, answerRows, bodyRows, type Operation, parameterRows, problemStatuses, type Row } from './open-api.ts'
import { sayOperation } from './playground/pages.tsx'

export interface ReferenceProps {
  readonly frame: Frame
  readonly tags: ReadonlyMap<string, readonly Operation[]>
  /** Ids of those that the playground offers. */
  readonly open: ReadonlySet<string>
}

export function Reference({ frame, tags, open }: ReferenceProps) {
  const { t } = frame.asked
  return (
    <DeveloperPage
      frame={frame}
      title={t('developer.api.title')}
      breadcrumb={[{ label: t('developer.portal'), href: '/developers' }, { label: t('developer.api.title') }]}
    >
      <Title title={t('developer.api.title')} lead={t('developer.api.lead')} />
      <p>
        <a href="/openapi.json">/openapi.json</a>
      </p>
      {[...tags].map(([tag, operations]) => (
        <section key={tag} id={anchorOf(tag)}>
          <h2>{t(`developer.tag.${tag}`)}</h2>
          {operations.map((operation) => (
            <Call key={operation.operationId} operation={operation} frame={frame} isOpen={open.has(operation.operationId)} />
          ))}
        </section>
      ))}
    </DeveloperPage>
  )
}

function Call({ operation, frame, isOpen }: { readonly operation: Operation; readonly frame: Frame; readonly isOpen: boolean }) {
  const { t } = frame.asked
  const needs = operation['x-needs']
  // Those that apps may call have words in the language of the page; the others only those of the text itself.
  const words = sayOperation(frame, { id: operation.operationId, summary: operation.summary })
  const summary = (
    <>
      <code>
        {operation.method} {operation.path}
      </code>{' '}
      {words === operation.summary ? <span lang="en">{words}</span> : words}
    </>
  )
  return (
    <Details summary={summary} asRow>
      <p>
        {needs ? (
          <Badge kind="warning">{t('developer.api.needs', { needs })}</Badge>
        ) : (
          <Badge kind="success">{t('developer.api.open')}</Badge>
        )}
      </p>
      {isOpen && (
        <p>
          <a href={`/developers/playground/${operation.operationId}`}>{t('developer.api.try')}</a>
        </p>
      )}
      <Rows caption={t('developer.api.parameters')} rows={parameterRows(operation)} frame={frame} />
      <Rows caption={t('developer.api.body')} rows={bodyRows(operation)} frame={frame} />
      <Rows caption={t('developer.api.answer')} rows={answerRows(operation)} frame={frame} />
      {problemStatuses(operation).length > 0 && (
        <p>{t('developer.api.problems', { statuses: problemStatuses(operation).join(', ') })}</p>
      )}
    </Details>
  )
}

function Rows({ caption, rows, frame }: { readonly caption: string; readonly rows: readonly Row[]; readonly frame: Frame }) {
  const { t } = frame.asked
  if (rows.length === 0) return null
  return (
    <Table
      caption={caption}
      rows={rows}
      rowKey={(row) => row.name}
      columns={[
        { key: 'name', label: t('developer.column.name'), isRowHeader: true, cell: (row) => <code>{row.name}</code> },
        { key: 'type', label: t('developer.column.type'), cell: (row) => <code>{row.type}</code> },
        {
          key: 'required',
          label: t('developer.column.required'),
          cell: (row) => t(row.isRequired ? 'developer.yes' : 'developer.no'),
        },
        { key: 'description', label: t('developer.column.description'), cell: (row) => <span lang="en">{row.description}</span> },
      ]}
    />
  )
}

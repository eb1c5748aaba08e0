/** Lists that hold, lists that did, and how people's tries went: counted, never whose. */
import type { PassportAttempt, PassportList, PassportListKind } from '@dpg/identity/contract'
import {
  Badge,
  Button,
  type Column,
  Details,
  EmptyState,
  ErrorSummary,
  errorOf,
  FileField,
  Form,
  type FormError,
  MomentText,
  Radios,
  Table,
  TextField,
  Title,
} from '@dpg/ui'
import { type Frame, OfficerPage } from '../frame.tsx'

export const KINDS = ['master', 'revoked', 'lost'] as const satisfies readonly PassportListKind[]

export interface Typed {
  readonly kind: PassportListKind
  readonly source: string
}

export interface PassportsPageProps {
  readonly frame: Frame
  /** All there ever were, the newest first. */
  readonly lists: readonly PassportList[]
  readonly attempts: readonly PassportAttempt[]
  readonly errors: readonly FormError[]
  readonly typed: Typed
}

export function PassportsPage({ frame, lists, attempts, errors, typed }: PassportsPageProps) {
  const { t } = frame.asked
  const title = t('officer.passports.title')
  const held = lists.filter(({ isHeld }) => isHeld)
  const waiting = lists.filter(({ isWaiting }) => isWaiting)
  const before = lists.filter(({ isHeld, isWaiting }) => !isHeld && !isWaiting)
  const isAdministrator = frame.asked.principal.permissions.has('administrator')
  return (
    <OfficerPage frame={frame} title={title} hasErrors={errors.length > 0}>
      <Title title={title} over={frame.office} lead={t('officer.passports.lead')} />
      <ErrorSummary errors={errors} />
      {waiting.length > 0 && (
        <>
          <h2>{t('officer.passports.waiting')}</h2>
          <p>{t('officer.passports.waiting.text')}</p>
          <Table
            caption={t('officer.passports.waiting')}
            hideCaption
            columns={[...columnsOf(frame), confirmation(frame), ...(isAdministrator ? [withdrawal(frame)] : [])]}
            rows={waiting}
            rowKey={({ id }) => id}
          />
        </>
      )}
      <h2>{t('officer.passports.held')}</h2>
      {held.length === 0 ? (
        <EmptyState title={t('officer.passports.none')}>
          <p>{t('officer.passports.none.text')}</p>
        </EmptyState>
      ) : (
        <Table
          caption={t('officer.passports.held')}
          hideCaption
          columns={[...columnsOf(frame), ...(isAdministrator ? [withdrawal(frame)] : [])]}
          rows={held}
          rowKey={({ id }) => id}
        />
      )}
      {isAdministrator && <Load errors={errors} typed={typed} frame={frame} />}
      <h2>{t('officer.passports.attempts')}</h2>
      {attempts.length === 0 ? (
        <EmptyState title={t('officer.passports.attempts.none')} />
      ) : (
        <Table
          caption={t('officer.passports.attempts')}
          hideCaption
          columns={attemptColumns(frame)}
          rows={attempts}
          rowKey={({ id }) => id}
        />
      )}
      {before.length > 0 && (
        <Details summary={t('officer.passports.before', { count: before.length })}>
          <Table
            caption={t('officer.passports.before', { count: before.length })}
            hideCaption
            columns={columnsOf(frame)}
            rows={before}
            rowKey={({ id }) => id}
          />
        </Details>
      )}
    </OfficerPage>
  )
}

function Load({ frame, errors, typed }: Pick<PassportsPageProps, 'frame' | 'errors' | 'typed'>) {
  const { t } = frame.asked
  return (
    <>
      <h2>{t('officer.passports.load')}</h2>
      <Form action="/passports" upload>
        <Radios
          name="kind"
          label={t('officer.passports.kind')}
          value={typed.kind}
          options={KINDS.map((value) => ({
            value,
            label: t(`officer.passports.kind.${value}`),
            hint: t(`officer.passports.kind.${value}.hint`),
          }))}
        />
        <TextField
          name="source"
          label={t('officer.passports.source')}
          hint={t('officer.passports.source.hint')}
          value={typed.source}
          error={errorOf(errors, 'source')}
          width="medium"
          maxLength={60}
        />
        <FileField name="file" label={t('officer.passports.file')} error={errorOf(errors, 'file')} />
        <Button>{t('officer.passports.go')}</Button>
      </Form>
    </>
  )
}

const columnsOf = ({ asked: { t } }: Frame): Column<PassportList>[] => [
  {
    key: 'source',
    label: t('officer.passports.list'),
    isRowHeader: true,
    cell: ({ source, kind, version, digest }) => (
      <>
        {source} <Badge>{t(`officer.passports.kind.${kind}`)}</Badge>
        <br />
        <span class="hint">
          {t('officer.passports.version', { version })} · SHA-256 {digest.slice(0, 16)}
        </span>
      </>
    ),
  },
  {
    key: 'entries',
    label: t('officer.passports.entries'),
    cell: ({ entries, states }) =>
      states.length > 0 ? t('officer.passports.ofStates', { entries, states: states.join(', ') }) : entries,
  },
  {
    key: 'loaded',
    label: t('officer.passports.loaded'),
    cell: ({ loadedAt, loadedByName }) => (
      <>
        <MomentText at={loadedAt} short />
        <br />
        <span class="hint">{loadedByName}</span>
      </>
    ),
  },
]

/** By another than whoever loaded it. */
const confirmation = ({ asked: { t, principal } }: Frame): Column<PassportList> => ({
  key: 'confirm',
  label: t('officer.passports.confirm'),
  cell: ({ id, source, loadedBy }) =>
    loadedBy === principal.official?.id ? (
      t('officer.passports.confirm.other')
    ) : (
      <Form action={`/passports/${id}/confirm`}>
        <Button size="small">
          {t('officer.passports.confirm')}
          <span class="sr-only"> ({source})</span>
        </Button>
      </Form>
    ),
})

const withdrawal = ({ asked: { t } }: Frame): Column<PassportList> => ({
  key: 'withdraw',
  label: t('officer.passports.withdraw'),
  cell: ({ id, source }) => (
    <Form action={`/passports/${id}/withdraw`}>
      <Button kind="danger" size="small">
        {t('officer.passports.withdraw')}
        <span class="sr-only"> ({source})</span>
      </Button>
    </Form>
  ),
})

const attemptColumns = ({ asked: { t } }: Frame): Column<PassportAttempt>[] => [
  { key: 'at', label: t('officer.passports.at'), isRowHeader: true, cell: ({ at }) => <MomentText at={at} short /> },
  {
    key: 'outcome',
    label: t('officer.passports.outcome'),
    cell: ({ outcome }) =>
      outcome === 'let-in' ? t('officer.passports.letIn') : t(`problem.identity/passport-${outcome}.title`),
  },
  { key: 'state', label: t('officer.passports.state'), cell: ({ state }) => state ?? t('officer.passports.state.unknown') },
]

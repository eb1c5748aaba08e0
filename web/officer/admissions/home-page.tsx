/** What waits for a second official, who is a member, and what was decided last. */
import { type Admission, OPERATOR } from '@dpg/admissions/contract'
import type { MemberEntry } from '@dpg/exchange/contract'
import { textIn } from '@dpg/kernel'
import {
  Badge,
  Button,
  ButtonLink,
  ButtonRow,
  type Column,
  DateText,
  EmptyState,
  errorOf,
  ErrorSummary,
  Form,
  type FormError,
  MomentText,
  StructuredList,
  Table,
  TextField,
  Title,
} from '@dpg/ui'
import { type Frame, OfficerPage } from '../frame.tsx'

/** Rows whose value is a level. */
const LEVELS: ReadonlySet<string> = new Set(['assurance', 'identity', 'authentication'])

export interface HomeProps {
  readonly frame: Frame
  readonly admissions: readonly Admission[]
  readonly members: readonly MemberEntry[]
  /** Who looks: nobody decides what they proposed. */
  readonly me: string
  readonly errors?: readonly FormError[]
}

export function HomePage({ frame, admissions, members, me, errors = [] }: HomeProps) {
  const { t } = frame.asked
  const waiting = admissions.filter(({ state }) => state === 'waiting')
  const over = admissions.filter(({ state }) => state !== 'waiting')
  const title = t('officer.admissions.title')
  return (
    <OfficerPage frame={frame} title={title} hasErrors={errors.length > 0}>
      <Title title={title} over={frame.office} lead={t('officer.admissions.lead')} />
      <ErrorSummary errors={errors} />
      <ButtonRow>
        <ButtonLink href="/admissions/new/member" size="medium">
          {t('officer.admissions.new.member')}
        </ButtonLink>
        <ButtonLink href="/admissions/new/private-id" kind="secondary" size="medium">
          {t('officer.admissions.new.private-id')}
        </ButtonLink>
        <ButtonLink href="/admissions/new/mandate" kind="secondary" size="medium">
          {t('officer.admissions.new.mandate')}
        </ButtonLink>
      </ButtonRow>
      <h2>{t('officer.admissions.waiting')}</h2>
      {waiting.length === 0 && <EmptyState title={t('officer.admissions.none')} />}
      {waiting.map((one) => (
        <Waiting key={one.id} one={one} frame={frame} isMine={one.by.id === me} errors={errors} />
      ))}
      <h2>{t('officer.admissions.members')}</h2>
      {members.length === 0 ? (
        <EmptyState title={t('officer.admissions.members.none')} />
      ) : (
        <Table
          caption={t('officer.admissions.members')}
          hideCaption
          columns={memberColumns(frame)}
          rows={members}
          rowKey={({ id }) => id}
        />
      )}
      {over.length > 0 && (
        <>
          <h2>{t('officer.admissions.over')}</h2>
          <Table
            caption={t('officer.admissions.over')}
            hideCaption
            columns={overColumns(frame)}
            rows={over}
            rowKey={({ id }) => id}
          />
        </>
      )}
    </OfficerPage>
  )
}

interface WaitingProps {
  readonly one: Admission
  readonly frame: Frame
  readonly isMine: boolean
  readonly errors: readonly FormError[]
}

function Waiting({ one, frame, isMine, errors }: WaitingProps) {
  const { t } = frame.asked
  const { id, kind, about, rows, why, by, at } = one
  return (
    <section id={id}>
      <h3>
        {about} <Badge>{t(`officer.admissions.kind.${kind}`)}</Badge>
      </h3>
      <StructuredList
        items={[
          ...rows.map(({ label, value }) => ({
            key: t(`admissions.row.${label}`),
            value: LEVELS.has(label) ? t(`guard.level.${value}`) : label === 'as' ? t(`officer.admissions.as.${value}`) : value,
          })),
          { key: t('officer.admissions.why'), value: why },
          {
            key: t('officer.admissions.by'),
            value: (
              <>
                {nameOf(by, frame)} · <MomentText at={at} />
              </>
            ),
          },
        ]}
      />
      {isMine ? (
        <p class="hint">{t('officer.admissions.mine')}</p>
      ) : (
        <Form action={`/admissions/${id}/admit`}>
          <Button size="medium">
            {t('officer.admissions.admit')}
            <span class="sr-only"> ({about})</span>
          </Button>
        </Form>
      )}
      <Form action={`/admissions/${id}/refuse`}>
        <TextField
          name={`reason-${id}`}
          label={t(isMine ? 'officer.admissions.whyWithdraw' : 'officer.admissions.whyRefuse')}
          maxLength={500}
          error={errorOf(errors, `reason-${id}`)}
        />
        <Button kind="danger" size="medium">
          {t(isMine ? 'officer.admissions.withdraw' : 'officer.admissions.refuse')}
          <span class="sr-only"> ({about})</span>
        </Button>
      </Form>
    </section>
  )
}

const memberColumns = ({ asked: { t, lang } }: Frame): Column<MemberEntry>[] => [
  {
    key: 'name',
    label: t('admissions.row.name'),
    isRowHeader: true,
    cell: ({ id, name, gateway }) => (
      <>
        {textIn(name, lang)}
        <br />
        <span class="hint">{`${id} · ${gateway}`}</span>
      </>
    ),
  },
  {
    key: 'services',
    label: t('admissions.row.service'),
    cell: ({ services }) => services.map(({ title }) => textIn(title, lang)).join(', ') || t('officer.admissions.asksOnly'),
  },
  { key: 'until', label: t('officer.admissions.until'), cell: ({ keys }) => <Until keys={keys} /> },
  {
    key: 'change',
    label: t('officer.admissions.change'),
    cell: ({ id }) => (
      <span>
        {(['member-keys', 'member', 'member-leaves'] as const).map((kind) => (
          <span key={kind}>
            <a href={`/admissions/new/${kind}?member=${encodeURIComponent(id)}`}>
              {t(kind === 'member' ? 'officer.admissions.edit' : `officer.admissions.new.${kind}`)}
              <span class="sr-only"> ({id})</span>
            </a>
            <br />
          </span>
        ))}
      </span>
    ),
  },
]

/** The day after which the member can sign no more, unless new keys come. */
function Until({ keys }: Pick<MemberEntry, 'keys'>) {
  const last = keys
    .filter(({ use }) => use === 'sign')
    .map(({ until }) => until)
    .sort()
    .at(-1)
  return last === undefined ? null : <DateText day={last.slice(0, 10)} />
}

const nameOf = ({ id, name }: Admission['by'], { asked }: Frame) =>
  id === OPERATOR ? asked.t('officer.admissions.operator') : name

const overColumns = (frame: Frame, { t } = frame.asked): Column<Admission>[] => [
  {
    key: 'about',
    label: t('officer.admissions.about'),
    isRowHeader: true,
    cell: ({ about, kind }) => (
      <>
        {about} <Badge>{t(`officer.admissions.kind.${kind}`)}</Badge>
      </>
    ),
  },
  { key: 'state', label: t('officer.admissions.state'), cell: ({ state }) => t(`officer.admissions.state.${state}`) },
  {
    key: 'by',
    label: t('officer.admissions.who'),
    cell: ({ by, decidedBy }) => `${nameOf(by, frame)} → ${decidedBy?.name ?? ''}`,
  },
  { key: 'reason', label: t('officer.admissions.reason'), cell: ({ reason, why }) => reason ?? why },
  { key: 'at', label: t('officer.admissions.at'), cell: ({ decidedAt }) => (decidedAt ? <MomentText at={decidedAt} /> : '') },
]

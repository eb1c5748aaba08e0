/** Whose mobile IDs are believed, and how far; and the lists before. */
import type { AcceptedIssuer, WalletIssuersList } from '@dpg/identity/contract'
import { textIn } from '@dpg/kernel'
import { Button, ButtonLink, ButtonRow, type Column, Details, EmptyState, Form, MomentText, Table, Title } from '@dpg/ui'
import { type Frame, OfficerPage } from '../frame.tsx'

export interface WalletIssuersPageProps {
  readonly frame: Frame
  /** All there ever were, the newest first. */
  readonly lists: readonly WalletIssuersList[]
}

export function WalletIssuersPage({ frame, lists }: WalletIssuersPageProps) {
  const { t } = frame.asked
  const title = t('officer.wallets.title')
  const held = lists.find(({ isHeld }) => isHeld)
  const before = lists.filter(({ isHeld }) => !isHeld)
  return (
    <OfficerPage frame={frame} title={title}>
      <Title title={title} over={frame.office} lead={t('officer.wallets.lead')} />
      <h2>{t('officer.wallets.held')}</h2>
      {held ? (
        <>
          <p class="hint">
            {t('officer.wallets.version', { version: held.version })} · <MomentText at={held.loadedAt} short />
          </p>
          <Table
            caption={t('officer.wallets.held')}
            hideCaption
            columns={issuerColumns(frame)}
            rows={held.issuers}
            rowKey={({ id }) => id}
          />
          <Form action="/wallet-issuers/withdraw">
            <Button kind="danger" size="medium">
              {t('officer.wallets.withdraw')}
            </Button>
          </Form>
        </>
      ) : (
        <EmptyState title={t('officer.wallets.none')}>
          <p>{t('officer.wallets.none.text')}</p>
        </EmptyState>
      )}
      <h2>{t('officer.wallets.load')}</h2>
      <p>{t('officer.wallets.load.text')}</p>
      <ButtonRow>
        <ButtonLink href="/admissions/new/wallet-issuers">{t('officer.wallets.propose')}</ButtonLink>
      </ButtonRow>
      {before.length > 0 && (
        <Details summary={t('officer.wallets.before', { count: before.length })}>
          <Table
            caption={t('officer.wallets.before', { count: before.length })}
            hideCaption
            columns={listColumns(frame)}
            rows={before}
            rowKey={({ id }) => id}
          />
        </Details>
      )}
    </OfficerPage>
  )
}

const issuerColumns = ({ asked: { t, lang } }: Frame): Column<AcceptedIssuer>[] => [
  {
    key: 'issuer',
    label: t('officer.wallets.issuer'),
    isRowHeader: true,
    cell: ({ id, name }) => (
      <>
        {textIn(name, lang)}
        <br />
        <span class="hint">{id}</span>
      </>
    ),
  },
  {
    key: 'credentials',
    label: t('officer.wallets.credentials'),
    cell: ({ credentials }) =>
      credentials.map(({ format, type, needsStatus }) => (
        <p key={`${format} ${type}`}>
          {type}
          <br />
          <span class="hint">
            {format} · {t(needsStatus ? 'officer.wallets.status' : 'officer.wallets.status.free')}
          </span>
        </p>
      )),
  },
  {
    key: 'level',
    label: t('officer.wallets.level'),
    cell: ({ credentials }) =>
      credentials.map(({ format, type, identity, authentication }) => (
        <p key={`${format} ${type}`}>
          {t(`officer.wallets.level.${identity}`)} · {t(`officer.wallets.level.${authentication}`)}
        </p>
      )),
  },
  {
    key: 'keys',
    label: t('officer.wallets.keys'),
    cell: ({ keys, anchors }) => t('officer.wallets.keys.count', { keys: keys.length, anchors: anchors.length }),
  },
]

const listColumns = ({ asked: { t, lang } }: Frame): Column<WalletIssuersList>[] => [
  {
    key: 'version',
    label: t('officer.wallets.load'),
    isRowHeader: true,
    cell: ({ version }) => t('officer.wallets.version', { version }),
  },
  {
    key: 'issuers',
    label: t('officer.wallets.issuers'),
    cell: ({ issuers }) => issuers.map(({ name }) => textIn(name, lang)).join(', '),
  },
  { key: 'loaded', label: t('officer.wallets.loaded'), cell: ({ loadedAt }) => <MomentText at={loadedAt} short /> },
]

/** What was fetched and what is still missing; every fact with the register that said so and when. */
import type { NeedView, OfficerCaseView, ShownFact } from '@dpg/casework/contract'
import { Badge, type BadgeKind, Details, FactSource, formatNumber, LawRef, MomentText, Table } from '@dpg/ui'
import type { Frame } from './frame.tsx'

const LOOK: Record<NeedView['state'], BadgeKind> = {
  fetched: 'success',
  answered: 'success',
  uploaded: 'success',
  waiting: 'warning',
  consent: 'warning',
  upload: 'warning',
  officer: 'danger',
  'not-needed': 'gray',
}

/** A longer table is folded: on a telephone it would stand between the official and the rest. */
const MOST_OPEN = 6

export function Evidence({ view, frame }: { readonly view: OfficerCaseView; readonly frame: Frame }) {
  const { t, lang } = frame.asked
  const needs = view.needs.filter((need) => need.state !== 'not-needed')
  const open = needs.filter(({ state }) => OPEN.includes(state))
  const settled = needs.filter(({ state }) => !OPEN.includes(state))
  const count = formatNumber(settled.length, lang)
  return (
    <section>
      <h2>{t('officer.evidence.title')}</h2>
      {open.length > 0 && <Needs needs={open} caption={t('officer.evidence.needs')} frame={frame} />}
      {settled.length > 0 && (
        <Details asRow summary={t('officer.evidence.more', { what: t('officer.evidence.settled'), count })}>
          <Needs needs={settled} caption={t('officer.evidence.settled')} frame={frame} />
        </Details>
      )}
      <Uploads view={view} frame={frame} />
      <FactTable caption={t('officer.evidence.facts')} facts={view.facts} frame={frame} />
      <FactTable caption={t('officer.evidence.answers')} facts={view.answers} frame={frame} />
    </section>
  )
}

/** What an official has to look after; the rest is there and folded. */
const OPEN: readonly string[] = ['waiting', 'consent', 'upload', 'officer']

interface NeedsProps {
  readonly needs: readonly NeedView[]
  readonly caption: string
  readonly frame: Frame
}

function Needs({ needs, caption, frame }: NeedsProps) {
  const { t } = frame.asked
  return (
    <Table
      caption={caption}
      rows={needs}
      rowKey={(need) => need.id}
      columns={[
        { key: 'title', label: t('officer.column.need'), isRowHeader: true, cell: (need) => need.title },
        { key: 'state', label: t('officer.column.state'), cell: (need) => <NeedState need={need} frame={frame} /> },
        {
          key: 'registers',
          label: t('officer.column.registers'),
          cell: (need) => need.registers.join(', ') || t('officer.evidence.person'),
        },
        { key: 'law', label: t('officer.column.law'), cell: (need) => (need.law ? <LawRef law={need.law} /> : null) },
      ]}
    />
  )
}

function NeedState({ need, frame }: { readonly need: NeedView; readonly frame: Frame }) {
  const { t } = frame.asked
  return (
    <>
      <Badge kind={LOOK[need.state]}>{t(`officer.need.${need.state}`)}</Badge>
      {need.failure && <p class="hint">{t(`officer.failure.${need.failure}`)}</p>}
      {need.state === 'waiting' && need.nextTryAt && (
        <p class="hint">
          {t('officer.need.nextTry')} <MomentText at={need.nextTryAt} short />
        </p>
      )}
    </>
  )
}

function Uploads({ view, frame }: { readonly view: OfficerCaseView; readonly frame: Frame }) {
  const files = view.uploads.flatMap((upload) => upload.files.map((file) => ({ ...file, title: upload.title })))
  if (files.length === 0) return null
  return (
    <>
      <h3>{frame.asked.t('officer.evidence.files')}</h3>
      <ul>
        {files.map((file) => (
          <li key={file.id}>
            <a href={`/work/${view.id}/files/${file.id}`}>{file.name}</a> <span class="hint">{file.title}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

function FactTable({
  caption,
  facts,
  frame,
}: {
  readonly caption: string
  readonly facts: readonly ShownFact[]
  readonly frame: Frame
}) {
  const { t, lang } = frame.asked
  if (facts.length === 0) return null
  const isLong = facts.length > MOST_OPEN
  const table = (
    <Table
      caption={caption}
      hideCaption={isLong}
      rows={facts}
      rowKey={(fact) => fact.fact}
      columns={[
        { key: 'label', label: t('officer.column.fact'), isRowHeader: true, cell: (fact) => fact.label },
        { key: 'value', label: t('officer.column.value'), cell: (fact) => fact.value ?? t(`officer.fact.${fact.state}`) },
        { key: 'source', label: t('officer.column.source'), cell: (fact) => <Source fact={fact} frame={frame} /> },
      ]}
    />
  )
  if (!isLong) return table
  return (
    <Details asRow summary={t('officer.evidence.more', { what: caption, count: formatNumber(facts.length, lang) })}>
      {table}
    </Details>
  )
}

function Source({ fact, frame }: { readonly fact: ShownFact; readonly frame: Frame }) {
  if (fact.isDerived) return <FactSource derived={fact.law ?? frame.asked.t('officer.fact.rules')} />
  if (fact.registerName) return <FactSource register={fact.registerName} {...(fact.at ? { at: fact.at } : {})} />
  return <FactSource self {...(fact.at ? { at: fact.at } : {})} />
}

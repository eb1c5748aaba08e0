/** Entries of the access log, day by day, each with its proof. */
import type { TraceEntry } from '@dpg/access/contract'
import { Badge, Details, formatDateTime, LawRef, Timeline } from '@dpg/ui'
import type { FrameAsked } from '../../frame.tsx'
import type { TraceWords } from './words.ts'

/** So many facts are seen at once; more are opened. */
const SHOWN_FACTS = 4

export interface EntriesProps {
  readonly label: string
  readonly entries: readonly TraceEntry[]
  readonly words: (entry: TraceEntry) => TraceWords
  readonly asked: FrameAsked
  /** The year and day are above the list. */
  readonly timeOnly?: boolean
}

export const Entries = ({ label, entries, words, asked, timeOnly = false }: EntriesProps) => (
  <Timeline
    label={label}
    items={entries.map((entry) => {
      const said = words(entry)
      return {
        key: entry.id,
        title: said.what,
        at: <time dateTime={entry.at}>{when(entry.at, asked, timeOnly)}</time>,
        state: 'done' as const,
        children: <Entry entry={entry} said={said} asked={asked} />,
      }
    })}
  />
)

function when(at: string, { lang }: FrameAsked, timeOnly: boolean): string {
  const words = formatDateTime(at, lang, { short: true })
  return timeOnly
    ? new Intl.DateTimeFormat(lang === 'ko' ? 'ko-KR' : 'en-GB', {
        hour: 'numeric',
        minute: '2-digit',
        second: '2-digit',
        timeZone: 'Asia/Seoul',
      }).format(Date.parse(at))
    : words
}

function Entry({ entry, said, asked }: { readonly entry: TraceEntry; readonly said: TraceWords; readonly asked: FrameAsked }) {
  const { t } = asked
  return (
    <>
      {said.deservesAttention && (
        <p>
          <Badge kind="warning" icon="warning">
            {t(entry.use === 'refuse' ? 'resident.my.trace.wasRefused' : 'resident.my.trace.byOfficial')}
          </Badge>
        </p>
      )}
      <p>
        {t('resident.my.trace.purpose')} {said.purpose}
        {said.service && said.service !== said.purpose && ` (${said.service})`}
      </p>
      <Facts facts={said.facts} asked={asked} />
      <p>
        <LawRef law={entry.law} />
      </p>
      {entry.case && (
        <p>
          <a href={`/my/cases/${entry.case}`}>{t('resident.my.trace.case')}</a>
        </p>
      )}
      <p class="hint" data-proof={entry.id}>
        {entry.index === null ? t('resident.my.trace.soon') : t('resident.my.trace.index', { index: entry.index })}{' '}
        <a href={`/api/access/entries/${entry.id}/proof`}>{t('resident.my.trace.proof')}</a>
      </p>
    </>
  )
}

function Facts({ facts, asked }: { readonly facts: readonly string[]; readonly asked: FrameAsked }) {
  const { t } = asked
  if (facts.length === 0) return null
  if (facts.length <= SHOWN_FACTS)
    return (
      <p>
        {t('resident.my.trace.facts')} {facts.join(', ')}
      </p>
    )
  return (
    <Details summary={t('resident.my.trace.manyFacts', { first: facts.slice(0, 2).join(', '), count: facts.length - 2 })}>
      <p>{facts.join(', ')}</p>
    </Details>
  )
}

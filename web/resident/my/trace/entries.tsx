/** Entries of the access log. What was done in one go, for one purpose and by one law, stands together; each entry has its proof. */
import type { TraceEntry } from '@dpg/access/contract'
import { Badge, Details, formatDateTime, LawRef, Timeline } from '@dpg/ui'
import type { FrameAsked } from '../../frame.tsx'
import { canAsk } from './ask-routes.ts'
import { together } from './together.ts'
import type { TraceWords } from './words.ts'

/** So many facts are seen at once; more are opened. */
const SHOWN_FACTS = 4

export interface EntriesProps {
  readonly label: string
  readonly entries: readonly TraceEntry[]
  readonly words: (entry: TraceEntry, among?: number) => TraceWords
  readonly asked: FrameAsked
  /** The day is above the list. */
  readonly timeOnly?: boolean
}

export const Entries = ({ label, entries, words, asked, timeOnly = false }: EntriesProps) => (
  <Timeline
    label={label}
    items={together(entries).map((group) => {
      const [first] = group
      return {
        key: first.id,
        title: words(first, new Set(group.map(({ register }) => register)).size).what,
        at: <time dateTime={first.at}>{when(first.at, asked, timeOnly)}</time>,
        state: 'done' as const,
        children: <Group group={group} words={words} asked={asked} />,
      }
    })}
  />
)

const TIMES = { ko: timeIn('ko-KR'), en: timeIn('en-GB') }

function timeIn(locale: string) {
  return new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', second: '2-digit', timeZone: 'Asia/Seoul' })
}

const when = (at: string, { lang }: FrameAsked, timeOnly: boolean): string =>
  timeOnly ? TIMES[lang].format(Date.parse(at)) : formatDateTime(at, lang, { short: true })

interface GroupProps extends Pick<EntriesProps, 'words' | 'asked'> {
  readonly group: readonly [TraceEntry, ...TraceEntry[]]
}

function Group({ group, words, asked }: GroupProps) {
  const { t } = asked
  const [first] = group
  const said = words(first)
  return (
    <div class="trace-entry">
      {said.deservesAttention && (
        <p>
          <Badge kind="warning" icon="warning">
            {t(first.use === 'refuse' ? 'resident.my.trace.wasRefused' : 'resident.my.trace.byOfficial')}
          </Badge>
        </p>
      )}
      <p>
        {t('resident.my.trace.purpose')} {said.purpose}
        {said.service && !said.purpose.includes(said.service) && ` (${said.service})`}
      </p>
      <p>
        <LawRef law={first.law} />
      </p>
      {first.stated && (
        <p>
          {t('resident.my.trace.stated')} {first.stated}
        </p>
      )}
      {first.delay && <p>{t(`resident.my.trace.delay.${first.delay.why}`)}</p>}
      {first.case && (
        <p>
          <a href={`/my/cases/${first.case}`}>{t('resident.my.trace.case')}</a>
        </p>
      )}
      {group.length === 1 ? (
        <Facts entry={first} name={t('resident.my.trace.facts')} words={words} asked={asked} />
      ) : (
        <Details summary={t('resident.my.trace.each', { count: group.length })} open={group.length <= SHOWN_FACTS}>
          {group.map((entry) => (
            <div key={entry.id}>
              <Facts entry={entry} name={`${words(entry).from}:`} words={words} asked={asked} />
            </div>
          ))}
        </Details>
      )}
    </div>
  )
}

interface FactsProps extends Pick<EntriesProps, 'words' | 'asked'> {
  readonly entry: TraceEntry
  /** Stands before the facts: what they are, or where they come from. */
  readonly name: string
}

function Facts({ entry, name, words, asked }: FactsProps) {
  const { t } = asked
  const { facts } = words(entry)
  const more = facts.length > SHOWN_FACTS
  const [start, rest] = more ? [facts.slice(0, 2).join(', '), facts.length - 2] : [facts.join(', '), 0]
  return (
    <>
      {more ? (
        <Details summary={t('resident.my.trace.manyFacts', { name, first: start, count: rest })}>
          <p>{facts.join(', ')}</p>
        </Details>
      ) : (
        facts.length > 0 && (
          <p>
            {name} {start}
          </p>
        )
      )}
      <p class="hint" data-proof={entry.id}>
        {entry.index === null ? t('resident.my.trace.soon') : t('resident.my.trace.index', { index: entry.index })}{' '}
        <a href={`/api/access/entries/${entry.id}/proof`} download={`proof-${entry.index ?? entry.id}.json`}>
          {t('resident.my.trace.proof')}
          <span class="sr-only"> ({entry.index ?? entry.id})</span>
        </a>
        {entry.index !== null && (
          <>
            {' · '}
            <a href={`/api/access/entries/${entry.id}/receipt`} download>
              {t('resident.my.trace.receipt')}
              <span class="sr-only"> ({entry.index})</span>
            </a>
          </>
        )}
        {canAsk(entry) && (
          <>
            {' · '}
            <a href={`/my/trace/ask/${entry.id}`}>
              {t('resident.my.trace.ask.link')}
              <span class="sr-only"> ({entry.index ?? entry.id})</span>
            </a>
          </>
        )}
      </p>
    </>
  )
}

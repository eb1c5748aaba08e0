/** `/my/trace`: who used my data, what deserves a look first, what was asked about it, and the proof that nothing was left out of the log or changed in it. */
import type { QuestionView, TraceEntry, TracePage } from '@dpg/access/contract'
import { ButtonLink, DateText, dayOf, Details, EmptyState, Island, Notice, ProofBadge, Tabs, Title } from '@dpg/ui'
import { ownerOf } from '@dpg/kernel'
import { type Frame, ResidentPage } from '../../frame.tsx'
import { AskedQuestions } from './asked.tsx'
import { Entries } from './entries.tsx'
import { ReceiptCheck } from './receipt-check.tsx'
import type { TraceWords } from './words.ts'

export const WHO = ['all', 'official', 'system', 'resident'] as const
export type Who = (typeof WHO)[number]

export interface TracePageProps {
  readonly frame: Frame
  readonly who: Who
  readonly page: TracePage
  readonly totals: Readonly<Record<Who, number>>
  /** Newest looks by officials; shown first where nothing is filtered. */
  readonly attention: readonly TraceEntry[]
  readonly words: (entry: TraceEntry, among?: number) => TraceWords
  readonly isFirst: boolean
  readonly questions: readonly QuestionView[]
  readonly agencyName: (code: string) => string
}

export function Trace({ frame, who, page, totals, attention, words, isFirst, questions, agencyName }: TracePageProps) {
  const { t, principal } = frame.asked
  const isCompanys = ownerOf(principal) !== principal.person
  const title = t(isCompanys ? 'resident.my.trace.titleOfCompany' : 'resident.my.trace.title')
  const days = Map.groupBy(page.entries, ({ at }) => dayOf(at).toString())
  const query = (next: string) => new URLSearchParams({ ...(who === 'all' ? {} : { who }), before: next })
  return (
    <ResidentPage frame={frame} title={title} isPrivate>
      <Title
        title={title}
        lead={t(isCompanys ? 'resident.my.trace.leadOfCompany' : 'resident.my.trace.lead', { count: totals.all })}
      />
      <Proofs frame={frame} entries={[...attention, ...page.entries]} />
      <Tabs
        label={t('resident.my.trace.filter')}
        tabs={WHO.map((one) => ({
          label: t(`resident.my.trace.who.${one}`),
          href: one === 'all' ? '/my/trace' : `/my/trace?who=${one}`,
          current: one === who,
          count: totals[one],
        }))}
      />
      {who === 'all' && <AskedQuestions questions={questions} agencyName={agencyName} asked={frame.asked} />}
      {attention.length > 0 && (
        <section>
          <h2>{t('resident.my.trace.attention')}</h2>
          <Entries label={t('resident.my.trace.attention')} entries={attention} words={words} asked={frame.asked} />
        </section>
      )}
      {page.entries.length === 0 && isFirst && (
        <EmptyState title={t(who === 'all' && !isCompanys ? 'resident.my.trace.none' : 'resident.my.trace.noneOf')}>
          {!isCompanys && <p>{t('resident.my.trace.noneText')}</p>}
        </EmptyState>
      )}
      {[...days].map(([day, entries]) => (
        <section key={day}>
          <h2>
            <DateText day={day} weekday />
          </h2>
          <Entries label={day} entries={entries} words={words} asked={frame.asked} timeOnly />
        </section>
      ))}
      {page.next && (
        <ButtonLink href={`/my/trace?${query(page.next)}`} kind="tertiary">
          {t('resident.my.trace.older')}
        </ButtonLink>
      )}
      <HowToCheck frame={frame} />
      <ReceiptCheck asked={frame.asked} />
      <p>{t('resident.my.trace.wrong')}</p>
    </ResidentPage>
  )
}

/** Without script, what the proofs are; with it, how many of those shown were checked here and now. */
function Proofs({ frame, entries }: { readonly frame: Frame; readonly entries: readonly TraceEntry[] }) {
  const { t } = frame.asked
  if (entries.length === 0) return null
  const shown = Object.fromEntries(entries.map(({ index, ...entry }) => [entry.id, entry]))
  return (
    <Island
      name="trace-proof"
      props={{
        entries: shown,
        working: t('resident.my.trace.working'),
        counted: t('resident.my.trace.counted'),
        failed: t('resident.my.trace.failed'),
        unable: t('resident.my.trace.unable'),
      }}
    >
      <Notice>
        <p data-proof-status>{t('resident.my.trace.byYourself')}</p>
      </Notice>
      {(['proven', 'pending', 'failed'] as const).map((state) => (
        <template key={state} data-state={state}>
          <ProofBadge state={state} />
        </template>
      ))}
    </Island>
  )
}

function HowToCheck({ frame }: { readonly frame: Frame }) {
  const { t } = frame.asked
  return (
    <Details summary={t('resident.my.trace.how')} asRow>
      <ol>
        {[1, 2, 3].map((step) => (
          <li key={step}>{t(`resident.my.trace.how${step}`)}</li>
        ))}
      </ol>
      <ul>
        <li>
          <a href="/api/access/key">{t('resident.my.trace.key')}</a>
        </li>
        <li>
          <a href="/api/access/checkpoint">{t('resident.my.trace.head')}</a>
        </li>
      </ul>
    </Details>
  )
}

/** `/my/cases`: what waits for me first, then what others work on, then what is over. */
import type { CaseSummary } from '@dpg/casework/contract'
import { ButtonLink, CardList, EmptyState, Notice, Title } from '@dpg/ui'
import { type Frame, ResidentPage } from '../../frame.tsx'
import { CaseCard, DraftCard, type DraftLine } from './card.tsx'

export interface CaseListProps {
  readonly frame: Frame
  readonly cases: readonly CaseSummary[]
  readonly drafts: readonly DraftLine[]
  /** A form was just saved to be finished later. */
  readonly isSaved: boolean
}

export function CaseList({ frame, cases, drafts, isSaved }: CaseListProps) {
  const { t } = frame.asked
  const title = t('resident.my.cases.title')
  const groups = [
    ['waiting', cases.filter(({ needsApplicant, isEnded }) => needsApplicant && !isEnded)],
    ['open', cases.filter(({ needsApplicant, isEnded }) => !needsApplicant && !isEnded)],
    ['ended', cases.filter(({ isEnded }) => isEnded)],
  ] as const
  const [waiting, ...others] = groups
  return (
    <ResidentPage frame={frame} title={title} isPrivate>
      {isSaved && <Notice kind="success" isAnswer title={t('resident.my.cases.saved')} />}
      <Title title={title} lead={t('resident.my.cases.lead')} />
      {cases.length === 0 && drafts.length === 0 && (
        <EmptyState title={t('resident.my.cases.none')}>
          <p>{t('resident.my.cases.noneText')}</p>
          <ButtonLink href="/my/benefits" kind="secondary">
            {t('resident.my.cases.benefits')}
          </ButtonLink>
        </EmptyState>
      )}
      <Group frame={frame} name={waiting[0]} cases={waiting[1]} />
      {drafts.length > 0 && (
        <section>
          <h2>{t('resident.my.drafts.title')}</h2>
          <CardList>
            {drafts.map((draft) => (
              <DraftCard key={draft.service.id} draft={draft} asked={frame.asked} />
            ))}
          </CardList>
        </section>
      )}
      {others.map(([name, some]) => (
        <Group key={name} frame={frame} name={name} cases={some} />
      ))}
      <p>
        <a href="/my/consents">{t('resident.my.agreeing.list')}</a>
      </p>
    </ResidentPage>
  )
}

function Group({ frame, name, cases }: { readonly frame: Frame; readonly name: string; readonly cases: readonly CaseSummary[] }) {
  if (cases.length === 0) return null
  return (
    <section>
      <h2>{frame.asked.t(`resident.my.cases.${name}`, { count: cases.length })}</h2>
      <CardList>
        {cases.map((one) => (
          <CaseCard key={one.id} one={one} asked={frame.asked} />
        ))}
      </CardList>
    </section>
  )
}

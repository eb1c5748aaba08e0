/** A case in a list, and a form one has not sent yet. */
import type { CaseSummary } from '@dpg/casework/contract'
import { ButtonLink, Card, DateText, dayOf, MomentText } from '@dpg/ui'
import type { FrameAsked } from '../../frame.tsx'
import { CaseBadge } from './case-badge.tsx'

export function CaseCard({ one, asked }: { readonly one: CaseSummary; readonly asked: FrameAsked }) {
  const { t } = asked
  const { dueAt, state } = one.clock
  const isRunning = !one.isEnded && dueAt !== null && state === 'running'
  return (
    <Card
      title={one.service.title}
      href={`/my/cases/${one.id}`}
      top={<CaseBadge one={one} t={t} />}
      text={one.says}
      facts={[
        [t('resident.my.case.receipt'), one.receiptNumber],
        [t('resident.my.case.submitted'), <DateText key="submitted" day={dayOf(one.submittedAt)} />],
        ...(one.decidedAt
          ? [[t('resident.my.case.decided'), <DateText key="decided" day={dayOf(one.decidedAt)} />] as const]
          : []),
        ...(isRunning ? [[t('resident.my.case.due'), <DateText key="due" day={dayOf(dueAt)} weekday />] as const] : []),
      ]}
    />
  )
}

export interface DraftLine {
  readonly service: { readonly id: string; readonly title: string }
  readonly savedAt: string
  readonly expiresAt: string
}

export function DraftCard({ draft, asked }: { readonly draft: DraftLine; readonly asked: FrameAsked }) {
  const { t } = asked
  const path = encodeURIComponent(draft.service.id)
  return (
    <Card
      title={draft.service.title}
      facts={[
        [t('resident.my.draft.saved'), <MomentText key="saved" at={draft.savedAt} short />],
        [t('resident.my.draft.until'), <DateText key="until" day={dayOf(draft.expiresAt)} />],
      ]}
    >
      <ButtonLink href={`/apply/${path}`} kind="secondary" size="medium">
        {t('resident.my.draft.goOn')}
        <span class="sr-only"> ({draft.service.title})</span>
      </ButtonLink>
      <ButtonLink href={`/my/drafts/${path}/discard`} kind="text" size="medium">
        {t('resident.my.draft.discard')}
        <span class="sr-only"> ({draft.service.title})</span>
      </ButtonLink>
    </Card>
  )
}

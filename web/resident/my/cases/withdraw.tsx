/** Taking an application back is asked once more, with what it means. */
import type { ActionView, CaseView } from '@dpg/casework/contract'
import { Button, ButtonLink, ButtonRow, ErrorSummary, Form, type FormError, LawRef, Title } from '@dpg/ui'
import { type Frame, ResidentPage } from '../../frame.tsx'

export interface WithdrawProps {
  readonly frame: Frame
  readonly view: CaseView
  readonly action: ActionView
  readonly actKey: string
  readonly errors?: readonly FormError[]
}

export function Withdraw({ frame, view, action, actKey, errors = [] }: WithdrawProps) {
  const { t } = frame.asked
  const title = t('resident.my.withdraw.title', { service: view.service.title })
  return (
    <ResidentPage
      frame={frame}
      title={title}
      hasErrors={errors.length > 0}
      breadcrumb={[
        { label: t('resident.my.cases.title'), href: '/my/cases' },
        { label: view.receiptNumber, href: `/my/cases/${view.id}` },
        { label: action.title },
      ]}
      isPrivate
    >
      <ErrorSummary errors={errors} />
      <Title title={title} lead={t('resident.my.withdraw.lead')} />
      {action.law && (
        <p>
          <LawRef law={action.law} />
        </p>
      )}
      <Form action={`/my/cases/${view.id}/actions/${action.id}`} carry={{ key: actKey, version: String(view.version) }}>
        <ButtonRow>
          <Button kind="danger">{t('resident.my.withdraw.do')}</Button>
          <ButtonLink href={`/my/cases/${view.id}`} kind="tertiary">
            {t('resident.my.withdraw.keep')}
          </ButtonLink>
        </ButtonRow>
      </Form>
    </ResidentPage>
  )
}

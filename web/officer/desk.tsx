/** Where an official who works on no cases belongs: their own pages, or a page that says what their role may see. */
import type { Principal } from '@dpg/kernel'
import { ButtonLink, ButtonRow, EmptyState, Title } from '@dpg/ui'
import { type Frame, OfficerPage } from './frame.tsx'

/** Pages of roles, the first that fits. */
const PAGES = [
  ['rule-author', '/authoring'],
  ['rule-approver', '/authoring'],
  ['policy-analyst', '/policy'],
  ['administrator', '/access-policies'],
] as const

/** Undefined: the work list. `own`: the page below. */
export function deskOf({ permissions }: Principal): 'own' | (typeof PAGES)[number][1] | undefined {
  if (permissions.has('caseworker') || permissions.has('approver')) return undefined
  return PAGES.find(([role]) => permissions.has(role))?.[1] ?? 'own'
}

const ROLES = ['privacy-officer', 'administrator'] as const

/** No case is shown: whose role it is to look after people's data does not thereby see it. */
export function Desk({ frame }: { readonly frame: Frame }) {
  const { t, principal } = frame.asked
  const role = ROLES.find((one) => principal.permissions.has(one)) ?? 'other'
  return (
    <OfficerPage frame={frame} title={t('officer.desk.title')}>
      <Title title={t('officer.desk.title')} over={frame.office} lead={t('officer.desk.lead')} />
      <EmptyState title={t(`officer.desk.${role}`)}>
        <p>{t(`officer.desk.${role}.text`)}</p>
        <ButtonRow>
          {role === 'privacy-officer' && (
            <ButtonLink href="/privacy" size="medium">
              {t('officer.nav.privacy')}
            </ButtonLink>
          )}
          <ButtonLink href="/services" kind="secondary" size="medium">
            {t('officer.nav.services')}
          </ButtonLink>
          <ButtonLink href="/developers/api" kind="tertiary" size="medium">
            {t('officer.desk.log')}
          </ButtonLink>
        </ButtonRow>
      </EmptyState>
    </OfficerPage>
  )
}

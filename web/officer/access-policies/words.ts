/** A question to the policies, in a few plain words: who, from where, what, when. Nobody's name is in it. */
import type { PolicyChange } from '@dpg/guard/contract'
import type { Translate } from '@dpg/kernel'

export function questionInWords({ principal, action, resource, context }: PolicyChange['question'], t: Translate): string {
  const who = [t(`officer.access.who.${principal.type}`), principal.roles.join(', '), principal.office]
    .filter(Boolean)
    .join(' · ')
  const what =
    resource.type === 'Route'
      ? `${resource.method} ${resource.path}`
      : resource.type === 'Fact'
        ? t('officer.access.reads', { fact: resource.fact, purpose: context.purpose })
        : t('officer.access.case', { service: resource.service, does: t(`officer.access.does.${action}`) })
  return `${who} → ${what} (${t('officer.access.hour', { hour: context.hour })})`
}

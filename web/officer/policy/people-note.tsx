/** Who is counted: said wherever numbers are. */
import type { PeopleInfo } from '@dpg/policy/contract'
import { formatNumber, Notice } from '@dpg/ui'
import type { Frame } from '../frame.tsx'

export function aboutPeople({ asked: { t, lang } }: Frame, people: PeopleInfo) {
  const values = {
    people: formatNumber(people.people, lang),
    nation: formatNumber(people.nation, lang),
    weight: formatNumber(Math.round(people.nation / people.people), lang),
  }
  return (
    <Notice title={t('officer.policy.people.title')}>
      <p>{t('officer.policy.people.text', values)}</p>
      {!people.isReady && <p>{t('officer.policy.people.first')}</p>}
    </Notice>
  )
}

/** What is wrong or idle in a set of policies, by line, with what to do. */
import type { PolicyReview } from '@dpg/guard/contract'
import { textIn } from '@dpg/kernel'
import { Notice } from '@dpg/ui'
import type { Frame } from '../frame.tsx'

export function Findings({ frame, findings }: { readonly frame: Frame; readonly findings: PolicyReview['findings'] }) {
  const { t, lang } = frame.asked
  const errors = findings.filter(({ level }) => level === 'error').length
  if (findings.length === 0) return <Notice kind="success" title={t('officer.access.sound')} />
  return (
    <Notice
      kind={errors > 0 ? 'danger' : 'warning'}
      title={t(errors > 0 ? 'officer.access.errors' : 'officer.access.warnings', { count: errors || findings.length })}
    >
      <ul>
        {findings.map(({ file, line, rule, message, remedy }) => (
          <li key={`${file}${line}${rule}${message.en}`}>
            <strong>{t('officer.access.place', { file, line })}</strong> {textIn(message, lang)} {textIn(remedy, lang)}
          </li>
        ))}
      </ul>
    </Notice>
  )
}

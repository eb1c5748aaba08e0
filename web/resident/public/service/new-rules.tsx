/** Rules that are approved for a later day: whoever plans ahead reads here what will be otherwise. */
import { formatDate, LawRef, Notice } from '@dpg/ui'
import type { ServiceProps } from './parts.ts'

export const NewRules = ({ coming, frame }: ServiceProps) => {
  const { t, lang } = frame.asked
  return coming.map(({ from, changes }) => (
    <Notice key={from} kind="info" title={t('resident.service.newRules', { day: formatDate(from, lang) })}>
      {changes.length === 0 ? (
        <p>{t('resident.service.newRules.words')}</p>
      ) : (
        <ul>
          {changes.map(({ text, law }) => (
            <li key={text}>
              {text} {law !== null && <LawRef law={law} />}
            </li>
          ))}
        </ul>
      )}
      <p>{t('resident.service.newRules.untilThen')}</p>
    </Notice>
  ))
}

/** What happens after one applies, and by when. */
import { textIn } from '@dpg/kernel'
import { LawRef } from '@dpg/ui'
import { periodInWords, said, worded } from '../words.ts'
import { timeInShort } from './glance.tsx'
import type { ServiceProps } from './parts.ts'

export function WorkSteps({ service, frame }: ServiceProps) {
  const { t, lang } = frame.asked
  const { form, needs, clock, fourEyes, outputs, payments, decisions } = service
  const questions = form.screens.filter(({ kind }) => kind === 'question' || kind === 'group' || kind === 'repeat').length
  const time = timeInShort({ service, frame })
  const longer = clock?.extension && t('resident.step.longer', { period: periodInWords(clock.extension.max, t, clock.calendar) })
  const grant = decisions.find(({ outcome }) => outcome === 'grant')
  const given = outputs
    .filter(({ type, on }) => type !== 'none' && (on.length === 0 || (grant !== undefined && on.includes(grant.code))))
    .flatMap(({ title }) => said(title, lang) ?? [])
  return (
    <section aria-labelledby="steps">
      <h2 id="steps">{t('resident.service.steps')}</h2>
      <ol class="numbered">
        <li>
          <strong>{t('resident.step.apply')}</strong>
          <p>{questions > 0 ? t('resident.step.apply.text', { count: questions }) : t('resident.step.apply.short')}</p>
        </li>
        {needs.length > 0 && (
          <li>
            <strong>{t('resident.step.fetch')}</strong>
            <p>{t('resident.step.fetch.text')}</p>
          </li>
        )}
        <li>
          <strong>{t('resident.step.look')}</strong>
          <p>
            {t(`resident.processing.${service.offices.processing}`)}
            {fourEyes && ` ${t('resident.step.fourEyes')}`}
          </p>
        </li>
        <li>
          <strong>{t('resident.step.decide')}</strong>
          <p>
            {time && t('resident.step.decide.text', { time })} {longer} {clock?.law && <LawRef law={clock.law} />}
          </p>
        </li>
        {given.length > 0 && (
          <li>
            <strong>{t('resident.step.get')}</strong>
            <p>{given.join(', ')}</p>
            {payments.map(({ id, schedule }) => (
              <p key={id}>
                {schedule.day === null
                  ? t(`resident.pay.${schedule.every}`)
                  : t(`resident.pay.${schedule.every}.day`, { day: schedule.day })}
                {schedule.from && `. ${textIn(schedule.from, lang)}`}
              </p>
            ))}
          </li>
        )}
      </ol>
    </section>
  )
}

/** What to do when one disagrees (행정절차법 제26조). */
export function Appeal({ service, frame }: ServiceProps) {
  const { t, lang } = frame.asked
  if (service.appeal.length === 0) return null
  return (
    <section aria-labelledby="appeal">
      <h2 id="appeal">{t('resident.service.appeal')}</h2>
      <p>{t('resident.service.appeal.lead')}</p>
      <ul class="appeals">
        {service.appeal.map(({ id, kind, body, from, within, law, how, url }) => (
          <li key={id}>
            <strong>
              {t('resident.appeal.to', {
                kind: lang === 'ko' ? kind : worded(t, 'resident.appeal.kind', kind),
                body: textIn(body, lang),
              })}
            </strong>
            {within && <p>{t(`resident.appeal.${from}`, { period: periodInWords(within, t) })}</p>}
            {how && <p>{textIn(how, lang)}</p>}
            <p>
              {law && <LawRef law={law} />} {url && <a href={url}>{new URL(url).host}</a>}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

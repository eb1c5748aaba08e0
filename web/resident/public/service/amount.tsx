/** How much, and how it is worked out: the figures in force, then every step with its article. */
import { textIn } from '@dpg/kernel'
import { Details, LawRef, Notice, StructuredList } from '@dpg/ui'
import { said } from '../words.ts'
import { figuresOf } from './figures.ts'
import type { ServiceProps } from './parts.ts'

export function Amount({ service, snapshot, frame, today }: ServiceProps) {
  const { t, lang } = frame.asked
  const { amount } = service
  if (!amount) return null
  const figures = figuresOf(service, snapshot.pack.parameters, today, lang)
  const known = figures.filter(({ values }) => values.length > 0)
  const missing = figures.flatMap((figure) => figure.missing ?? [])
  return (
    <section aria-labelledby="amount">
      <h2 id="amount">{t('resident.service.amount')}</h2>
      <p>{t('resident.service.per', { per: t(`resident.often.${amount.per}`), unit: t(`resident.unit.${amount.unit}`) })}</p>
      {known.length > 0 && (
        <StructuredList
          items={known.map(({ title, values, source }) => ({
            key: title,
            value: (
              <>
                {values.map(({ label, text }) => (
                  <div key={text}>
                    {label && `${label} `}
                    <strong>{text}</strong>
                  </div>
                ))}
              </>
            ),
            ...(source ? { source: <span class="hint">{t('resident.service.source', { source })}</span> } : {}),
          }))}
        />
      )}
      {missing.length > 0 && (
        <Notice kind="warning" title={t('resident.service.figureMissing')}>
          {missing.map((text) => (
            <p key={text}>{text}</p>
          ))}
        </Notice>
      )}
      {said(amount.note, lang) && <p>{said(amount.note, lang)}</p>}
      <Details summary={t('resident.service.amount.steps', { count: amount.steps.length })}>
        <ol>
          {amount.steps.map((step) => (
            <li key={step.let}>
              {textIn(step.says, lang)} {step.law && <LawRef law={step.law} />}
            </li>
          ))}
        </ol>
      </Details>
    </section>
  )
}

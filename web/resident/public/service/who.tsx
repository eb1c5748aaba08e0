/** Who gets it: each condition with its article, or as the official marks were read. */
import { textIn } from '@dpg/kernel'
import { LawRef } from '@dpg/ui'
import { pageOf } from '../words.ts'
import { relatedTo, type Related } from './related.ts'
import type { ServiceProps } from './parts.ts'

export function Who({ service, snapshot, frame }: ServiceProps) {
  const { t, lang } = frame.asked
  const { criteria, focus, alternatives } = service.eligibility
  return (
    <section aria-labelledby="who">
      <h2 id="who">{t('resident.service.who')}</h2>
      {criteria.length > 0 ? (
        <>
          <p>{t(criteria.length > 1 ? 'resident.service.who.all' : 'resident.service.who.one')}</p>
          <ul class="criteria">
            {criteria.map(({ id, says, law }) => (
              <li key={id}>
                <span class="bullet" aria-hidden="true">
                  •
                </span>
                <span>
                  {textIn(says, lang)} {law && <LawRef law={law} />}
                </span>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p>{t('resident.service.who.anyone')}</p>
      )}
      {alternatives.map(({ audience, says }) => (
        <p key={audience}>{t('resident.service.who.or', { says: textIn(says, lang) })}</p>
      ))}
      {focus.length > 0 && <p>{t('resident.service.who.focus', { who: focus.map((one) => textIn(one, lang)).join(', ') })}</p>}
      {relatedTo(service, snapshot).map((related) => (
        <Others key={related.kind} related={related} frame={frame} />
      ))}
    </section>
  )
}

function Others({ related: { kind, services }, frame }: Pick<ServiceProps, 'frame'> & { readonly related: Related }) {
  const { t, lang } = frame.asked
  return (
    <>
      <h3>{t(`resident.service.${kind}`)}</h3>
      <ul>
        {services.map(({ id, title, law }) => (
          <li key={id}>
            <a href={pageOf(id)}>{textIn(title, lang)}</a> {law && <LawRef law={law} />}
          </li>
        ))}
      </ul>
    </>
  )
}

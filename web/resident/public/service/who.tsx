/** Who gets it: each condition with its article, or as the official marks were read. */
import { textIn } from '@dpg/kernel'
import { Icon, LawRef } from '@dpg/ui'
import type { ServiceProps } from './parts.ts'

export function Who({ service, snapshot, frame }: ServiceProps) {
  const { t, lang } = frame.asked
  const { criteria, focus, alternatives, exclusive } = service.eligibility
  const others = exclusive.flatMap(({ service: id }) => snapshot.service(id) ?? [])
  return (
    <section aria-labelledby="who">
      <h2 id="who">{t('resident.service.who')}</h2>
      {criteria.length > 0 ? (
        <>
          <p>{t(criteria.length > 1 ? 'resident.service.who.all' : 'resident.service.who.one')}</p>
          <ul class="criteria">
            {criteria.map(({ id, says, law }) => (
              <li key={id}>
                <Icon name="check" />
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
      {others.length > 0 && (
        <>
          <h3>{t('resident.service.exclusive')}</h3>
          <ul>
            {others.map(({ id, title }) => (
              <li key={id}>
                <a href={`/services/${id}`}>{textIn(title, lang)}</a>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

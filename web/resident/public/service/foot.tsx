/** Which law it stands on, what belongs with it, and which version one is reading. */
import { textIn } from '@dpg/kernel'
import { DateText, Details, LawRef } from '@dpg/ui'
import type { ServiceProps } from './parts.ts'

const FIRST_LAWS = 3

export function Laws({ service, frame }: ServiceProps) {
  const { t } = frame.asked
  if (service.law.length === 0) return null
  const refs = [...new Set(service.law.map(({ ref }) => ref))]
  return (
    <section aria-labelledby="law">
      <h2 id="law">{t('resident.service.law')}</h2>
      <LawList refs={refs.slice(0, FIRST_LAWS)} />
      {refs.length > FIRST_LAWS && (
        <Details summary={t('resident.service.law.all', { count: refs.length - FIRST_LAWS })}>
          <LawList refs={refs.slice(FIRST_LAWS)} />
        </Details>
      )}
    </section>
  )
}

const LawList = ({ refs }: { readonly refs: readonly string[] }) => (
  <ul class="law-list">
    {refs.map((ref) => (
      <li key={ref}>
        <LawRef law={ref} />
      </li>
    ))}
  </ul>
)

export function Related({ service, snapshot, frame }: ServiceProps) {
  const { t, lang } = frame.asked
  const others = service.relatedServices.flatMap((id) => snapshot.service(id) ?? [])
  if (others.length === 0) return null
  return (
    <section aria-labelledby="related">
      <h2 id="related">{t('resident.service.related')}</h2>
      <ul>
        {others.map(({ id, title }) => (
          <li key={id}>
            <a href={`/services/${id}`}>{textIn(title, lang)}</a>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Everybody may hold us to what was written on this day. */
export function Version({ service, snapshot, frame }: ServiceProps) {
  const { t, lang } = frame.asked
  const version = snapshot.versionOf('service', service.id)
  return (
    <section aria-label={t('resident.service.version')} class="page-foot">
      <p class="hint">
        {t('resident.service.version')} {service.version} · {t('resident.service.since')} <DateText day={service.effectiveFrom} />
        {version && (
          <>
            {' · '}
            <code title={version}>{version.slice(0, 15)}</code>
          </>
        )}
      </p>
      {service.changeLog.length > 0 && (
        <Details summary={t('resident.service.changes')}>
          <ul>
            {service.changeLog.map((change) => (
              <li key={change.version}>
                <DateText day={change.on} /> {change.version}: {textIn(change.says, lang)}
              </li>
            ))}
          </ul>
        </Details>
      )}
      <p class="hint">
        <a href={`/api/services/${encodeURIComponent(service.id)}`}>{t('resident.service.json')}</a>
        {' · '}
        <a href={`/api/services/${encodeURIComponent(service.id)}/cpsv-ap`}>CPSV-AP</a>
      </p>
    </section>
  )
}

/** A service that is known by its catalogue entry: what was read, how sure that is, and where the official words are. */
import { textIn } from '@dpg/kernel'
import { Badge, DateText, Details, dayOf, Icon, Markdown, Notice } from '@dpg/ui'
import type { ServiceProps } from './parts.ts'

const KINDS = { high: 'success', medium: 'information', low: 'warning' } as const

/** How sure the reading is, and why no surer. */
export function Sureness({ service, frame }: ServiceProps) {
  const { t, lang } = frame.asked
  const isUnread = service.basis === 'none'
  return (
    <section aria-labelledby="sure">
      <h2 id="sure">{t('resident.entry.sure')}</h2>
      <p>
        <Badge kind={isUnread ? 'warning' : KINDS[service.confidence]}>
          {t(isUnread ? 'resident.entry.sure.none' : `resident.entry.sure.${service.confidence}`)}
        </Badge>
      </p>
      <p>{t(isUnread ? 'resident.entry.unread' : 'resident.entry.machine')}</p>
      {service.doubts.length > 0 && (
        <Details summary={t('resident.entry.doubts', { count: service.doubts.length })} open>
          <ul>
            {service.doubts.map(({ code, says }) => (
              <li key={code}>{textIn(says, lang)}</li>
            ))}
          </ul>
        </Details>
      )}
    </section>
  )
}

/** Where to apply for what cannot be applied for here. */
export function Official({ service, frame, agencyName }: ServiceProps) {
  const { t } = frame.asked
  const url = service.catalogue?.url ?? service.contact?.url
  return (
    <Notice title={t('resident.entry.notHere', { agency: agencyName })}>
      <p>{t('resident.entry.notHere.text')}</p>
      {url && (
        <p>
          <a href={url}>
            <Icon name="outside" /> {t('resident.entry.official')}
          </a>
        </p>
      )}
    </Notice>
  )
}

/** The official words, as they were brought in. */
export function FullText({ fullText, frame }: ServiceProps) {
  const { t } = frame.asked
  if (!fullText) return null
  return (
    <section aria-labelledby="official" lang="ko">
      <h2 id="official">{t('resident.entry.text')}</h2>
      <p class="hint">
        {t('resident.entry.text.from', { source: fullText.source })} <DateText day={dayOf(fullText.fetchedAt)} />
      </p>
      {fullText.sections.map(({ label, text }) => (
        <Details key={label} summary={label} open>
          <Markdown text={escapeMarkdown(text)} level={3} />
        </Details>
      ))}
    </section>
  )
}

/** Foreign words stay words: only their lines are kept. */
const escapeMarkdown = (text: string): string => text.replace(/([\\*[\]()#+.-])/g, '\\$1')

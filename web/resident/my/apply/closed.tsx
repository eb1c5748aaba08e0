/** Not today: when applications were or will be taken, and where to read on. */
import { ButtonLink, ButtonRow, DateText, Notice, Title } from '@dpg/ui'
import { type Frame, ResidentPage } from '../../frame.tsx'

export interface ClosedProps {
  readonly frame: Frame
  readonly service: { readonly id: string; readonly title: string }
  readonly windows: readonly { readonly from: string | null; readonly to: string | null; readonly note: string | null }[]
}

export function Closed({ frame, service, windows }: ClosedProps) {
  const { t } = frame.asked
  const title = t('resident.my.closed.title')
  return (
    <ResidentPage
      frame={frame}
      title={`${title} - ${service.title}`}
      breadcrumb={[{ label: service.title, href: `/services/${encodeURIComponent(service.id)}` }, { label: title }]}
      isPrivate
    >
      <Title title={title} over={service.title} />
      {windows.length > 0 && (
        <Notice title={t('resident.my.closed.windows')}>
          <ul>
            {windows.map(({ from, to, note }) => (
              <li key={`${from}${to}`}>
                {from && <DateText day={from} />} ~ {to && <DateText day={to} />}
                {note && <p>{note}</p>}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <p>{t('resident.my.closed.watch')}</p>
      <ButtonRow>
        <ButtonLink href={`/services/${encodeURIComponent(service.id)}`}>{t('resident.my.why.service')}</ButtonLink>
        <ButtonLink href="/my/benefits/watch" kind="secondary">
          {t('resident.my.watch.on')}
        </ButtonLink>
      </ButtonRow>
    </ResidentPage>
  )
}

/** `/sharing/requests/{id}`: one request with everything that was done about it. */
import type { Happened, SharingRequest } from '@dpg/sharing/contract'
import { ButtonLink, ButtonRow, DateText, LawRef, StructuredList, Timeline, Title } from '@dpg/ui'
import { type Frame, ResidentPage } from '../../frame.tsx'
import { HOME, StateBadge, Turn, whatOf } from './words.tsx'

export function RequestPage({ frame, request }: { readonly frame: Frame; readonly request: SharingRequest }) {
  const { t, principal } = frame.asked
  const { number, state, agency, holder, register, facts, dataset, service, purpose, law, why, replaces, confirmer } = request
  const title = t('sharing.number', { number })
  const when = (is: boolean, key: string, value: string) => (is ? [{ key: t(key), value }] : [])
  return (
    <ResidentPage
      frame={frame}
      title={`${title}: ${whatOf(request, frame)}`}
      breadcrumb={[
        { label: t('resident.home'), href: '/' },
        { label: t('resident.sharing.title'), href: HOME },
        { label: title },
      ]}
    >
      <Title title={whatOf(request, frame)} over={title}>
        <StateBadge frame={frame} state={state} />
      </Title>
      <StructuredList
        items={[
          { key: t('sharing.turn'), value: <Turn frame={frame} request={request} /> },
          { key: t('sharing.asker'), value: agency.title },
          { key: t('sharing.holder'), value: register ? `${holder.title} · ${register.title}` : holder.title },
          {
            key: t('sharing.what'),
            value: dataset ? (
              dataset.title
            ) : (
              <ul>
                {facts.map(({ id, title: fact, sensitivity }) => (
                  <li key={id}>
                    {fact} <span class="hint">{t(`sharing.sensitivity.${sensitivity}`)}</span>
                  </li>
                ))}
              </ul>
            ),
          },
          ...when(service !== null, 'sharing.service', service?.title ?? ''),
          { key: t('sharing.purpose'), value: purpose.title, source: <LawRef law={law} /> },
          { key: t('sharing.why'), value: why },
          ...when(replaces !== null, 'sharing.replaces', replaces?.title ?? ''),
          ...when(confirmer !== null, 'sharing.confirmer', confirmer?.title ?? ''),
        ]}
      />
      <section aria-labelledby="history">
        <h2 id="history">{t('sharing.history')}</h2>
        <Timeline label={t('sharing.history')} items={request.history.map((one, at) => item(frame, one, at))} />
      </section>
      {principal.kind === 'official' && (
        <ButtonRow>
          <ButtonLink href={`/sharing/desk/${request.id}`} size="medium">
            {t('resident.sharing.desk')}
          </ButtonLink>
        </ButtonRow>
      )}
    </ResidentPage>
  )
}

const item = ({ asked: { t } }: Frame, { what, agency, on, exception, reasons }: Happened, at: number) => ({
  key: String(at),
  title: t(`sharing.done.${what}`, { agency: agency.title }),
  at: <DateText day={on} />,
  state: 'done' as const,
  children: (exception || reasons) && (
    <>
      {exception && (
        <p>
          {t('sharing.byException', { exception: exception.title })} <LawRef law={exception.law} />
        </p>
      )}
      {reasons && <p>{reasons}</p>}
    </>
  ),
})

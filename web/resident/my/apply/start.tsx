/** Before anything is fetched or kept: what this is, what will be looked up where, and the button that begins. */
import type { CaseSummary } from '@dpg/casework/contract'
import { Button, Details, Form, LawRef, Notice, Title } from '@dpg/ui'
import { type Frame, ResidentPage } from '../../frame.tsx'

export interface StartProps {
  readonly frame: Frame
  readonly service: { readonly id: string; readonly title: string }
  /** Of the form's first screen, where it has one. */
  readonly guide: { readonly title: string; readonly text: string | null } | undefined
  /** Registers that will be asked, each with the facts and the law. */
  readonly fetched: readonly { readonly register: string; readonly facts: readonly string[]; readonly law: string | null }[]
  /** Applications for the same that the person should know of before beginning another. */
  readonly before: readonly CaseSummary[]
  /** No other is taken while one of these is open. */
  readonly isRefused: boolean
}

export function Start({ frame, service, guide, fetched, before, isRefused }: StartProps) {
  const { t } = frame.asked
  const title = guide?.title ?? service.title
  return (
    <ResidentPage
      frame={frame}
      title={title}
      isPrivate
      breadcrumb={[{ label: service.title, href: `/services/${service.id}` }, { label: title }]}
    >
      <Title title={title} over={service.title} lead={guide?.text ?? undefined} />
      {before.length > 0 && <Before frame={frame} before={before} isRefused={isRefused} />}
      {!isRefused && fetched.length > 0 && (
        <section>
          <h2>{t('resident.my.start.fetched')}</h2>
          <p>{t('resident.my.start.fetchedText')}</p>
          {fetched.map(({ register, facts, law }) => (
            <Details key={register} summary={t('resident.my.start.register', { register, count: facts.length })}>
              <p>{facts.join(', ')}</p>
              {law && (
                <p>
                  <LawRef law={law} />
                </p>
              )}
            </Details>
          ))}
        </section>
      )}
      {!isRefused && (
        <Form action={`/apply/${encodeURIComponent(service.id)}`}>
          <Button>{t('resident.my.start.begin')}</Button>
        </Form>
      )}
      {!isRefused && <p class="hint">{t('resident.my.start.kept')}</p>}
    </ResidentPage>
  )
}

function Before({ frame, before, isRefused }: Pick<StartProps, 'frame' | 'before' | 'isRefused'>) {
  const { t } = frame.asked
  const how = before.some(({ isEnded }) => !isEnded) ? 'open' : 'ended'
  return (
    <Notice title={t('resident.my.start.before')}>
      <p>{t(`resident.my.start.before.${isRefused ? 'refuse' : how}`)}</p>
      <ul>
        {before.map(({ id, receiptNumber, stateTitle }) => (
          <li key={id}>
            <a href={`/my/cases/${id}`}>{t('resident.my.start.before.case', { number: receiptNumber, state: stateTitle })}</a>
          </li>
        ))}
      </ul>
    </Notice>
  )
}

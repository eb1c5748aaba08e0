/** `/sharing/desk/{id}`: one request with what my agency may do about it now. */
import type { Deed, Named, SharingRequest } from '@dpg/sharing/contract'
import {
  Badge,
  Button,
  ButtonRow,
  DateText,
  errorOf,
  ErrorSummary,
  Form,
  type FormError,
  LawRef,
  Notice,
  Select,
  StructuredList,
  TextField,
  Title,
} from '@dpg/ui'
import { type Frame, OfficerPage } from '../frame.tsx'
import { DESK } from './desk-page.tsx'

/** Which form offers which deeds, where it is posted, and what it asks for beside them. */
const FORMS = [
  { act: 'decide', deeds: ['grant', 'refuse'], exception: true },
  { act: 'decide', deeds: ['confirm', 'decline'], exception: true },
  { act: 'decide', deeds: ['overturn', 'uphold'], exception: false },
  { act: 'ask', deeds: ['appeal'], exception: false },
] as const satisfies readonly { act: string; deeds: readonly Deed[]; exception: boolean }[]

export interface RequestPageProps {
  readonly frame: Frame
  readonly request: SharingRequest
  readonly deeds: readonly Deed[]
  readonly exceptions: readonly Named[]
  readonly isDone: boolean
  readonly typed?: { readonly exception?: string | undefined; readonly reasons?: string | undefined }
  readonly errors?: readonly FormError[]
  readonly formKey: string
}

export function RequestPage({ frame, request, deeds, exceptions, isDone, typed = {}, errors = [], formKey }: RequestPageProps) {
  const { t } = frame.asked
  const {
    number,
    state,
    facts,
    dataset,
    agency,
    holder,
    register,
    service,
    purpose,
    law,
    why,
    replaces,
    confirmer,
    dueOn,
    turn,
  } = request
  const title = t('sharing.number', { number })
  const form = FORMS.find((one) => one.deeds.some((deed) => deeds.includes(deed)))
  const offered = form?.deeds.filter((deed) => deeds.includes(deed)) ?? []
  return (
    <OfficerPage
      frame={frame}
      title={title}
      hasErrors={errors.length > 0}
      breadcrumb={[{ label: t('officer.sharing.title'), href: DESK }, { label: title }]}
    >
      <ErrorSummary errors={errors} />
      {isDone && (
        <Notice kind="success" isAnswer>
          {t('officer.sharing.done')}
        </Notice>
      )}
      <Title title={title} over={frame.office}>
        <Badge>{t(`sharing.state.${state}`)}</Badge>
      </Title>
      <StructuredList
        items={[
          { key: t('officer.sharing.turn'), value: turn?.title ?? t(`sharing.next.${state}`) },
          ...(dueOn ? [{ key: t('sharing.dueOn'), value: <DateText day={dueOn} weekday /> }] : []),
          { key: t('sharing.asker'), value: agency.title },
          { key: t('sharing.holder'), value: register ? `${holder.title} · ${register.title}` : holder.title },
          {
            key: t('sharing.what'),
            value: dataset?.title ?? (
              <ul>
                {facts.map((fact) => (
                  <li key={fact.id}>
                    {fact.title} <span class="hint">{t(`sharing.sensitivity.${fact.sensitivity}`)}</span>
                  </li>
                ))}
              </ul>
            ),
          },
          ...(service ? [{ key: t('sharing.service'), value: service.title }] : []),
          { key: t('sharing.purpose'), value: purpose.title, source: <LawRef law={law} /> },
          { key: t('sharing.why'), value: why },
          ...(replaces ? [{ key: t('sharing.replaces'), value: replaces.title }] : []),
          ...(confirmer ? [{ key: t('sharing.confirmer'), value: confirmer.title }] : []),
        ]}
      />
      {form && (
        <section>
          <h2>{t(`officer.sharing.do.${offered[0]}`)}</h2>
          <Form action={`${DESK}/${request.id}/${form.act}`} carry={{ key: formKey }}>
            {form.exception && (
              <Select
                name="exception"
                label={t('officer.sharing.exception')}
                hint={t('officer.sharing.exception.hint')}
                options={exceptions.map((one) => ({ value: one.id, label: one.title }))}
                value={typed.exception}
                error={errorOf(errors, 'exception')}
              />
            )}
            <TextField
              name="reasons"
              label={t('officer.sharing.reasons')}
              hint={t('officer.sharing.reasons.hint')}
              value={typed.reasons}
              rows={3}
              maxLength={2000}
              error={errorOf(errors, 'reasons')}
            />
            <ButtonRow>
              {offered.map((deed, at) => (
                <Button key={deed} name="deed" value={deed} kind={at === 0 ? 'primary' : 'secondary'} size="medium">
                  {t(`officer.sharing.deed.${deed}`)}
                </Button>
              ))}
            </ButtonRow>
          </Form>
        </section>
      )}
      {deeds.includes('withdraw') && (
        <Form action={`${DESK}/${request.id}/ask`} carry={{ key: `${formKey}-back` }}>
          <Button name="deed" value="withdraw" kind="tertiary" size="small">
            {t(`officer.sharing.deed.${state === 'granted' ? 'end' : 'withdraw'}`)}
          </Button>
        </Form>
      )}
      <p>
        <a href={`/sharing/requests/${request.id}`}>{t('officer.sharing.history')}</a>
      </p>
    </OfficerPage>
  )
}

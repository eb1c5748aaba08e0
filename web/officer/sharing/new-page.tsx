/** `/sharing/desk/new`: asking another agency, in two steps: which register, then what of it and what for. */
import {
  Button,
  ButtonLink,
  Checkboxes,
  errorOf,
  ErrorSummary,
  Form,
  type FormError,
  Notice,
  type Option,
  Select,
  TextField,
  Title,
} from '@dpg/ui'
import { type Frame, OfficerPage } from '../frame.tsx'
import { DESK } from './desk-page.tsx'

export interface Typed {
  readonly facts: readonly string[]
  readonly service?: string | undefined
  readonly purpose?: string | undefined
  readonly law?: string | undefined
  readonly why?: string | undefined
  /** `service need`, as the choice has it. */
  readonly replaces?: string | undefined
}

export interface NewPageProps {
  readonly frame: Frame
  readonly registers: readonly Option[]
  readonly services: readonly Option[]
  readonly purposes: readonly Option[]
  /** Papers of the agency's services, by service. */
  readonly papers: readonly { readonly label: string; readonly options: readonly Option[] }[]
  /** The register that was chosen, with its facts. */
  readonly register?: { readonly id: string; readonly title: string; readonly facts: readonly Option[] } | undefined
  readonly typed: Typed
  readonly errors?: readonly FormError[]
  readonly formKey: string
}

export function NewPage(props: NewPageProps) {
  const { frame, registers, register, errors = [] } = props
  const { t } = frame.asked
  const title = t('officer.sharing.new')
  return (
    <OfficerPage
      frame={frame}
      title={title}
      hasErrors={errors.length > 0}
      breadcrumb={[{ label: t('officer.sharing.title'), href: DESK }, { label: title }]}
    >
      <ErrorSummary errors={errors} />
      <Title title={title} over={frame.office} lead={t('officer.sharing.new.lead')} />
      {register ? (
        <Details {...props} register={register} errors={errors} />
      ) : (
        <Form action={`${DESK}/new`} method="get">
          <Select
            name="register"
            label={t('officer.sharing.register')}
            hint={t('officer.sharing.register.hint')}
            options={registers}
          />
          <Button size="medium">{t('officer.sharing.next')}</Button>
        </Form>
      )}
    </OfficerPage>
  )
}

interface DetailsProps extends NewPageProps {
  readonly register: NonNullable<NewPageProps['register']>
  readonly errors: readonly FormError[]
}

function Details({ frame, services, purposes, papers, register, typed, errors, formKey }: DetailsProps) {
  const { t } = frame.asked
  return (
    <Form action={`${DESK}/new`} carry={{ register: register.id, key: formKey }}>
      <p>
        {t('officer.sharing.chosen', { register: register.title })}{' '}
        <ButtonLink href={`${DESK}/new`} kind="text" size="small">
          {t('officer.sharing.other')}
        </ButtonLink>
      </p>
      <Checkboxes
        name="facts"
        label={t('officer.sharing.facts')}
        hint={t('officer.sharing.facts.hint')}
        options={register.facts}
        values={typed.facts}
        error={errorOf(errors, 'facts')}
      />
      <Select
        name="service"
        label={t('sharing.service')}
        hint={t('officer.sharing.service.hint')}
        options={services}
        value={typed.service}
        error={errorOf(errors, 'service')}
      />
      <Select
        name="purpose"
        label={t('officer.sharing.purpose')}
        options={purposes}
        value={typed.purpose ?? 'application'}
        placeholder={null}
        error={errorOf(errors, 'purpose')}
      />
      <TextField
        name="law"
        label={t('officer.sharing.law')}
        hint={t('officer.sharing.law.hint')}
        value={typed.law}
        width="medium"
        maxLength={200}
        error={errorOf(errors, 'law')}
      />
      {papers.length > 0 && (
        <Select
          name="replaces"
          label={t('officer.sharing.replaces')}
          hint={t('officer.sharing.replaces.hint')}
          options={papers}
          value={typed.replaces}
          placeholder={t('officer.sharing.replaces.none')}
          error={errorOf(errors, 'replaces')}
        />
      )}
      <TextField
        name="why"
        label={t('sharing.why')}
        hint={t('officer.sharing.why.hint')}
        value={typed.why}
        rows={4}
        maxLength={1000}
        error={errorOf(errors, 'why')}
      />
      <Notice>{t('officer.sharing.published')}</Notice>
      <Button size="medium">{t('officer.sharing.send')}</Button>
    </Form>
  )
}

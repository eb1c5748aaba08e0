/** Registering a site, or changing it. */
import { textIn } from '@dpg/kernel'
import type { Text } from '@dpg/kernel'
import {
  Button,
  ButtonRow,
  Checkboxes,
  ErrorSummary,
  errorOf,
  Fieldset,
  Form,
  type FormError,
  Radios,
  Select,
  TextField,
  Title,
} from '@dpg/ui'
import { DeveloperPage, type Frame } from '../frame.tsx'
import { ROWS, type SiteFields } from './read-form.ts'

export interface SiteFormProps {
  readonly frame: Frame
  /** Of the site that is changed; undefined for a new one. */
  readonly id: string | undefined
  readonly fields: Partial<SiteFields>
  readonly claims: ReadonlyMap<string, Text>
  readonly errors: readonly FormError[]
}

export function SiteFormPage({ frame, id, fields, claims, errors }: SiteFormProps) {
  const { t } = frame.asked
  const title = t(id ? 'developer.site.change' : 'developer.site.new')
  const field = (name: keyof SiteFields & string) => ({
    name,
    label: t(`developer.site.${name}`),
    hint: t(`developer.site.${name}.hint`),
    error: errorOf(errors, name),
    value: String(fields[name] ?? ''),
  })
  const choices = (name: 'assurance' | 'profile', values: readonly string[]) =>
    values.map((value) => ({
      value,
      label: t(`developer.site.${name}.${value}`),
      hint: t(`developer.site.${name}.${value}.hint`),
    }))
  return (
    <DeveloperPage
      frame={frame}
      title={title}
      hasErrors={errors.length > 0}
      breadcrumb={[
        { label: t('developer.portal'), href: '/developers' },
        { label: t('developer.sites.title'), href: '/developers/sites' },
        { label: title },
      ]}
    >
      <Title title={title} lead={t('developer.site.lead')} />
      <ErrorSummary errors={errors} />
      <Form action={id ? `/developers/sites/${id}` : '/developers/sites'}>
        <TextField {...field('name')} maxLength={80} />
        <TextField {...field('operator')} maxLength={80} />
        <TextField {...field('homepage')} type="url" />
        <TextField {...field('redirectUris')} rows={3} />
        <TextField {...field('logoutUris')} rows={2} />
        <TextField {...field('backchannelLogoutUri')} type="url" />
        <Radios
          {...field('assurance')}
          value={fields.assurance ?? 'substantial'}
          options={choices('assurance', ['low', 'substantial', 'high'])}
        />
        <Radios {...field('profile')} value={fields.profile ?? 'plain'} options={choices('profile', ['plain', 'fapi2'])} />
        <TextField {...field('keys')} rows={4} />
        <section>
          <h2>{t('developer.site.claims')}</h2>
          <p>{t('developer.site.claims.hint')}</p>
          {Array.from({ length: ROWS }, (_, index) => (
            <ClaimRow key={`row-${index + 1}`} {...{ frame, fields, claims, errors, index }} />
          ))}
        </section>
        <ButtonRow>
          <Button>{t('developer.site.save')}</Button>
        </ButtonRow>
      </Form>
    </DeveloperPage>
  )
}

type RowProps = Pick<SiteFormProps, 'frame' | 'fields' | 'claims' | 'errors'> & { readonly index: number }

function ClaimRow({ frame, fields, claims, errors, index }: RowProps) {
  const { t, lang } = frame.asked
  const value = (name: string) => String(fields[`${name}-${index}`] ?? '')
  const options = [...claims].map(([claim, title]) => ({ value: claim, label: `${textIn(title, lang)} (${claim})` }))
  return (
    <Fieldset name={`row-${index}`} label={t('developer.site.claim', { number: index + 1 })}>
      <Select
        name={`claim-${index}`}
        label={t('developer.site.claim.what')}
        options={options}
        value={value('claim')}
        error={errorOf(errors, `claim-${index}`)}
      />
      <TextField
        name={`why-${index}`}
        label={t('developer.site.claim.why')}
        value={value('why')}
        error={errorOf(errors, `why-${index}`)}
        maxLength={300}
      />
      <Checkboxes
        name={`needed-${index}`}
        label={t('developer.site.claim.need')}
        values={[value('needed')]}
        options={[{ value: 'yes', label: t('developer.site.claim.needed') }]}
      />
    </Fieldset>
  )
}

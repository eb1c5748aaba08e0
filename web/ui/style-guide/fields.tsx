/** Asking, and saying what is wrong. */
import { Button, ButtonLink, ButtonRow } from '../form/button.tsx'
import { Checkboxes } from '../form/checkboxes.tsx'
import { DateField } from '../form/date-field.tsx'
import { ErrorSummary, errorOf } from '../form/error-summary.tsx'
import { FileField } from '../form/file-field.tsx'
import { Form } from '../form/form.tsx'
import { MoneyField } from '../form/money-field.tsx'
import { Radios } from '../form/radios.tsx'
import { Select } from '../form/select.tsx'
import { TextField } from '../form/text-field.tsx'
import { BackLink } from '../content/pager.tsx'
import type { GuidePart } from './index.tsx'

const HERE = '/developers/components'

export function Fields({ t }: GuidePart) {
  const errors = [
    { field: 'phone', text: t('fields.phoneError') },
    { field: 'moved', text: t('fields.movedError') },
  ]
  return (
    <section aria-labelledby="fields" class="sample-form">
      <h2 id="fields">{t('fields.title')}</h2>
      <BackLink href="#fields" />
      <ErrorSummary errors={errors} />
      <Form action={HERE} method="get">
        <TextField
          name="name"
          label={t('fields.name')}
          hint={t('fields.nameHint')}
          value={t('sample.name')}
          autoComplete="name"
          width="medium"
        />
        <TextField
          name="phone"
          label={t('fields.phone')}
          type="tel"
          autoComplete="tel"
          width="medium"
          value="010-12"
          error={errorOf(errors, 'phone')}
        />
        <DateField name="birth" label={t('data.birth')} value="1960-03-05" isBirthday />
        <DateField
          name="moved"
          label={t('fields.moved')}
          value={{ year: '2026', month: '2', day: '30' }}
          error={errorOf(errors, 'moved')}
          errorIn="day"
        />
        <MoneyField name="rent" label={t('fields.rent')} value={450_000} />
        <Select
          name="bank"
          label={t('fields.bank')}
          options={[
            { value: '1', label: t('fields.bank1') },
            { value: '2', label: t('fields.bank2') },
          ]}
        />
        <Radios
          name="alone"
          label={t('fields.alone')}
          inline
          value="yes"
          options={[
            { value: 'yes', label: t('fields.yes') },
            { value: 'no', label: t('fields.no') },
          ]}
        />
        <Radios
          name="home"
          label={t('fields.home')}
          hint={t('fields.homeHint')}
          value="rent"
          options={[
            { value: 'own', label: t('fields.own') },
            {
              value: 'rent',
              label: t('fields.renting'),
              hint: t('fields.rentingHint'),
              reveal: <MoneyField name="deposit" label={t('fields.deposit')} optional />,
            },
            { value: 'other', label: t('fields.other') },
          ]}
        />
        <Checkboxes
          name="agree"
          label={t('fields.agree')}
          values={['truth']}
          options={[
            { value: 'truth', label: t('fields.truth') },
            { value: 'use', label: t('fields.use'), hint: t('fields.useHint') },
          ]}
        />
        <TextField name="note" label={t('fields.note')} rows={4} optional />
        <FileField name="file" label={t('fields.file')} hint={t('fields.fileHint')} accept=".pdf,image/*" optional />
        <ButtonRow>
          <Button>{t('fields.next')}</Button>
          <Button kind="tertiary" name="save" value="1">
            {t('fields.save')}
          </Button>
          <ButtonLink href={HERE} kind="text">
            {t('fields.stop')}
          </ButtonLink>
        </ButtonRow>
      </Form>
    </section>
  )
}

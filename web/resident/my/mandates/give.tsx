/** Letting somebody act for me: how far, for how long; then a code to tell them, shown once. */
import { Button, Checkboxes, errorOf, Form, type FormError, Notice, Radios } from '@dpg/ui'
import { z } from 'zod'
import type { Frame } from '../../frame.tsx'

const DAYS = ['30', '180', '365'] as const

/** The form as posted: what a browser leaves out is undefined. */
export const wish = z.object({
  reach: z.enum(['all', 'some']).optional().catch(undefined),
  days: z.enum(DAYS).optional().catch(undefined),
  services: z.union([z.string().max(80), z.array(z.string().max(80)).max(200)]).default([]),
})
export type Wish = z.infer<typeof wish>

export const servicesIn = ({ services }: Wish): string[] => [services].flat()

/** What is missing, at its field. */
export function missingIn(given: Wish, { asked: { t } }: Pick<Frame, 'asked'>): FormError[] {
  const { reach, days } = given
  return [
    ...(reach === undefined ? ['reach'] : reach === 'some' && servicesIn(given).length === 0 ? ['services'] : []),
    ...(days === undefined ? ['days'] : []),
  ].map((field) => ({ field, text: t(`resident.my.mandates.give.${field}.missing`) }))
}

export interface GiveProps {
  readonly frame: Frame
  /** Those that can be applied for here. */
  readonly services: readonly { readonly id: string; readonly title: string }[]
  readonly wish: Wish | undefined
  readonly errors: readonly FormError[]
}

export function GiveForm({ frame, services, wish, errors }: GiveProps) {
  const { t } = frame.asked
  const some = (
    <Checkboxes
      name="services"
      label={t('resident.my.mandates.give.services')}
      options={services.map(({ id, title }) => ({ value: id, label: title }))}
      values={wish && servicesIn(wish)}
      error={errorOf(errors, 'services')}
    />
  )
  return (
    <section>
      <h2>{t('resident.my.mandates.give')}</h2>
      <p>{t('resident.my.mandates.give.text')}</p>
      <Form action="/my/mandates/give">
        <Radios
          name="reach"
          label={t('resident.my.mandates.give.reach')}
          options={[
            { value: 'all', label: t('resident.my.mandates.give.all') },
            { value: 'some', label: t('resident.my.mandates.give.some'), reveal: some },
          ]}
          value={wish?.reach}
          error={errorOf(errors, 'reach')}
        />
        <Radios
          name="days"
          label={t('resident.my.mandates.give.days')}
          options={DAYS.map((days) => ({ value: days, label: t(`resident.my.mandates.give.days.${days}`) }))}
          value={wish?.days}
          error={errorOf(errors, 'days')}
        />
        <Button kind="secondary" size="medium">
          {t('resident.my.mandates.give.send')}
        </Button>
      </Form>
    </section>
  )
}

/** `12345678`, in two groups to be read out. */
export function GivenCode({ frame: { asked }, code }: { readonly frame: Frame; readonly code: string }) {
  const { t } = asked
  return (
    <Notice kind="success" isAnswer title={t('resident.my.mandates.given', { code: `${code.slice(0, 4)} ${code.slice(4)}` })}>
      <p>{t('resident.my.mandates.given.text')}</p>
    </Notice>
  )
}

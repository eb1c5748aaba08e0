/** What to do with a passport and an app that reads its chip; and afterwards how sure we are, and why not surer. */
import type { PassportStanding } from '@dpg/identity/contract'
import {
  Button,
  ButtonLink,
  ButtonRow,
  CodeBlock,
  ErrorSummary,
  errorOf,
  FileField,
  Form,
  type FormError,
  Notice,
  Title,
} from '@dpg/ui'
import { type Frame, ResidentPage } from '../../frame.tsx'

export interface PassportPageProps {
  readonly frame: Frame
  readonly challenge: { readonly id: string; readonly challenge: Uint8Array }
  readonly comparesFaces: boolean
  readonly next: string | undefined
  readonly errors: readonly FormError[]
}

export function PassportPage({ frame, challenge, comparesFaces, next, errors }: PassportPageProps) {
  const { t, principal } = frame.asked
  const title = t(principal.session ? 'resident.passport.add' : 'resident.passport.title')
  return (
    <ResidentPage frame={frame} title={title} hasErrors={errors.length > 0} hideSearch isPrivate>
      <Title title={title} lead={t('resident.passport.lead')} />
      <ErrorSummary errors={errors} />
      <Notice kind={comparesFaces ? 'info' : 'warning'} title={t(`resident.passport.faces.${comparesFaces}`)}>
        <p>{t(`resident.passport.faces.${comparesFaces}.text`)}</p>
      </Notice>
      <h2>{t('resident.passport.how')}</h2>
      <ol>
        <li>{t('resident.passport.how.app')}</li>
        <li>{t('resident.passport.how.read')}</li>
        <li>{t('resident.passport.how.send')}</li>
      </ol>
      <CodeBlock label={t('resident.passport.challenge')} code={hexOf(challenge.challenge)} />
      <Form action="/signin/passport" carry={{ id: challenge.id, ...(next ? { next } : {}) }} upload>
        <FileField
          name="file"
          label={t('resident.passport.file')}
          hint={t('resident.passport.file.hint')}
          accept=".json,application/json"
          error={errorOf(errors, 'file')}
        />
        {comparesFaces && (
          <FileField
            name="picture"
            label={t('resident.passport.picture')}
            hint={t('resident.passport.picture.hint')}
            accept="image/jpeg,image/png"
            optional
          />
        )}
        <Button>{t('resident.passport.go')}</Button>
      </Form>
      <h2>{t('resident.passport.kept')}</h2>
      <p>{t('resident.passport.kept.text')}</p>
    </ResidentPage>
  )
}

/** In fours, as it is typed. */
const hexOf = (bytes: Uint8Array): string =>
  [...bytes]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .replace(/(.{4})(?=.)/g, '$1 ')

export interface PassportDoneProps {
  readonly frame: Frame
  readonly standing: PassportStanding
  /** One's own affairs are open. */
  readonly isOpen: boolean
  /** Where to go on: a path, already checked. */
  readonly to: string
}

export function PassportDonePage({ frame, standing, isOpen, to }: PassportDoneProps) {
  const { t, principal } = frame.asked
  const { level, face, stay } = standing
  const title = t('resident.passport.done', { name: principal.displayName ?? '' })
  return (
    <ResidentPage frame={frame} title={title} hideSearch isPrivate>
      <Title title={title} lead={t('resident.passport.done.level', { level: t(`resident.my.assurance.${level}`) })} />
      <h2>{t('resident.passport.done.why')}</h2>
      <ul>
        <li>{t('resident.passport.done.chip')}</li>
        <li>{t(`resident.passport.face.${face}`)}</li>
        <li>{t(`resident.passport.stay.${stay}`)}</li>
      </ul>
      <Notice kind={isOpen ? 'success' : 'warning'} title={t(`resident.passport.open.${isOpen}`)}>
        <p>{t(`resident.passport.open.${isOpen}.text`)}</p>
        {!isOpen && stay === 'unknown' && <p>{t('resident.passport.open.unknown')}</p>}
      </Notice>
      <ButtonRow>
        <ButtonLink href={to}>{t('resident.passport.done.go')}</ButtonLink>
        {level === 'low' && (face === 'not-given' || face === 'away') && (
          <ButtonLink href="/signin/passport" kind="secondary">
            {t('resident.passport.done.again')}
          </ButtonLink>
        )}
      </ButtonRow>
    </ResidentPage>
  )
}

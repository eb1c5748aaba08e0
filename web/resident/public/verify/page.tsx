/** Is this document genuine? For whoever holds a copy: a number or the file itself, no sign-in. */
import type { Verification } from '@dpg/wallet/contract'
import {
  Button,
  DateText,
  dayOf,
  Details,
  ErrorSummary,
  errorOf,
  FileField,
  Form,
  type FormError,
  Notice,
  StructuredList,
  TextField,
  Title,
} from '@dpg/ui'
import { type Frame, ResidentPage } from '../../frame.tsx'

export interface VerifyPageProps {
  readonly frame: Frame
  /** As typed. */
  readonly number: string
  readonly errors: readonly FormError[]
  /** Undefined: nothing was asked yet, or it could not be answered. */
  readonly answer: Verification | 'not-issued' | undefined
  readonly by: 'number' | 'file'
}

export function VerifyPage(props: VerifyPageProps) {
  const { frame, errors, answer, number } = props
  const { t } = frame.asked
  return (
    <ResidentPage
      frame={frame}
      title={t('resident.verify.title')}
      hasErrors={errors.length > 0}
      hideSearch
      breadcrumb={[{ label: t('resident.home'), href: '/' }, { label: t('resident.verify.title') }]}
    >
      <Title title={t('resident.verify.title')} lead={t('resident.verify.lead')} />
      <ErrorSummary errors={errors} />
      {answer === 'not-issued' && (
        <Notice kind="danger" title={t(`resident.verify.${props.by}.unknown`)} isAnswer>
          <p>{t(`resident.verify.${props.by}.unknown.text`)}</p>
        </Notice>
      )}
      {answer && answer !== 'not-issued' && <Answer {...props} answer={answer} />}
      <section aria-labelledby="by-number">
        <h2 id="by-number">{t('resident.verify.number')}</h2>
        <Form action="/verify">
          <TextField
            name="number"
            label={t('resident.verify.number.label')}
            hint={t('resident.verify.number.hint')}
            error={errorOf(errors, 'number')}
            value={number}
            width="medium"
            inputMode="numeric"
            autoComplete="off"
            maxLength={40}
          />
          <Button>{t('resident.verify.number.go')}</Button>
        </Form>
      </section>
      <section aria-labelledby="by-file">
        <h2 id="by-file">{t('resident.verify.file')}</h2>
        <p>{t('resident.verify.file.text')}</p>
        <Form action="/verify/file" upload>
          <FileField
            name="file"
            label={t('resident.verify.file.label')}
            hint={t('resident.verify.file.hint')}
            error={errorOf(errors, 'file')}
            accept="application/pdf,.pdf"
          />
          <Button kind="secondary">{t('resident.verify.file.go')}</Button>
        </Form>
      </section>
    </ResidentPage>
  )
}

const KINDS = { valid: 'success', expired: 'warning', revoked: 'danger' } as const

function Answer({ answer, by, frame }: VerifyPageProps & { readonly answer: Verification }) {
  const { t } = frame.asked
  return (
    <>
      <Notice kind={KINDS[answer.state]} title={t(`resident.verify.${answer.state}`)} isAnswer>
        <p>
          {t(by === 'file' && answer.state === 'valid' ? 'resident.verify.valid.file' : `resident.verify.${answer.state}.text`)}
        </p>
      </Notice>
      <StructuredList
        items={[
          { key: t('resident.verify.document'), value: answer.title },
          { key: t('resident.verify.holder'), value: answer.holder },
          { key: t('resident.verify.issuer'), value: answer.issuer },
          { key: t('resident.verify.issuedAt'), value: <DateText day={dayOf(answer.issuedAt)} /> },
          {
            key: t('resident.verify.until'),
            value: answer.validUntil ? <DateText day={answer.validUntil} /> : t('resident.verify.noEnd'),
          },
        ]}
      />
      <p class="hint">{t('resident.verify.compare')}</p>
      {Object.keys(answer.digests).length > 0 && (
        <Details summary={t('resident.verify.digests')}>
          <ul>
            {Object.entries(answer.digests).map(([language, digest]) => (
              <li key={language}>
                {language}: <code>{digest}</code>
              </li>
            ))}
          </ul>
        </Details>
      )}
    </>
  )
}

/** Ways in beside the passkey: private IDs, a certificate, a code from the drawer. Each works without script. */
import type { WayIn } from '@dpg/identity/contract'
import { type Text, textIn } from '@dpg/kernel'
import {
  Button,
  ButtonRow,
  CodeBlock,
  ErrorSummary,
  errorOf,
  Form,
  type FormError,
  Island,
  Notice,
  TextField,
  Title,
} from '@dpg/ui'
import { type Frame, ResidentPage } from '../../frame.tsx'

export interface OtherWaysProps {
  readonly frame: Frame
  readonly next: string | undefined
  readonly privateIds: readonly Pick<WayIn<string, Text>, 'id' | 'name'>[]
  readonly hasCertificates: boolean
  readonly hasPassports: boolean
  readonly hasWallets: boolean
}

/** On the page of signing in. */
export function OtherWays({ frame, next, privateIds, hasCertificates, hasPassports, hasWallets }: OtherWaysProps) {
  const { t, lang } = frame.asked
  const query = next ? `?next=${encodeURIComponent(next)}` : ''
  return (
    <section aria-labelledby="other-ways">
      <h2 id="other-ways">{t('resident.ways.title')}</h2>
      {privateIds.length > 0 && (
        <Form action="/signin/private" carry={next ? { next } : {}}>
          <p>{t('resident.ways.private')}</p>
          <ButtonRow>
            {privateIds.map(({ id, name }) => (
              <Button key={id} name="provider" value={id} kind="secondary" size="medium">
                {t('resident.ways.by', { name: textIn(name, lang) })}
              </Button>
            ))}
          </ButtonRow>
        </Form>
      )}
      <ul>
        {hasWallets && (
          <li>
            <a href={`/signin/wallet${query}`}>{t('resident.wallet.title')}</a>
          </li>
        )}
        {hasCertificates && (
          <li>
            <a href={`/signin/certificate${query}`}>{t('resident.ways.certificate')}</a>
          </li>
        )}
        {hasPassports && (
          <li>
            <a href={`/signin/passport${query}`}>{t('resident.passport.title')}</a>
          </li>
        )}
        <li>
          <a href="/signin/recovery">{t('resident.ways.recovery')}</a>
        </li>
      </ul>
    </section>
  )
}

export interface CertificateProps {
  readonly frame: Frame
  readonly challenge: { readonly id: string; readonly text: string }
  readonly next: string | undefined
  readonly errors: readonly FormError[]
}

/** The text to sign, and where the signed thing goes: by any software that holds the key. */
export function CertificatePage({ frame, challenge, next, errors }: CertificateProps) {
  const { t, principal } = frame.asked
  const title = t(principal.session ? 'resident.ways.certificate.add' : 'resident.ways.certificate')
  return (
    <ResidentPage frame={frame} title={title} hasErrors={errors.length > 0} hideSearch isPrivate>
      <Title title={title} lead={t('resident.ways.certificate.lead')} />
      <ErrorSummary errors={errors} />
      <CodeBlock label={t('resident.ways.certificate.text')} code={challenge.text} />
      <Form action="/signin/certificate" carry={{ id: challenge.id, ...(next ? { next } : {}) }}>
        <TextField
          name="chain"
          label={t('resident.ways.certificate.chain')}
          hint={t('resident.ways.certificate.chain.hint')}
          rows={6}
          error={errorOf(errors, 'chain')}
        />
        <TextField
          name="signature"
          label={t('resident.ways.certificate.signature')}
          hint={t('resident.ways.certificate.signature.hint')}
          rows={3}
        />
        <Button>{t('resident.ways.certificate.go')}</Button>
      </Form>
    </ResidentPage>
  )
}

export function RecoveryPage({ frame, errors }: { readonly frame: Frame; readonly errors: readonly FormError[] }) {
  const { t } = frame.asked
  const title = t('resident.ways.recovery')
  return (
    <ResidentPage frame={frame} title={title} hasErrors={errors.length > 0} hideSearch isPrivate>
      <Title title={title} lead={t('resident.ways.recovery.lead')} />
      <ErrorSummary errors={errors} />
      <Form action="/signin/recovery">
        <TextField
          name="code"
          label={t('resident.ways.recovery.code')}
          error={errorOf(errors, 'code')}
          width="medium"
          autoComplete="one-time-code"
          maxLength={80}
        />
        <Button>{t('resident.ways.recovery.go')}</Button>
      </Form>
    </ResidentPage>
  )
}

/** In, but only a little: a new passkey, and where to be seen. */
export function RecoveredPage({ frame }: { readonly frame: Frame }) {
  const { t } = frame.asked
  const title = t('resident.ways.recovered')
  const words = ['name', 'add', 'working', 'cancelled', 'failed', 'known', 'unable'].map((key) => [
    key,
    t(`resident.my.passkey.${key}`),
  ])
  return (
    <ResidentPage frame={frame} title={title} hideSearch isPrivate>
      <Title title={title} lead={t('resident.ways.recovered.lead')} />
      <Notice kind="warning" title={t('resident.ways.recovered.little')}>
        <p>{t('resident.ways.recovered.office')}</p>
      </Notice>
      <Island name="add-passkey" props={{ ...Object.fromEntries(words), to: '/my/settings?done=passkey#passkeys' }}>
        <p class="hint">{t('resident.my.passkey.needsScript')}</p>
      </Island>
    </ResidentPage>
  )
}

/** Shown once. */
export function CodesPage({ frame, codes }: { readonly frame: Frame; readonly codes: readonly string[] }) {
  const { t } = frame.asked
  const title = t('resident.ways.codes')
  return (
    <ResidentPage frame={frame} title={title} hideSearch isPrivate>
      <Title title={title} lead={t('resident.ways.codes.lead')} />
      <CodeBlock label={title} code={codes.join('\n')} />
      <p>
        <a href="/my/settings">{t('resident.ways.codes.kept')}</a>
      </p>
    </ResidentPage>
  )
}

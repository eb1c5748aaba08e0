/** A mobile ID: by the wallet on this device, or by one on a phone, which reads a picture and gives a number back. Works without script. */
import type { WalletQuestion } from '@dpg/identity/contract'
import {
  Button,
  ButtonLink,
  ButtonRow,
  ErrorSummary,
  errorOf,
  Figures,
  Form,
  type FormError,
  MomentText,
  Notice,
  TextField,
  Title,
} from '@dpg/ui'
import { create } from 'qrcode'
import { type Frame, ResidentPage } from '../../frame.tsx'

export interface WalletPageProps {
  readonly frame: Frame
  /** Null: a wallet has answered already; only its number is missing. */
  readonly question: WalletQuestion | null
  readonly errors: readonly FormError[]
}

export function WalletPage({ frame, question, errors }: WalletPageProps) {
  const { t, principal } = frame.asked
  const title = t(principal.session ? 'resident.wallet.add' : 'resident.wallet.title')
  return (
    <ResidentPage frame={frame} title={title} hasErrors={errors.length > 0} hideSearch isPrivate>
      <Title title={title} lead={t('resident.wallet.lead')} />
      <ErrorSummary errors={errors} />
      {question && (
        <>
          <section aria-labelledby="here">
            <h2 id="here">{t('resident.wallet.here')}</h2>
            <p>{t('resident.wallet.here.text')}</p>
            <ButtonRow>
              <ButtonLink href={question.link}>{t('resident.wallet.open')}</ButtonLink>
            </ButtonRow>
          </section>
          <section aria-labelledby="there">
            <h2 id="there">{t('resident.wallet.there')}</h2>
            <ol>
              <li>{t('resident.wallet.there.scan')}</li>
              <li>{t('resident.wallet.there.send')}</li>
              <li>{t('resident.wallet.there.type')}</li>
            </ol>
            <Picture text={question.link} label={t('resident.wallet.picture')} />
            <p class="hint">
              {t('resident.wallet.until')} <MomentText at={question.expiresAt} />
            </p>
          </section>
        </>
      )}
      {!question && <Notice title={t('resident.wallet.answered')} />}
      <Form action="/signin/wallet">
        <TextField
          name="number"
          label={t('resident.wallet.number')}
          hint={t('resident.wallet.number.hint')}
          error={errorOf(errors, 'number')}
          width="medium"
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={20}
        />
        <Button>{t('resident.wallet.go')}</Button>
      </Form>
      <p>
        <a href="/signin/wallet?new=1">{t('resident.wallet.again')}</a>
      </p>
      <h2>{t('resident.wallet.kept')}</h2>
      <p>{t('resident.wallet.kept.text')}</p>
    </ResidentPage>
  )
}

export interface WalletCodeProps {
  readonly frame: Frame
  readonly code: string
  /** What is known of where it began; empty when nothing is. */
  readonly device: string
  readonly startedAt: string
}

/** On the phone: whoever began elsewhere types this number there, and tells it to nobody. */
export function WalletCodePage({ frame, code, device, startedAt }: WalletCodeProps) {
  const { t } = frame.asked
  const title = t('resident.wallet.code')
  return (
    <ResidentPage frame={frame} title={title} hideSearch isPrivate>
      <Title title={title} lead={t('resident.wallet.code.lead')} />
      <Figures figures={[{ label: t('resident.wallet.code.number'), value: `${code.slice(0, 3)} ${code.slice(3)}` }]} />
      <p>
        {device === '' ? t('resident.wallet.code.began') : t('resident.wallet.code.beganOn', { device })}{' '}
        <MomentText at={startedAt} />
      </p>
      <Notice kind="warning" title={t('resident.wallet.code.nobody')}>
        <p>{t('resident.wallet.code.nobody.text', { host: frame.asked.url.host })}</p>
      </Notice>
    </ResidentPage>
  )
}

const QUIET = 4

/** Dark on light whatever the contrast: cameras read no other. */
function Picture({ text, label }: { readonly text: string; readonly label: string }) {
  const { size, data } = create(text, { errorCorrectionLevel: 'L' }).modules
  const rows = Array.from({ length: size }, (_, row) => runsOf(data, row, size)).join('')
  const whole = size + 2 * QUIET
  return (
    <svg
      class="qr"
      role="img"
      aria-label={label}
      width="288"
      height="288"
      viewBox={`0 0 ${whole} ${whole}`}
      shape-rendering="crispEdges"
    >
      <rect width={whole} height={whole} fill="#fff" />
      <path fill="#000" d={rows} />
    </svg>
  )
}

/** What lies dark side by side is one piece: a third of the bytes. */
function runsOf(data: Uint8Array, row: number, size: number): string {
  let path = ''
  for (let column = 0; column < size; column++) {
    let length = 0
    while (column + length < size && data[row * size + column + length]) length++
    if (length === 0) continue
    path += `M${column + QUIET} ${row + QUIET}h${length}v1h-${length}z`
    column += length
  }
  return path
}

/** "왜 봤는지 묻기": one entry, and the question to the agency that looked. */
import type { TraceEntry } from '@dpg/access/contract'
import {
  Button,
  ButtonLink,
  ButtonRow,
  errorOf,
  ErrorSummary,
  Form,
  type FormError,
  formatDateTime,
  Notice,
  TextField,
  Title,
} from '@dpg/ui'
import { type Frame, ResidentPage } from '../../frame.tsx'
import type { TraceWords } from './words.ts'

export interface AskPageProps {
  readonly frame: Frame
  readonly entry: TraceEntry
  readonly words: TraceWords
  readonly agency: string
  readonly errors?: readonly FormError[]
  readonly typed?: string
}

export function AskPage({ frame, entry, words, agency, errors = [], typed }: AskPageProps) {
  const { t, lang } = frame.asked
  const title = t('resident.my.trace.ask.title')
  return (
    <ResidentPage frame={frame} title={title} hasErrors={errors.length > 0} isPrivate>
      <ErrorSummary errors={errors} />
      <Title title={title} lead={t('resident.my.trace.ask.lead', { agency })} />
      <Notice title={words.what}>
        <p>{formatDateTime(entry.at, lang)}</p>
        <p>
          {t('resident.my.trace.purpose')} {words.purpose}
        </p>
      </Notice>
      <Form action={`/my/trace/ask/${entry.id}`}>
        <TextField
          name="question"
          label={t('resident.my.trace.ask.label')}
          hint={t('resident.my.trace.ask.hint')}
          rows={4}
          maxLength={2000}
          value={typed ?? t('resident.my.trace.ask.default')}
          error={errorOf(errors, 'question')}
        />
        <ButtonRow>
          <Button>{t('resident.my.trace.ask.send')}</Button>
          <ButtonLink href="/my/trace" kind="tertiary">
            {t('resident.my.trace.ask.back')}
          </ButtonLink>
        </ButtonRow>
      </Form>
    </ResidentPage>
  )
}

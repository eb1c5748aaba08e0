/** What residents asked this agency about its looks, by deadline, each with a box for the answer. */
import type { QuestionView } from '@dpg/access/contract'
import { textIn } from '@dpg/kernel'
import {
  Badge,
  Button,
  DateText,
  EmptyState,
  errorOf,
  ErrorSummary,
  Form,
  type FormError,
  MomentText,
  StructuredList,
  TextField,
  Title,
} from '@dpg/ui'
import { type Frame, OfficerPage } from '../frame.tsx'

export interface QuestionsPageProps {
  readonly frame: Frame
  readonly questions: readonly QuestionView[]
  readonly errors?: readonly FormError[]
}

export function QuestionsPage({ frame, questions, errors = [] }: QuestionsPageProps) {
  const { t, lang } = frame.asked
  const title = t('officer.asked.title')
  return (
    <OfficerPage frame={frame} title={title} hasErrors={errors.length > 0}>
      <ErrorSummary errors={errors} />
      <Title title={title} over={frame.office} lead={t('officer.asked.lead')} />
      {questions.length === 0 && (
        <EmptyState title={t('officer.asked.none')}>
          <p>{t('officer.asked.noneText')}</p>
        </EmptyState>
      )}
      {questions.map((one) => (
        <section key={one.id} id={one.id}>
          <h2>
            <MomentText at={one.looked.at} /> <State one={one} frame={frame} />
          </h2>
          <StructuredList
            items={[
              { key: t('officer.asked.question'), value: one.question },
              { key: t('officer.asked.by'), value: one.looked.actor.name },
              { key: t('officer.asked.purpose'), value: `${textIn(one.looked.purpose, lang)} (${one.looked.law})` },
              { key: t('officer.asked.due'), value: <DateText day={one.dueOn} weekday /> },
              ...(one.answer === null ? [] : [{ key: t('officer.asked.reply'), value: one.answer }]),
            ]}
          />
          {one.answer === null && (
            <Form action={`/privacy/questions/${one.id}`}>
              <TextField
                name={`answer-${one.id}`}
                label={t('officer.asked.label')}
                hint={t('officer.asked.hint')}
                rows={3}
                maxLength={2000}
                error={errorOf(errors, `answer-${one.id}`)}
              />
              <Button size="medium">{t('officer.asked.send')}</Button>
            </Form>
          )}
        </section>
      ))}
    </OfficerPage>
  )
}

function State({ one, frame }: { readonly one: QuestionView; readonly frame: Frame }) {
  const state = one.answer !== null ? 'answered' : one.isOverdue ? 'overdue' : 'waiting'
  const kind = { answered: 'success', overdue: 'danger', waiting: 'warning' } as const
  return <Badge kind={kind[state]}>{frame.asked.t(`officer.asked.${state}`)}</Badge>
}

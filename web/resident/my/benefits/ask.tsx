/** A small form of questions whose answers only the person knows. They stay in the address and are not kept. */
import type { FieldView } from '@dpg/casework/contract'
import type { Json } from '@dpg/rules'
import { Button, type FormError } from '@dpg/ui'
import type { FrameAsked } from '../../frame.tsx'
import { Question } from '../apply/question.tsx'
import { carried } from './questions.ts'

export interface AskProps {
  readonly action: string
  readonly title: string
  readonly text: string
  readonly questions: readonly FieldView[]
  /** Answers given before, carried along. */
  readonly answers: Readonly<Record<string, Json>>
  readonly errors: readonly FormError[]
  readonly asked: FrameAsked
}

export function Ask({ action, title, text, questions, answers, errors, asked }: AskProps) {
  if (questions.length === 0) return null
  const { t } = asked
  const open = new Set(questions.map(({ name }) => name))
  return (
    <section id="ask">
      <h2>{title}</h2>
      <p>{text}</p>
      <form class="form" action={action} method="get" noValidate>
        {carried(answers)
          .filter(([name]) => !open.has(name))
          .map(([name, value]) => (
            <input key={`${name}=${value}`} type="hidden" name={name} value={value} />
          ))}
        {questions.map((question) => (
          <Question key={question.name} field={question} t={t} errors={errors} />
        ))}
        <Button kind="secondary">{t('resident.my.ask.send')}</Button>
      </form>
    </section>
  )
}

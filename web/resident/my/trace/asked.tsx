/** What the person asked agencies about their looks, and what they answered. */
import type { QuestionView } from '@dpg/access/contract'
import { Badge, DateText, StructuredList } from '@dpg/ui'
import type { FrameAsked } from '../../frame.tsx'

export interface AskedProps {
  readonly questions: readonly QuestionView[]
  readonly agencyName: (code: string) => string
  readonly asked: FrameAsked
}

export function AskedQuestions({ questions, agencyName, asked: { t } }: AskedProps) {
  if (questions.length === 0) return null
  return (
    <section id="asked">
      <h2>{t('resident.my.trace.asked.title')}</h2>
      {questions.map((one) => (
        <div key={one.id} id={one.id}>
          <h3>
            {agencyName(one.agency)} <Badge kind={STATE_KIND[stateOf(one)]}>{t(`resident.my.trace.asked.${stateOf(one)}`)}</Badge>
          </h3>
          <StructuredList
            items={[
              { key: t('resident.my.trace.asked.question'), value: one.question },
              one.answer === null
                ? { key: t('resident.my.trace.asked.due'), value: <DateText day={one.dueOn} weekday /> }
                : { key: t('resident.my.trace.asked.reply'), value: one.answer },
            ]}
          />
          {one.isOverdue && <p>{t('resident.my.trace.asked.overdueText')}</p>}
        </div>
      ))}
    </section>
  )
}

const STATE_KIND = { answered: 'success', overdue: 'danger', waiting: 'information' } as const

const stateOf = ({ answer, isOverdue }: QuestionView): keyof typeof STATE_KIND =>
  answer !== null ? 'answered' : isOverdue ? 'overdue' : 'waiting'

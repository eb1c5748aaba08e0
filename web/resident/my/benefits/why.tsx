/** `/my/benefits/{id}`: why, or why not: each condition with what we know, what would change it, and how the amount comes about. */
import type { MyWhyNot } from '@dpg/benefits/contract'
import type { FieldView } from '@dpg/casework/contract'
import type { Json } from '@dpg/rules'
import {
  Badge,
  ButtonLink,
  ButtonRow,
  Details,
  ErrorSummary,
  FactSource,
  type FormError,
  LawRef,
  Notice,
  OutcomeBadge,
  StructuredList,
  Table,
  Title,
} from '@dpg/ui'
import { type Frame, ResidentPage } from '../../frame.tsx'
import { isStuck, Relations, Remedy } from '../../outlook.tsx'
import type { Names } from '../who.ts'
import { Amount } from './amount.tsx'
import { Ask } from './ask.tsx'
import { outcomeOf } from './card.tsx'

export interface WhyProps {
  readonly frame: Frame
  readonly why: MyWhyNot
  readonly names: Names
  /** The law a derived fact comes from; undefined: the fact is not derived. */
  readonly derivedBy: (fact: string) => string | null | undefined
  /** The value in words; a place by its name. */
  readonly placeOr: (fact: Criterion['facts'][number]) => string
  readonly questions: readonly FieldView[]
  readonly answers: Readonly<Record<string, Json>>
  readonly errors: readonly FormError[]
  readonly back: string
}

type Criterion = MyWhyNot['criteria'][number]

/** What stands in the way first, then what is open, then what is met. */
const ORDER = ['notMet', 'unknown', 'met'] as const

/** Where my own answer about a service stands. */
const mine = (service: string): string => `/my/benefits/${encodeURIComponent(service)}`

/** As many facts are seen without opening them, where something stands in the way. */
const OPEN_FACTS = 6

export function Why(props: WhyProps) {
  const { frame, why, questions, answers, errors } = props
  const { t } = frame.asked
  const id = encodeURIComponent(why.service)
  const sorted = ORDER.flatMap((outcome) => why.criteria.filter((one) => one.outcome === outcome))
  return (
    <ResidentPage
      frame={frame}
      title={why.title}
      hasErrors={errors.length > 0}
      breadcrumb={[{ label: t('resident.my.benefits.title'), href: props.back }, { label: why.title }]}
      isPrivate
    >
      <ErrorSummary errors={errors} />
      <Title
        title={why.title}
        over={t('resident.my.why.title')}
        lead={t(isStuck(why) ? 'resident.why.notWorkedOut' : `resident.my.why.${outcomeOf(why)}`)}
      >
        <OutcomeBadge outcome={outcomeOf(why)} />
        {why.held && <Badge kind="secondary">{t('resident.my.benefit.held')}</Badge>}
      </Title>
      {why.amount && (
        <p>
          <Amount amount={why.amount} t={t} large />
        </p>
      )}
      {why.basis === 'codes' && (
        <Notice>
          <p>{t('resident.my.why.codes')}</p>
        </Notice>
      )}
      {why.held && (
        <p>
          <a href="/my/cases">{t('resident.my.why.held')}</a>
        </p>
      )}
      <ButtonRow>
        {why.canApply && <ButtonLink href={`/apply/${id}`}>{t('resident.my.benefit.apply')}</ButtonLink>}
        <ButtonLink href={`/services/${id}`} kind="tertiary">
          {t('resident.my.why.service')}
        </ButtonLink>
      </ButtonRow>
      {why.remedy && <Remedy remedy={why.remedy} t={t} />}
      <section>
        <h2>{t('resident.my.why.criteria', { count: why.criteria.length })}</h2>
        {sorted.map((criterion) => (
          <CriterionView key={criterion.criterion} criterion={criterion} {...props} />
        ))}
      </section>
      <Relations relations={why.relations ?? []} t={t} href={mine} />
      <Ask
        action={`/my/benefits/${id}`}
        title={t('resident.my.why.ask')}
        text={t('resident.my.ask.text')}
        questions={questions}
        answers={answers}
        errors={errors}
        asked={frame.asked}
      />
      <Steps {...props} />
    </ResidentPage>
  )
}

function CriterionView({ criterion, frame, names, derivedBy, placeOr }: WhyProps & { readonly criterion: Criterion }) {
  const { t } = frame.asked
  return (
    <article class="structured-item">
      <h3>
        <OutcomeBadge outcome={criterion.outcome} /> {criterion.text}
      </h3>
      {criterion.law && (
        <p>
          <LawRef law={criterion.law} />
        </p>
      )}
      {criterion.notWorkedOut && <Notice kind="warning">{criterion.notWorkedOut}</Notice>}
      {criterion.changes.length > 0 && (
        <Notice title={t('resident.my.why.change')}>
          <ul>
            {criterion.changes.map((change) => (
              <li key={change}>{change}</li>
            ))}
          </ul>
        </Notice>
      )}
      {criterion.facts.length > 0 && (
        <Details
          summary={t('resident.my.why.facts', { count: criterion.facts.length })}
          open={criterion.outcome !== 'met' && criterion.facts.length <= OPEN_FACTS}
        >
          <StructuredList
            items={criterion.facts.map((fact) => ({
              key: fact.label,
              value: fact.value === null ? t('resident.my.why.notKnown') : placeOr(fact),
              ...(fact.value === null
                ? {}
                : { source: <Source fact={fact} names={names} derivedBy={derivedBy} others={t('resident.my.fact.others')} /> }),
            }))}
          />
        </Details>
      )}
    </article>
  )
}

interface SourceProps extends Pick<WhyProps, 'names' | 'derivedBy'> {
  readonly fact: Criterion['facts'][number]
  readonly others: string
}

function Source({ fact, names, derivedBy, others }: SourceProps) {
  if (fact.register) return <FactSource register={names.register(fact.register)} />
  const law = derivedBy(fact.fact)
  return law === undefined ? <FactSource self /> : <FactSource derived={law ?? others} />
}

function Steps({ why, frame }: WhyProps) {
  const { t } = frame.asked
  if (why.steps.length === 0) return null
  return (
    <section>
      <h2>{t('resident.my.why.steps')}</h2>
      <Table
        caption={t('resident.my.why.steps')}
        hideCaption
        columns={[
          { key: 'text', label: t('resident.my.why.step'), cell: (step) => step.text, isRowHeader: true },
          {
            key: 'value',
            label: t('resident.my.why.value'),
            cell: (step) => step.value ?? t('resident.my.why.notKnown'),
            numeric: true,
          },
          { key: 'law', label: t('resident.my.why.law'), cell: (step) => (step.law ? <LawRef law={step.law} /> : '') },
        ]}
        rows={why.steps}
        rowKey={(step) => step.text}
      />
    </section>
  )
}

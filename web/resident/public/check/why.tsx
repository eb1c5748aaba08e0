/** Why, or why not: each condition with what is known, and the fewest changes that would turn a "no". */
import type { WhyNot } from '@dpg/benefits/contract'
import type { ServiceDefinition } from '@dpg/definitions'
import { textIn } from '@dpg/kernel'
import { Button, ButtonLink, ButtonRow, Details, Form, LawRef, Money, Notice, OutcomeBadge, Title } from '@dpg/ui'
import { type Frame, ResidentPage } from '../../frame.tsx'
import { canApply } from '../overview.ts'
import { type Said, carry } from './answers.ts'
import { FAMILY } from './family.tsx'
import { SignInInstead } from './page.tsx'

export interface WhyPageProps {
  readonly frame: Frame
  readonly why: WhyNot
  readonly said: Said
  readonly service: ServiceDefinition
  readonly agencyName: string
  /** A place that stands as a code in a fact; undefined: it is none. */
  readonly placeName: (fact: string, code: string) => string | undefined
}

export function WhyPage({ frame, why, said, service, agencyName, placeName }: WhyPageProps) {
  const { t, lang } = frame.asked
  const title = textIn(service.title, lang)
  const outcome = why.outcome === 'eligible' && why.basis === 'codes' ? 'probably' : why.outcome
  const id = encodeURIComponent(service.id)
  return (
    <ResidentPage frame={frame} title={t('resident.why.title', { title })} isPrivate hideSearch>
      <Title over={agencyName} title={title} lead={t(`resident.why.${outcome}`)}>
        <OutcomeBadge outcome={outcome} />
      </Title>
      {why.amount && why.amount.won !== null && why.outcome !== 'ineligible' && (
        <p>
          <Money won={why.amount.won} per={why.amount.per} large />
        </p>
      )}
      <section aria-labelledby="criteria">
        <h2 id="criteria">{t('resident.why.criteria')}</h2>
        <ul class="criteria">
          {why.criteria.map((one) => (
            <Criterion key={one.criterion} one={one} frame={frame} placeName={placeName} />
          ))}
        </ul>
      </section>
      {why.steps.length > 0 && why.outcome !== 'ineligible' && (
        <Details summary={t('resident.why.steps')}>
          <ol>
            {why.steps.map(({ text, value, law }) => (
              <li key={text}>
                {text}: <strong>{value ?? t('resident.why.unknownValue')}</strong> {law && <LawRef law={law} />}
              </li>
            ))}
          </ol>
        </Details>
      )}
      {why.basis === 'codes' && <Notice>{t('resident.entry.machine')}</Notice>}
      <ButtonRow>
        {canApply(service) && <ButtonLink href={`/apply/${id}`}>{t('resident.service.apply')}</ButtonLink>}
        <ButtonLink href={`/services/${id}`} kind="secondary">
          {t('resident.why.service')}
        </ButtonLink>
      </ButtonRow>
      <Form action="/check" carry={carry(said)}>
        <Button kind="tertiary" icon="back">
          {t('resident.why.back')}
        </Button>
      </Form>
      <SignInInstead frame={frame} />
    </ResidentPage>
  )
}

interface CriterionProps {
  readonly one: WhyNot['criteria'][number]
  readonly frame: Frame
  readonly placeName: WhyPageProps['placeName']
}

function Criterion({ one, frame, placeName }: CriterionProps) {
  const { t } = frame.asked
  const known = one.facts.flatMap(({ fact, label, value }) =>
    value === null || fact === FAMILY ? [] : [{ label, value: placeName(fact, value) ?? value }],
  )
  const open = one.facts.filter(({ fact, value }) => value === null && one.missing.includes(fact))
  return (
    <li>
      <OutcomeBadge outcome={one.outcome} />
      <div>
        <p>
          <strong>{one.text}</strong> {one.law && <LawRef law={one.law} />}
        </p>
        {known.length > 0 && (
          <p class="hint">
            {t('resident.why.known', { facts: known.map(({ label, value }) => `${label} ${value}`).join(', ') })}
          </p>
        )}
        {one.outcome === 'unknown' && open.length > 0 && (
          <p class="hint">{t('resident.why.open', { facts: open.map(({ label }) => label).join(', ') })}</p>
        )}
        {one.changes.length > 0 && (
          <ul>
            {one.changes.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        )}
      </div>
    </li>
  )
}

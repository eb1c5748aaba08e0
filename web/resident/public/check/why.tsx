/** Why, or why not: each condition with what is known, and the fewest changes that would turn a "no". */
import type { WhyNot } from '@dpg/benefits/contract'
import { textIn } from '@dpg/kernel'
import { Button, ButtonLink, ButtonRow, Details, Form, LawRef, Money, Notice, OutcomeBadge, Title } from '@dpg/ui'
import { isStuck, Relations, Remedy } from '../../outlook.tsx'
import { pageOf } from '../words.ts'
import { carry } from './answers.ts'
import { SignInInstead } from './content.tsx'
import { FAMILY } from './members.ts'
import type { WhyView } from './view.ts'
import type { CheckReader, CheckWorld } from './world.ts'

interface WhyProps {
  readonly view: WhyView
  readonly world: CheckWorld
  readonly reader: CheckReader
}

export const whyTitle = ({ service }: WhyView, { t, lang }: Pick<CheckWorld, 't' | 'lang'>): string =>
  t('resident.why.title', { title: textIn(service.title, lang) })

export function WhyContent({ view: { why, said, service }, world, reader }: WhyProps) {
  const { t, lang } = world
  const isHere = reader.where === 'device'
  const outcome = why.outcome === 'eligible' && why.basis === 'codes' ? 'probably' : why.outcome
  const id = encodeURIComponent(service.id)
  return (
    <>
      <Title
        over={service.agencyName}
        title={textIn(service.title, lang)}
        lead={t(isStuck(why) ? 'resident.why.notWorkedOut' : `resident.why.${outcome}`)}
      >
        <OutcomeBadge outcome={outcome} />
      </Title>
      {why.amount && why.amount.won !== null && why.outcome !== 'ineligible' && (
        <p>
          <Money won={why.amount.won} per={why.amount.per} large />
        </p>
      )}
      {why.remedy && <Remedy remedy={why.remedy} t={t} />}
      <section aria-labelledby="criteria">
        <h2 id="criteria">{t('resident.why.criteria')}</h2>
        <ul class="criteria">
          {why.criteria.map((one) => (
            <Criterion key={one.criterion} one={one} world={world} />
          ))}
        </ul>
      </section>
      <Relations relations={why.relations ?? []} t={t} href={pageOf} newTab={isHere ? t('resident.private.newTab') : undefined} />
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
        {service.canApply && <ButtonLink href={`/apply/${id}`}>{t('resident.service.apply')}</ButtonLink>}
        <ButtonLink href={`/services/${id}`} kind="secondary" {...(isHere ? { newTab: t('resident.private.newTab') } : {})}>
          {t('resident.why.service')}
        </ButtonLink>
      </ButtonRow>
      {isHere && (
        <p class="hint" data-private-only>
          {t(service.canApply ? 'resident.private.leavingApply' : 'resident.private.looking')}
        </p>
      )}
      <Form action="/check" carry={carry(said)}>
        <Button kind="tertiary" icon="back">
          {t('resident.why.back')}
        </Button>
      </Form>
      <SignInInstead world={world} reader={reader} />
    </>
  )
}

interface CriterionProps {
  readonly one: WhyNot['criteria'][number]
  readonly world: CheckWorld
}

function Criterion({ one, world }: CriterionProps) {
  const { t } = world
  const known = one.facts.flatMap(({ fact, label, value }) =>
    value === null || fact === FAMILY ? [] : [{ fact, label, value: placeName(world, fact, value) ?? value }],
  )
  const isWorkedOut = ({ fact }: { readonly fact: string }) => (world.facts.get(fact)?.derive ?? null) !== null
  const open = one.facts.filter(({ fact, value }) => value === null && one.missing.includes(fact))
  return (
    <li>
      <OutcomeBadge outcome={one.outcome} />
      <div>
        <p>
          <strong>{one.text}</strong> {one.law && <LawRef law={one.law} />}
        </p>
        <Known facts={known.filter((fact) => !isWorkedOut(fact))} says="resident.why.known" t={t} />
        <Known facts={known.filter(isWorkedOut)} says="resident.why.workedOut" t={t} />
        {one.outcome === 'unknown' && open.length > 0 && (
          <p class="hint">{t('resident.why.open', { facts: open.map(({ label }) => label).join(', ') })}</p>
        )}
        {one.notWorkedOut && <p>{one.notWorkedOut}</p>}
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

interface KnownProps {
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  readonly says: string
  readonly t: CheckWorld['t']
}

const Known = ({ facts, says, t }: KnownProps) =>
  facts.length > 0 && <p class="hint">{t(says, { facts: facts.map(({ label, value }) => `${label} ${value}`).join(', ') })}</p>

/** A place that stands as a code in a fact; undefined: it is none. */
function placeName({ facts, area }: CheckWorld, fact: string, code: string): string | undefined {
  const { type, values } = facts.get(fact) ?? {}
  return type === 'string' && values === null ? area(code)?.fullName : undefined
}

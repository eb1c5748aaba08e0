/** The check: a few questions, and after each what is known so far. Nothing is stored. */
import type { ScreenAnswer, Screened } from '@dpg/benefits/contract'
import type { Snapshot } from '@dpg/catalogue/contract'
import {
  Button,
  ButtonLink,
  ButtonRow,
  Details,
  ErrorSummary,
  Figures,
  Form,
  type FormError,
  formatNumber,
  Notice,
  type OptionGroup,
  TextField,
  Title,
} from '@dpg/ui'
import { type Frame, ResidentPage } from '../../frame.tsx'
import { type Posted, type Said, carry } from './answers.ts'
import type { Group, Grouped } from './groups.ts'
import { Question } from './question.tsx'
import { FIRST, type NextQuestion } from './questions.ts'
import { Lines, Results } from './results.tsx'

export interface CheckPageProps {
  readonly frame: Frame
  readonly snapshot: Snapshot
  readonly districts: readonly OptionGroup[]
  readonly said: Said
  readonly errors: readonly FormError[]
  /** What was typed into the form that could not be read. */
  readonly typed: Posted
  /** Questions on this page: the first ones, the next one, or the one to change. */
  readonly ask: readonly NextQuestion['fact'][]
  /** The lines of the family are asked for, rather than an answer changed. */
  readonly isFamily: boolean
  /** How many services the next question settles; undefined: not asked for that. */
  readonly settles: number | undefined
  /** Undefined: nothing has been answered yet. */
  readonly result:
    | {
        readonly counts: ScreenAnswer['counts']
        readonly groups: Grouped
        readonly open: { readonly group: Group; readonly page: number } | undefined
        readonly found: { readonly words: string; readonly lines: readonly Screened[] } | undefined
        /** Answers in words, for changing them. */
        readonly spoken: readonly { readonly fact: string; readonly label: string; readonly value: string }[]
      }
    | undefined
}

export function CheckPage(props: CheckPageProps) {
  const { frame, errors, result } = props
  const { t } = frame.asked
  return (
    <ResidentPage
      frame={frame}
      title={t(result ? 'resident.check.titleResult' : 'resident.check.title')}
      description={t('resident.check.lead')}
      hasErrors={errors.length > 0}
      layout={result ? 'wide' : 'read'}
      hideSearch
      breadcrumb={[{ label: t('resident.home'), href: '/' }, { label: t('resident.nav.check') }]}
    >
      <Title
        title={t(result ? 'resident.check.titleResult' : 'resident.check.title')}
        lead={t(result ? 'resident.check.leadResult' : 'resident.check.lead')}
      />
      <ErrorSummary errors={errors} />
      {frame.asked.principal.kind === 'resident' && (
        <Notice title={t('resident.check.signedIn')}>
          <p>
            <a href="/my/benefits">{t('resident.check.signedIn.go')}</a>
          </p>
        </Notice>
      )}
      {result ? <Known {...props} result={result} /> : <Start {...props} />}
    </ResidentPage>
  )
}

function Start(props: CheckPageProps) {
  const { t } = props.frame.asked
  return (
    <>
      <Form action="/check" carry={{ asked: FIRST.join(' ') }}>
        <Questions {...props} />
        <p class="hint">{t('resident.check.leave')}</p>
        <Button>{t('resident.check.start')}</Button>
      </Form>
      <SignInInstead {...props} />
    </>
  )
}

const Questions = ({ ask, frame, errors, districts, said, typed }: CheckPageProps) =>
  ask.map((fact) => (
    <Question
      key={fact.id}
      fact={fact}
      lang={frame.asked.lang}
      t={frame.asked.t}
      errors={errors}
      districts={districts}
      value={said.answers[fact.id]}
      typed={typed}
    />
  ))

type Known = CheckPageProps & { readonly result: NonNullable<CheckPageProps['result']> }

function Known(props: Known) {
  const { frame, result, said, snapshot } = props
  const { t, lang } = frame.asked
  const count = (n: number) => formatNumber(n, lang)
  const carried = carry(said)
  return (
    <>
      <Figures
        figures={[
          { label: t('resident.check.certain'), value: count(result.groups.certain.length), ...linkTo('certain', result) },
          { label: t('resident.check.probably'), value: count(result.groups.probably.length), ...linkTo('probably', result) },
          { label: t('resident.check.oneAway'), value: count(result.groups.oneAway.length), ...linkTo('oneAway', result) },
        ]}
      />
      <p class="hint">
        {t('resident.check.others', { unknown: count(result.counts.unknown), ineligible: count(result.counts.ineligible) })}
      </p>
      <NextPart {...props} />
      <Spoken {...props} />
      <Results groups={result.groups} open={result.open} carried={carried} snapshot={snapshot} lang={lang} t={t} />
      <Find {...props} />
      <SignInInstead {...props} />
    </>
  )
}

const linkTo = (group: Group, { groups, open }: Known['result']) =>
  groups[group].length > 0 && !open ? { href: `#${group}` } : {}

function NextPart(props: Known) {
  const { ask, settles, said, frame, isFamily } = props
  const heading = isFamily ? 'resident.family.title' : settles === undefined ? 'resident.check.change' : 'resident.check.next'
  const { t, lang } = frame.asked
  if (ask.length === 0)
    return (
      <Notice kind="success" title={t('resident.check.enough')}>
        {t('resident.check.enough.text')}
      </Notice>
    )
  return (
    <section aria-labelledby="next" class="ask-next">
      <h2 id="next">{t(heading)}</h2>
      {settles !== undefined && <p>{t('resident.check.settles', { count: formatNumber(settles, lang) })}</p>}
      <Form action="/check" carry={{ ...carry(said), asked: ask.map(({ id }) => id).join(' ') }}>
        <Questions {...props} />
        <ButtonRow>
          <Button name="go" value="answer">
            {t('resident.check.answer')}
          </Button>
          <Button name="go" value="skip" kind="tertiary">
            {t('resident.check.skip')}
          </Button>
        </ButtonRow>
      </Form>
    </section>
  )
}

function Spoken({ result, said, frame }: Known) {
  const { t } = frame.asked
  if (result.spoken.length === 0) return null
  return (
    <Details summary={t('resident.check.spoken', { count: result.spoken.length })}>
      <Form action="/check" carry={carry(said)}>
        <ul class="answers">
          {result.spoken.map(({ fact, label, value }) => (
            <li key={fact}>
              <span>
                {label}: <strong>{value}</strong>
              </span>
              <Button name="change" value={fact} kind="text" size="small">
                {t('resident.check.changeOne')}
                <span class="sr-only">: {label}</span>
              </Button>
            </li>
          ))}
        </ul>
      </Form>
    </Details>
  )
}

function Find({ result, said, snapshot, frame }: Known) {
  const { t, lang } = frame.asked
  const { found } = result
  return (
    <section aria-labelledby="find">
      <h2 id="find">{t('resident.check.find')}</h2>
      <Form action="/check" carry={carry(said)}>
        <TextField name="find" label={t('resident.check.find.label')} value={found?.words} maxLength={80} />
        <Button kind="secondary" size="medium">
          {t('resident.check.find.go')}
        </Button>
      </Form>
      {found && found.lines.length === 0 && <p role="status">{t('resident.check.find.none', { words: found.words })}</p>}
      {found && found.lines.length > 0 && (
        <Lines lines={found.lines} label={t('resident.check.find')} carried={carry(said)} snapshot={snapshot} lang={lang} t={t} />
      )}
    </section>
  )
}

export function SignInInstead({ frame }: Pick<CheckPageProps, 'frame'>) {
  const { t, principal } = frame.asked
  if (principal.kind !== 'anonymous') return null
  return (
    <Notice title={t('resident.check.signIn')}>
      <p>{t('resident.check.signIn.text')}</p>
      <ButtonLink href="/signin?next=/my/benefits" kind="secondary" size="medium">
        {t('resident.home.signIn.go')}
      </ButtonLink>
    </Notice>
  )
}

/** The check: a few questions, and after each what is known so far. Drawn on the server or on the reader's own device, alike. */
import {
  Button,
  ButtonLink,
  ButtonRow,
  Details,
  ErrorSummary,
  Figures,
  Form,
  formatNumber,
  Notice,
  TextField,
  Title,
} from '@dpg/ui'
import { ComingYear } from '../../outlook.tsx'
import { pageOf } from '../words.ts'
import { carry } from './answers.ts'
import type { Group } from './groups.ts'
import { KeepOrErase, PrivacyNote } from './privacy-note.tsx'
import { Question } from './question.tsx'
import { FIRST } from './questions.ts'
import { Lines, Results } from './results.tsx'
import type { CheckResult, CheckView } from './view.ts'
import type { CheckReader, CheckWorld } from './world.ts'

export interface ContentProps {
  readonly view: CheckView
  readonly world: CheckWorld
  readonly reader: CheckReader
}

export const titleOf = ({ result }: CheckView, { t }: Pick<CheckWorld, 't'>): string =>
  t(result ? 'resident.check.titleResult' : 'resident.check.title')

export function CheckContent(props: ContentProps) {
  const { view, world, reader } = props
  const { t } = world
  const here = reader.where === 'device' ? 'Here' : ''
  return (
    <>
      <Title title={titleOf(view, world)} lead={t(`resident.check.${view.result ? 'leadResult' : 'lead'}${here}`)} />
      <ErrorSummary errors={view.errors} />
      <PrivacyNote world={world} reader={reader} isShort={view.result !== undefined} />
      {reader.who === 'resident' && (
        <Notice title={t('resident.check.signedIn')}>
          <p>
            <a href="/my/benefits">{t('resident.check.signedIn.go')}</a>
          </p>
        </Notice>
      )}
      {view.result ? <Known {...props} result={view.result} /> : <Start {...props} />}
    </>
  )
}

function Start(props: ContentProps) {
  const { t } = props.world
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

const Questions = ({ view: { ask, errors, said, typed }, world }: ContentProps) =>
  ask.map((fact) => (
    <Question
      key={fact.id}
      fact={fact}
      lang={world.lang}
      t={world.t}
      errors={errors}
      districts={world.districts}
      value={said.answers[fact.id]}
      typed={typed}
    />
  ))

type Known = ContentProps & { readonly result: CheckResult }

function Known(props: Known) {
  const { world, reader, result, view } = props
  const { t, lang } = world
  const count = (n: number) => formatNumber(n, lang)
  const carried = carry(view.said)
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
      <SpokenPart {...props} />
      {reader.where === 'device' && <KeepOrErase world={world} />}
      <Results groups={result.groups} open={result.open} carried={carried} world={world} reader={reader} />
      <ComingYear
        coming={result.coming}
        t={t}
        href={pageOf}
        newTab={reader.where === 'device' ? t('resident.private.newTab') : undefined}
      />
      <Find {...props} />
      <SignInInstead {...props} />
    </>
  )
}

const linkTo = (group: Group, { groups, open }: CheckResult) => (groups[group].length > 0 && !open ? { href: `#${group}` } : {})

function NextPart(props: Known) {
  const { ask, settles, isFamily } = props.view
  const heading = isFamily ? 'resident.family.title' : settles === undefined ? 'resident.check.change' : 'resident.check.next'
  const { t, lang } = props.world
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
      <Form action="/check" carry={{ ...carry(props.view.said), asked: ask.map(({ id }) => id).join(' ') }}>
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

function SpokenPart({ result, view, world }: Known) {
  const { t } = world
  if (result.spoken.length === 0) return null
  return (
    <Details summary={t('resident.check.spoken', { count: result.spoken.length })}>
      <Form action="/check" carry={carry(view.said)}>
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

function Find({ result, view, world, reader }: Known) {
  const { t } = world
  const { found } = result
  return (
    <section aria-labelledby="find">
      <h2 id="find">{t('resident.check.find')}</h2>
      <Form action="/check" carry={carry(view.said)}>
        <TextField name="find" label={t('resident.check.find.label')} value={found?.words} maxLength={80} />
        <Button kind="secondary" size="medium">
          {t('resident.check.find.go')}
        </Button>
      </Form>
      {found && found.lines.length === 0 && <p role="status">{t('resident.check.find.none', { words: found.words })}</p>}
      {found && found.lines.length > 0 && (
        <Lines
          lines={found.lines}
          remedies={found.remedies}
          label={t('resident.check.find')}
          carried={carry(view.said)}
          world={world}
          reader={reader}
        />
      )}
    </section>
  )
}

/** From here on facts go to the office: on the reader's own device that is said. */
export function SignInInstead({ world: { t }, reader }: Pick<ContentProps, 'world' | 'reader'>) {
  if (reader.who !== 'anonymous') return null
  return (
    <Notice title={t('resident.check.signIn')}>
      <p>{t('resident.check.signIn.text')}</p>
      <p data-private-only hidden={reader.where === 'server'}>
        {t('resident.private.leaving')}
      </p>
      <ButtonLink href="/signin?next=/my/benefits" kind="secondary" size="medium">
        {t('resident.home.signIn.go')}
      </ButtonLink>
    </Notice>
  )
}

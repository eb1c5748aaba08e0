/** One door for everybody: a passkey and other proofs, an invitation; in demonstration mode also a made-up person to be. */
import type { PasskeyQuestion, Persona } from '@dpg/identity/contract'
import { textIn } from '@dpg/kernel'
import {
  Badge,
  Button,
  Card,
  CardList,
  Details,
  ErrorSummary,
  Form,
  type FormError,
  errorOf,
  Island,
  Notice,
  TextField,
  Title,
} from '@dpg/ui'
import { type Frame, ResidentPage } from '../../frame.tsx'
import { landing } from './landing.ts'
import { OtherWays, type OtherWaysProps } from './ways.tsx'

export interface SignInPageProps extends Pick<OtherWaysProps, 'privateIds' | 'hasCertificates' | 'hasPassports' | 'hasWallets'> {
  readonly frame: Frame
  readonly personas: readonly Persona[]
  /** Where to go afterwards: a path, already checked. */
  readonly next: string | undefined
  /** Where a passkey's answer goes instead, and what is asked: of a page that knows more than who comes in. */
  readonly passkey?: { readonly at: string; readonly question: PasskeyQuestion }
  readonly errors: readonly FormError[]
}

export function SignInPage(props: SignInPageProps) {
  const { frame, errors, next } = props
  const { t, principal } = frame.asked
  return (
    <ResidentPage
      frame={frame}
      title={t('resident.signIn.title')}
      hasErrors={errors.length > 0}
      layout="wide"
      hideSearch
      isPrivate
    >
      <Title title={t('resident.signIn.title')} lead={t(next ? 'resident.signIn.leadNext' : 'resident.signIn.lead')} />
      <ErrorSummary errors={errors} />
      {principal.kind !== 'anonymous' && (
        <Notice title={t('resident.signIn.already', { name: principal.displayName ?? '' })}>
          <p>
            <a href={landing(principal, next)}>{t('resident.signIn.goOn')}</a>
          </p>
        </Notice>
      )}
      <SignInWays {...props} />
    </ResidentPage>
  )
}

/** Every way in, one below the other; also where a site asks. */
export function SignInWays(props: SignInPageProps) {
  return (
    <>
      {props.personas.length > 0 && (
        <p>
          <a href="#personas">{props.frame.asked.t('resident.signIn.looking')}</a>
        </p>
      )}
      <Passkey {...props} />
      <OtherWays {...props} />
      <Invitation {...props} />
      {props.personas.length > 0 && <Personas {...props} />}
    </>
  )
}

const carryNext = (next: string | undefined) => (next ? { next } : {})

/** Folded: whoever wants to look around opens one of the groups, and nobody else has to pass them. */
function Personas({ frame, personas, next }: SignInPageProps) {
  const { t } = frame.asked
  const groups = (['resident', 'official'] as const)
    .map((kind) => ({ kind, people: personas.filter((one) => one.kind === kind) }))
    .filter(({ people }) => people.length > 0)
  return (
    <section aria-labelledby="personas">
      <h2 id="personas">{t('resident.signIn.personas')}</h2>
      <p>{t('resident.signIn.personas.text')}</p>
      {groups.map(({ kind, people }) => (
        <Details key={kind} summary={t(`resident.signIn.${kind}s`, { count: people.length })}>
          <p>{t(`resident.signIn.${kind}s.text`)}</p>
          <Form action="/signin" carry={carryNext(next)}>
            <CardList columns={3} label={t(`resident.signIn.${kind}s`, { count: people.length })}>
              {people.map((persona) => (
                <PersonaCard key={persona.id} persona={persona} frame={frame} />
              ))}
            </CardList>
          </Form>
        </Details>
      ))}
    </section>
  )
}

function PersonaCard({ persona, frame }: { readonly persona: Persona; readonly frame: Frame }) {
  const { t, lang } = frame.asked
  const [title, story] = [persona.title, persona.story].map((text) => textIn(text, lang))
  return (
    <Card
      title={persona.name}
      top={<Badge kind={persona.kind === 'official' ? 'secondary' : 'information'}>{title}</Badge>}
      {...(story === title ? {} : { text: story })}
    >
      <Button name="persona" value={persona.id} kind="secondary" size="medium">
        {t('resident.signIn.as', { name: persona.name })}
      </Button>
    </Card>
  )
}

function Passkey({ frame, next, passkey }: SignInPageProps) {
  const { t } = frame.asked
  return (
    <section aria-labelledby="passkey">
      <h2 id="passkey">{t('resident.signIn.passkey')}</h2>
      <p>{t('resident.signIn.passkey.text')}</p>
      <Island
        name="passkey-sign-in"
        props={{
          label: t('resident.signIn.passkey.go'),
          failed: t('resident.signIn.passkey.failed'),
          resident: landing({ kind: 'resident' }, next),
          official: landing({ kind: 'official' }, next),
          ...passkey,
        }}
      >
        <p class="hint">{t('resident.signIn.passkey.noScript')}</p>
      </Island>
    </section>
  )
}

function Invitation({ frame, next, errors }: SignInPageProps) {
  const { t } = frame.asked
  return (
    <section aria-labelledby="invitation">
      <h2 id="invitation">{t('resident.signIn.invitation')}</h2>
      <Details summary={t('resident.signIn.invitation.have')} open={errors.length > 0}>
        <Form action="/signin/invitation" carry={carryNext(next)}>
          <TextField
            name="code"
            label={t('resident.signIn.invitation.code')}
            hint={t('resident.signIn.invitation.hint')}
            error={errorOf(errors, 'code')}
            width="medium"
            autoComplete="one-time-code"
            maxLength={80}
          />
          <Button kind="secondary" size="medium">
            {t('resident.signIn.invitation.go')}
          </Button>
        </Form>
      </Details>
    </section>
  )
}

/** Signing in to a site: who asks, what it will know, and a way back without having done it. */
import type { SignOnRequest } from '@dpg/identity/contract'
import { textIn } from '@dpg/kernel'
import { Button, ButtonRow, Checkboxes, Form, Notice, StructuredList, Title } from '@dpg/ui'
import { type Frame, ResidentPage } from '../../frame.tsx'
import { type SignInPageProps, SignInWays } from './page.tsx'

type Step<S extends SignOnRequest['step']> = Extract<SignOnRequest, { readonly step: S }>

export interface SiteProps<S extends SignOnRequest['step']> {
  readonly frame: Frame
  readonly uid: string
  readonly request: Step<S>
}

export interface SiteSignInProps extends SiteProps<'sign-in'> {
  readonly ways: Pick<SignInPageProps, 'personas' | 'privateIds' | 'hasCertificates' | 'hasPassports' | 'hasWallets'>
  readonly title: string
}

export const actionOf = (uid: string) => `/signin/site/${uid}`

/** Nobody is signed in, or not surely enough for this site. */
export function SiteSignIn({ frame, uid, title, request, ways }: SiteSignInProps) {
  const { t, principal } = frame.asked
  const { site, level, mustProve, question } = request
  const isKnown = principal.kind === 'resident'
  const why = isKnown ? (mustProve ? 'again' : `level.${level}`) : undefined
  return (
    <ResidentPage frame={frame} title={title} layout="wide" hideSearch isPrivate>
      <Title over={site.operator} title={title} lead={t('resident.site.lead')} />
      {why && <Notice kind="warning" title={t(`resident.site.${why}`)} />}
      {principal.kind === 'official' && <Notice kind="warning" title={t('resident.site.official')} />}
      <SignInWays
        frame={frame}
        {...ways}
        personas={ways.personas.filter(({ kind }) => kind === 'resident')}
        next={actionOf(uid)}
        passkey={{ at: `${actionOf(uid)}/passkey`, question }}
        errors={[]}
      />
      <Decline uid={uid} frame={frame} />
    </ResidentPage>
  )
}

/** A site that is being tried out: made-up people, and nobody else. */
export function SiteTestPeople({ frame, uid, request: { site, people } }: SiteProps<'test-sign-in'>) {
  const { t } = frame.asked
  return (
    <ResidentPage frame={frame} title={t('resident.site.title', { site: site.name })} hideSearch isPrivate>
      <Title over={site.operator} title={t('resident.site.title', { site: site.name })} lead={t('resident.site.test')} />
      <Form action={`${actionOf(uid)}/test`}>
        <ButtonRow>
          {people.map(({ id, name }) => (
            <Button key={id} name="person" value={id} kind="secondary">
              {t('resident.signIn.as', { name })}
            </Button>
          ))}
        </ButtonRow>
      </Form>
      <Decline uid={uid} frame={frame} />
    </ResidentPage>
  )
}

/** Claim by claim: what is needed is said, what is not may be left out. */
export function SiteConsent({ frame, uid, request: { site, claims } }: SiteProps<'consent'>) {
  const { t, lang } = frame.asked
  const [needed, free] = [claims.filter(({ isNeeded }) => isNeeded), claims.filter(({ isNeeded }) => !isNeeded)]
  return (
    <ResidentPage frame={frame} title={t('resident.site.consent', { site: site.name })} hideSearch isPrivate>
      <Title
        over={site.operator}
        title={t('resident.site.consent', { site: site.name })}
        lead={t('resident.site.consent.lead')}
      />
      <Form action={`${actionOf(uid)}/consent`}>
        {needed.map(({ claim }) => (
          <input key={claim} type="hidden" name="claim" value={claim} />
        ))}
        {needed.length > 0 && (
          <section>
            <h2>{t('resident.site.needed')}</h2>
            <StructuredList items={needed.map(({ title, why }) => ({ key: textIn(title, lang), value: why }))} />
          </section>
        )}
        {free.length > 0 && (
          <Checkboxes
            name="claim"
            label={t('resident.site.free')}
            options={free.map(({ claim, title, why }) => ({ value: claim, label: textIn(title, lang), hint: why }))}
          />
        )}
        <p class="hint">{t('resident.site.consent.after')}</p>
        <ButtonRow>
          <Button name="agree" value="yes">
            {t('resident.site.agree')}
          </Button>
          <Button name="agree" value="no" kind="tertiary">
            {t('resident.site.decline')}
          </Button>
        </ButtonRow>
      </Form>
    </ResidentPage>
  )
}

function Decline({ uid, frame }: { readonly uid: string; readonly frame: Frame }) {
  return (
    <Form action={`${actionOf(uid)}/consent`}>
      <Button name="agree" value="no" kind="text" size="medium">
        {frame.asked.t('resident.site.decline')}
      </Button>
    </Form>
  )
}

/** `/signout/sites`: a site asks that the person leaves everywhere. */
export function LeavePage({
  frame,
  site,
  xsrf,
}: {
  readonly frame: Frame
  readonly site: string | undefined
  readonly xsrf: string
}) {
  const { t } = frame.asked
  const title = t('resident.leave.title')
  return (
    <ResidentPage frame={frame} title={title} hideSearch isPrivate>
      <Title title={title} lead={site ? t('resident.leave.lead', { site }) : t('resident.leave.leadNoSite')} />
      <Form action="/id/logout/confirm" carry={{ xsrf }}>
        <ButtonRow>
          <Button name="logout" value="yes">
            {t('resident.leave.all')}
          </Button>
          <Button kind="tertiary">{t('resident.leave.stay')}</Button>
        </ButtonRow>
      </Form>
    </ResidentPage>
  )
}

/** One sentence and a way on. */
export function SiteWord({
  frame,
  word,
  detail,
}: {
  readonly frame: Frame
  readonly word: 'left' | 'refused'
  readonly detail?: string
}) {
  const { t } = frame.asked
  const title = t(`resident.site.${word}.title`)
  return (
    <ResidentPage frame={frame} title={title} hideSearch>
      <Title title={title} lead={t(`resident.site.${word}.lead`)} />
      {detail && <p class="hint">{detail}</p>}
      <p>
        <a href="/">{t('resident.site.home')}</a>
      </p>
    </ResidentPage>
  )
}

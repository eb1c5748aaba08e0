/** `/my/settings`: ways to sign in, where I am signed in, being told of news, and what is kept about me. */
import type { KnownSite, Passkey, Session } from '@dpg/identity/contract'
import { textIn } from '@dpg/kernel'
import { Badge, Button, ButtonLink, Form, Island, MomentText, Notice, StructuredList, Title } from '@dpg/ui'
import { type Frame, ResidentPage } from '../../frame.tsx'
import { type OtherWays, OtherWaysIn } from './other-ways.tsx'

export interface SettingsProps {
  readonly frame: Frame
  readonly passkeys: readonly Passkey[]
  readonly sessions: readonly Session[]
  readonly sites: readonly KnownSite[]
  readonly ways: OtherWays
  readonly isWatching: boolean
  /** What was just done. */
  readonly done?: 'passkey' | 'passkey-removed' | 'session' | 'site' | 'way' | 'way-removed' | undefined
}

export function Settings(props: SettingsProps) {
  const { t } = props.frame.asked
  const title = t('resident.my.settings.title')
  return (
    <ResidentPage frame={props.frame} title={title} isPrivate>
      {props.done && <Notice kind="success" isAnswer title={t(`resident.my.settings.done.${props.done}`)} />}
      <Title title={title} />
      <Passkeys {...props} />
      <OtherWaysIn {...props} />
      <Sessions {...props} />
      <Sites {...props} />
      <News {...props} />
      <Kept {...props} />
    </ResidentPage>
  )
}

/** `at`: the page they stand on. */
export function Passkeys({
  frame,
  passkeys,
  at = '/my/settings',
}: Pick<SettingsProps, 'frame' | 'passkeys'> & { readonly at?: string }) {
  const { t } = frame.asked
  const words = ['name', 'add', 'working', 'cancelled', 'failed', 'known', 'unable'].map((key) => [
    key,
    t(`resident.my.passkey.${key}`),
  ])
  return (
    <section id="passkeys">
      <h2>{t('resident.my.passkeys.title')}</h2>
      <p>{t('resident.my.passkeys.text')}</p>
      {passkeys.length === 0 && <p>{t('resident.my.passkeys.none')}</p>}
      {passkeys.map((passkey) => (
        <div key={passkey.id} class="structured-item">
          <h3>{passkey.name}</h3>
          <p class="hint">
            {t('resident.my.passkey.added')} <MomentText at={passkey.addedAt} />
            {passkey.lastUsedAt && (
              <>
                {' · '}
                {t('resident.my.passkey.used')} <MomentText at={passkey.lastUsedAt} />
              </>
            )}
          </p>
          <Form action={`${at}/passkeys/${passkey.id}/remove`}>
            <Button kind="danger" size="medium">
              {t('resident.my.passkey.remove')}
              <span class="sr-only"> ({passkey.name})</span>
            </Button>
          </Form>
        </div>
      ))}
      <Island name="add-passkey" props={{ ...Object.fromEntries(words), to: `${at}?done=passkey#passkeys` }}>
        <p class="hint">{t('resident.my.passkey.needsScript')}</p>
      </Island>
    </section>
  )
}

function Sessions({ frame, sessions }: SettingsProps) {
  const { t } = frame.asked
  return (
    <section id="sessions">
      <h2>{t('resident.my.sessions.title')}</h2>
      <p>{t('resident.my.sessions.text')}</p>
      {sessions.map((session) => (
        <div key={session.id} class="structured-item">
          <h3>
            {t(`resident.my.session.${session.way}`)}{' '}
            {session.isThis && <Badge kind="primary">{t('resident.my.session.this')}</Badge>}
          </h3>
          <p class="hint">
            {t('resident.my.session.started')} <MomentText at={session.startedAt} />
            {' · '}
            {t('resident.my.session.seen')} <MomentText at={session.lastSeenAt} />
            {session.device && ` · ${session.device}`}
            {` · ${t(`resident.my.assurance.${session.assurance}`)}`}
          </p>
          {session.sites.length > 0 && <p>{t('resident.my.session.sites', { sites: session.sites.join(', ') })}</p>}
          {!session.isThis && (
            <Form action={`/my/settings/sessions/${session.id}/end`}>
              <Button kind="tertiary" size="medium">
                {t('resident.my.session.end')}
              </Button>
            </Form>
          )}
        </div>
      ))}
    </section>
  )
}

/** What sites may know: stopped here, or asked anew the next time. */
function Sites({ frame, sites }: SettingsProps) {
  const { t, lang } = frame.asked
  return (
    <section id="sites">
      <h2>{t('resident.my.sites.title')}</h2>
      <p>{t(sites.length > 0 ? 'resident.my.sites.text' : 'resident.my.sites.none')}</p>
      {sites.map(({ id, name, claims }) => (
        <div key={id} class="structured-item">
          <h3>{name}</h3>
          <StructuredList
            items={claims.map(({ title, isGiven, decidedAt }) => ({
              key: textIn(title, lang),
              value: (
                <>
                  {t(isGiven ? 'resident.my.site.given' : 'resident.my.site.kept')} (<MomentText at={decidedAt} />)
                </>
              ),
            }))}
          />
          <Form action={`/my/settings/sites/${id}/forget`}>
            <Button kind="tertiary" size="medium">
              {t('resident.my.site.stop')}
              <span class="sr-only"> ({name})</span>
            </Button>
          </Form>
        </div>
      ))}
    </section>
  )
}

function News({ frame, isWatching }: SettingsProps) {
  const { t } = frame.asked
  return (
    <section id="watch">
      <h2>{t('resident.my.watch.title')}</h2>
      <p>{t(isWatching ? 'resident.my.watch.isOn' : 'resident.my.watch.isOff')}</p>
      <ButtonLink href="/my/benefits/watch" kind="secondary" icon="bell">
        {t(isWatching ? 'resident.my.watch.change' : 'resident.my.watch.see')}
      </ButtonLink>
      <p>
        <a href="/my/benefits/consent?next=/my/benefits">{t('resident.my.benefits.consent')}</a>
      </p>
    </section>
  )
}

const KEPT = ['cases', 'drafts', 'notices', 'documents', 'trace', 'benefits', 'registers'] as const

function Kept({ frame }: SettingsProps) {
  const { t } = frame.asked
  return (
    <section id="kept">
      <h2>{t('resident.my.kept.title')}</h2>
      <p>{t('resident.my.kept.text')}</p>
      <StructuredList
        items={KEPT.map((name) => ({ key: t(`resident.my.kept.${name}`), value: t(`resident.my.kept.${name}Text`) }))}
      />
      <p>
        <a href="/my/trace">{t('resident.my.kept.seeTrace')}</a>
      </p>
    </section>
  )
}

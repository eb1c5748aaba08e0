/** Five minutes to a first sign-in: what to paste, and the button. */
import { ButtonLink, CodeBlock, Title } from '@dpg/ui'
import { DeveloperPage, type Frame } from '../frame.tsx'

/** Served to other sites; see `button.ts`. */
export const BUTTON = '/developers/sign-in/button.css'

export function GuidePage({ frame, issuer }: { readonly frame: Frame; readonly issuer: string }) {
  const { t, lang, url } = frame.asked
  const title = t('developer.signIn.title')
  const button = [
    `<link rel="stylesheet" href="${url.origin}${BUTTON}">`,
    `<a class="any-id-button" href="/login" lang="${lang}">${t('developer.signIn.button')}</a>`,
  ].join('\n')
  return (
    <DeveloperPage
      frame={frame}
      title={title}
      breadcrumb={[{ label: t('developer.portal'), href: '/developers' }, { label: title }]}
    >
      <Title title={title} lead={t('developer.signIn.lead')} />
      <ol>
        {['one', 'two', 'three'].map((step) => (
          <li key={step}>{t(`developer.signIn.step.${step}`)}</li>
        ))}
      </ol>
      <ButtonLink href="/developers/sites/new">{t('developer.site.new')}</ButtonLink>
      <section>
        <h2>{t('developer.signIn.code')}</h2>
        <CodeBlock label="Node.js, openid-client 6" code={NODE(issuer)} />
        <CodeBlock label="Apache, mod_auth_openidc" code={APACHE(issuer)} />
      </section>
      <section>
        <h2>{t('developer.signIn.buttonTitle')}</h2>
        <p>{t('developer.signIn.buttonText')}</p>
        <CodeBlock label="HTML" code={button} />
      </section>
      <section>
        <h2>{t('developer.signIn.know')}</h2>
        <ul>
          {['sub', 'claims', 'levels', 'lengths', 'logout', 'test'].map((rule) => (
            <li key={rule}>{t(`developer.signIn.know.${rule}`)}</li>
          ))}
        </ul>
      </section>
    </DeveloperPage>
  )
}

const NODE = (issuer: string) => `import * as client from 'openid-client'

const config = await client.discovery(new URL('${issuer}'), CLIENT_ID,
  { id_token_signed_response_alg: 'ES256' }, client.ClientSecretBasic(CLIENT_SECRET)${issuer.startsWith('http:') ? OVER_HTTP : ''})

// GET /login
const verifier = client.randomPKCECodeVerifier()      // keep these three in the visitor's session
const state = client.randomState()
const nonce = client.randomNonce()
redirect(client.buildAuthorizationUrl(config, {
  redirect_uri: 'https://my.site/back', scope: 'openid profile', state, nonce,
  code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' }))

// GET /back
const tokens = await client.authorizationCodeGrant(config, new URL(request.url),
  { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true })
const { sub } = tokens.claims()                        // who it is, here and nowhere else
const known = await client.fetchUserInfo(config, tokens.access_token, sub)`

/** The library asks over http only when told so. */
const OVER_HTTP = `,
  { execute: [client.allowInsecureRequests] }          /* this platform runs without https here */`

const APACHE = (issuer: string) => `OIDCProviderMetadataURL ${issuer}/.well-known/openid-configuration
OIDCClientID     CLIENT_ID
OIDCClientSecret CLIENT_SECRET
OIDCRedirectURI  https://my.site/back
OIDCCryptoPassphrase something-long-and-random
OIDCScope "openid profile"
OIDCPKCEMethod S256
OIDCIDTokenSignedResponseAlg ES256
OIDCProviderTokenEndpointAuth client_secret_basic

<Location />
  AuthType openid-connect
  Require valid-user
</Location>`

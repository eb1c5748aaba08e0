/** What stands between a site's request and its answer: who is it, and what may the site know. The pages are the portal's. */
import type { PersonId } from '@dpg/kernel'
import type { AdapterPayload, Provider } from 'oidc-provider'
import { accountOf } from '../sessions.ts'
import { isTestId, siteOfClient } from '../sites/site.ts'
import { accountIn, personOf } from './adapter.ts'
import type { Onward } from './arrivals.ts'
import { claimsAsked, claimsOf, SCOPES } from './claims.ts'
import { type AskedClaim, type Level, type SignOnPages, type SiteConfig, signOnRequestGone } from '../contract.ts'
import type { LivePerson, SignOn, SignOnDeps } from './index.ts'
import { PATHS } from './settings.ts'
import { acrOf, levelOf, reaches } from './levels.ts'
import { fillGrant } from './grants.ts'
import { writeConsents } from './store-consents.ts'
import { TEST_PEOPLE, testPerson } from './test-people.ts'

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>
interface Found {
  readonly provider: Provider
  readonly interaction: Interaction
  readonly config: SiteConfig
  readonly client: string
}

export function createInteractions(deps: SignOnDeps, signOn: SignOn): SignOnPages {
  const find = async (cookies: string, uid: string): Promise<Found> => {
    const provider = await signOn.provider()
    const interaction = await provider.interactionDetails(...requestWith(cookies)).catch((cause: unknown) => {
      throw signOnRequestGone({}, { cause })
    })
    // The cookie is this browser's: a link to somebody else's request leads nowhere.
    if (interaction.uid !== uid) throw signOnRequestGone({})
    const client = String(interaction.params['client_id'])
    const site = await signOn.clients.adapter.find(client)
    if (!site) throw signOnRequestGone({})
    return { provider, interaction, client, config: site['dpg_site'] as SiteConfig }
  }
  const answer = ({ interaction }: Found, result: Interaction['result'], doesMerge = true) => {
    interaction.result = doesMerge ? { ...interaction.lastSubmission, ...result } : { ...result }
  }
  const finish = async (found: Found, result: Interaction['result'], doesMerge = true): Promise<string> => {
    answer(found, result, doesMerge)
    const { interaction } = found
    const to = signOn.carried.onward(interaction)
    if (to !== undefined) return to
    await interaction.persist()
    return interaction.returnTo
  }
  const loginOf = (account: string, level: Level, amr: readonly string[], ts: number) => ({
    login: { accountId: account, acr: acrOf(level), amr: [...amr], ts, remember: false },
  })

  const read: SignOnPages['read'] = async (cookies, uid, principal) => {
    const found = await find(cookies, uid)
    const { interaction, client, config } = found
    const site = { id: client, name: config.name, operator: config.operator, homepage: config.homepage }
    const common = { site, origin: new URL(String(interaction.params['redirect_uri'])).origin }
    if (interaction.prompt.name === 'consent') {
      return { ...common, step: 'consent', isTest: isTestId(client), claims: claimsIn(deps, found) }
    }
    if (isTestId(client)) return { ...common, step: 'test-sign-in', people: TEST_PEOPLE }
    const live = principal ? deps.personOf(principal) : await deps.sessionIn(cookies)
    const to = live && (await goOn(found, live))
    if (to !== undefined) return { ...common, step: 'go', to }
    const [level, mustProve] = [neededIn(interaction), provedSince(interaction) > 0]
    return { ...common, step: 'sign-in', level, mustProve, question: deps.askPasskey() }
  }
  /** Undefined: not sure enough, or too long ago. */
  const loginFor = ({ interaction }: Found, { person, session, level, amr, provedAt }: LivePerson): Interaction['result'] =>
    provedAt < provedSince(interaction) || !reaches(level, neededIn(interaction))
      ? undefined
      : loginOf(accountIn(person, session), level, amr, provedAt)
  const goOn = async (found: Found, live: LivePerson): Promise<string | undefined> => {
    const login = loginFor(found, live)
    return login && finish(found, login)
  }
  /** As `goOn`, without a way by the browser where there need be none. */
  const goStraightOn = async (found: Found, live: LivePerson, cookies: string): Promise<Onward | undefined> => {
    const login = loginFor(found, live)
    if (!login) return undefined
    answer(found, login)
    const straight = await signOn.goOn({ live, interaction: payloadOf(found.interaction) }, cookies)
    return straight ?? { to: await finish(found, login), cookies: [] }
  }

  return {
    read,
    byPasskey: async (cookies, uid, { id, response }, by) => {
      const found = await find(cookies, uid)
      if (isTestId(found.client) || found.interaction.prompt.name !== 'login') throw signOnRequestGone({})
      const entered = await deps.enterByPasskey(id, response, by)
      const live = entered && deps.personOf(entered.principal)
      // The page says what is still missing; and where a session was raised, reads it anew.
      const onward = live && (await goStraightOn(found, live, cookies))
      return { ...(onward ?? { to: `${PATHS.interaction}/${uid}`, cookies: [] }), cookie: entered?.cookie }
    },
    beTestPerson: async (cookies, uid, person) => {
      const found = await find(cookies, uid)
      if (!isTestId(found.client) || !testPerson(person) || found.interaction.prompt.name !== 'login') throw signOnRequestGone({})
      const now = Math.floor(deps.clock.now().epochMilliseconds / 1000)
      return finish(found, loginOf(accountIn(person, `test_${uid.slice(0, 10)}`), 'high', ['test'], now))
    },
    consent: async (cookies, uid, principal, given) => {
      const found = await find(cookies, uid)
      const { interaction, client } = found
      const account = interaction.session?.accountId
      if (interaction.prompt.name !== 'consent' || !account) throw signOnRequestGone({})
      const person = personOf(account) as PersonId
      // Whoever presses the button is who came in.
      if (!testPerson(person) && accountOf(principal) !== person) throw signOnRequestGone({})
      const asked = claimsIn(deps, found)
      const decided = asked.map(({ claim }) => ({ claim, isGiven: given.includes(claim) }))
      if (asked.some(({ claim, isNeeded }) => isNeeded && !given.includes(claim))) return decline(found)
      if (!testPerson(person) && decided.length > 0)
        await writeConsents(deps.db, person, siteOfClient(client), decided, deps.clock.now().toString())
      return finish(found, { consent: { grantId: await grantIn(found, account, decided) } })
    },
    decline: async (cookies, uid) => decline(await find(cookies, uid)),
    site: async (id) => {
      const provider = await signOn.provider()
      const found = await provider.Client.find(id)
      if (!found) return undefined
      const uris = [...(found.postLogoutRedirectUris ?? []), ...(found.redirectUris ?? [])]
      return { name: found.clientName ?? id, origins: [...new Set(uris.map((uri) => new URL(uri).origin))] }
    },
  }

  function decline(found: Found): Promise<string> {
    return finish(found, { error: 'access_denied', error_description: 'the person did not agree' }, false)
  }
}

/** As the provider's storage would give it. */
const payloadOf = (interaction: Interaction) =>
  JSON.parse(JSON.stringify(interaction)) as AdapterPayload & { readonly jti: string }

const neededIn = ({ prompt }: Interaction): Level => {
  const { level } = prompt.details as { readonly level?: Level }
  return level && levelOf(acrOf(level)) ? level : 'low'
}

/** Since when they must have shown who they are, in seconds: anew, or not too long ago. */
function provedSince({ prompt, params, iat }: Interaction): number {
  if (prompt.reasons.includes('login_prompt')) return iat
  return params['max_age'] === undefined ? 0 : iat - Number(params['max_age'])
}

function claimsIn(deps: SignOnDeps, { interaction, config }: Found): AskedClaim[] {
  const titles = claimsOf(deps.claims.vocabulary())
  const asked = new Set(claimsAsked(scopesIn(interaction), namedIn(interaction)))
  return config.claims.flatMap((one) => {
    const title = titles.get(one.claim)
    return title && asked.has(one.claim) ? [{ ...one, title }] : []
  })
}

const scopesIn = ({ params }: Interaction): string[] =>
  String(params['scope'] ?? '')
    .split(' ')
    .filter((scope) => SCOPES.includes(scope))

function namedIn({ params }: Interaction): string[] {
  const { userinfo = {}, id_token: idToken = {} } = JSON.parse(String(params['claims'] ?? '{}')) as Record<string, object>
  return [...Object.keys(userinfo ?? {}), ...Object.keys(idToken ?? {})]
}

async function grantIn(
  { provider, interaction, client }: Found,
  accountId: string,
  decided: readonly { readonly claim: string; readonly isGiven: boolean }[],
): Promise<string> {
  const grant = new provider.Grant({ accountId, clientId: client })
  const answered = new Set(decided.map(({ claim }) => claim))
  const beside = namedIn(interaction).filter((claim) => !answered.has(claim))
  const those = (isGiven: boolean) => decided.filter((one) => one.isGiven === isGiven).map(({ claim }) => claim)
  fillGrant(grant, scopesIn(interaction), those(true), [...those(false), ...beside])
  return grant.save()
}

/** The provider reads one cookie and writes nothing: a request and an answer of that much. */
function requestWith(cookie: string): Parameters<Provider['interactionDetails']> {
  const incoming = { headers: { cookie }, socket: {}, method: 'GET', url: '/' }
  const outgoing = { getHeader: () => undefined, setHeader: () => undefined, headersSent: false }
  return [incoming, outgoing] as unknown as Parameters<Provider['interactionDetails']>
}

/** Signing in with a passkey: only a script can ask the device. The server says where to go. */
import type { MountIsland } from '@dpg/ui'
import { type PublicKeyCredentialRequestOptionsJSON, startAuthentication } from '@simplewebauthn/browser'

interface Question {
  readonly id: string
  readonly options: PublicKeyCredentialRequestOptionsJSON
}

interface Props {
  readonly label: string
  readonly failed: string
  readonly resident: string
  readonly official: string
  /** Where the answer goes, if not to the API; it says where to go on. */
  readonly at?: string
  /** Came with the page; an old page asks anew. */
  readonly question?: Question
}

/** A question counts for five minutes. */
const FRESH_MS = 4 * 60_000

export const mount: MountIsland = (element, { label, failed, resident, official, at, question }: Props) => {
  const since = performance.now()
  let given = question
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'krds-btn primary large'
  button.textContent = label
  const answer = document.createElement('p')
  answer.setAttribute('role', 'status')
  button.addEventListener('click', async () => {
    button.disabled = true
    answer.textContent = ''
    const asked = performance.now() - since < FRESH_MS ? given : undefined
    // Answered once; whoever tries again is asked again.
    given = undefined
    const to = await (at ? signInAt(at, asked) : signIn({ resident, official })).catch(() => undefined)
    if (to) return location.assign(to)
    button.disabled = false
    answer.className = 'form-error'
    answer.textContent = failed
  })
  element.replaceChildren(button, answer)
}

/** Where to go on; undefined or an error: nobody came in. */
async function signIn({ resident, official }: Pick<Props, 'resident' | 'official'>): Promise<string | undefined> {
  const asked = (await post('authentication-options')) as Question
  const response = await startAuthentication({ optionsJSON: asked.options })
  const { kind } = (await post('authentication', { id: asked.id, response })) as { kind?: string }
  return kind && (kind === 'official' ? official : resident)
}

async function signInAt(at: string, given: Question | undefined): Promise<string | undefined> {
  const asked = given ?? ((await post('authentication-options')) as Question)
  const answer = await startAuthentication({ optionsJSON: asked.options })
  const body = new URLSearchParams({ id: asked.id, response: JSON.stringify(answer) })
  const response = await fetch(at, { method: 'POST', body })
  return response.ok ? ((await response.json()) as { to?: string }).to : undefined
}

async function post(what: string, body?: object): Promise<unknown> {
  const response = await fetch(`/api/identity/passkeys/${what}`, {
    method: 'POST',
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  })
  if (!response.ok) throw new Error(String(response.status))
  return response.json()
}

/** Signing in with a passkey: only a script can ask the device. The server says where to go. */
import type { MountIsland } from '@dpg/ui'
import { type PublicKeyCredentialRequestOptionsJSON, startAuthentication } from '@simplewebauthn/browser'

interface Props {
  readonly label: string
  readonly failed: string
  readonly resident: string
  readonly official: string
}

export const mount: MountIsland = (element, { label, failed, resident, official }: Props) => {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'krds-btn primary large'
  button.textContent = label
  const answer = document.createElement('p')
  answer.setAttribute('role', 'status')
  button.addEventListener('click', async () => {
    button.disabled = true
    answer.textContent = ''
    const kind = await signIn().catch(() => undefined)
    if (kind) return location.assign(kind === 'official' ? official : resident)
    button.disabled = false
    answer.className = 'form-error'
    answer.textContent = failed
  })
  element.replaceChildren(button, answer)
}

/** Who came in; undefined or an error: nobody. */
async function signIn(): Promise<string | undefined> {
  const asked = (await post('authentication-options')) as { id: string; options: PublicKeyCredentialRequestOptionsJSON }
  const response = await startAuthentication({ optionsJSON: asked.options })
  const { kind } = (await post('authentication', { id: asked.id, response })) as { kind?: string }
  return kind
}

async function post(what: string, body?: object): Promise<unknown> {
  const response = await fetch(`/api/identity/passkeys/${what}`, {
    method: 'POST',
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  })
  if (!response.ok) throw new Error(String(response.status))
  return response.json()
}

/** Adds a passkey: the device makes it, we keep the public half under a name the person chooses. */
import type { MountIsland } from '@dpg/ui'
import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  startRegistration,
  WebAuthnError,
} from '@simplewebauthn/browser'

interface Props {
  readonly name: string
  readonly add: string
  readonly working: string
  readonly cancelled: string
  readonly failed: string
  readonly known: string
  readonly unable: string
  /** Where one goes on. */
  readonly to: string
}

export const mount: MountIsland = (element, props: Props) => {
  const answer = document.createElement('p')
  answer.setAttribute('role', 'status')
  if (!browserSupportsWebAuthn()) {
    answer.textContent = props.unable
    element.replaceChildren(answer)
    return
  }
  const { form, input, button } = draw(props)
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    button.disabled = true
    answer.textContent = props.working
    const outcome = await add(input.value.trim() || deviceName()).catch((error: unknown) => failureOf(error))
    if (outcome === 'added') return location.assign(props.to)
    button.disabled = false
    answer.textContent = props[outcome]
  })
  element.replaceChildren(form, answer)
}

function draw({ name, add }: Props) {
  const form = document.createElement('form')
  form.className = 'form'
  const group = document.createElement('div')
  group.className = 'form-group'
  const label = document.createElement('label')
  label.className = 'form-tit'
  label.htmlFor = 'f-passkey-name'
  label.textContent = name
  const input = document.createElement('input')
  input.className = 'krds-input'
  input.id = label.htmlFor
  input.maxLength = 60
  input.autocomplete = 'off'
  input.value = deviceName()
  const button = document.createElement('button')
  button.className = 'krds-btn secondary large'
  button.textContent = add
  group.append(label, input)
  form.append(group, button)
  return { form, input, button }
}

const DEVICES = ['iPhone', 'iPad', 'Android', 'Windows', 'Mac', 'Linux']

/** What this device is, as a first proposal. */
const deviceName = (): string => DEVICES.find((name) => navigator.userAgent.includes(name)) ?? 'passkey'

type Failure = 'cancelled' | 'failed' | 'known'

function failureOf(error: unknown): Failure {
  if (error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED') return 'known'
  return error instanceof Error && (error.name === 'NotAllowedError' || error.name === 'AbortError') ? 'cancelled' : 'failed'
}

async function add(name: string): Promise<'added'> {
  const asked = (await post('/registration-options')) as { id: string; options: PublicKeyCredentialCreationOptionsJSON }
  const response = await startRegistration({ optionsJSON: asked.options })
  await post('', { id: asked.id, response, name })
  return 'added'
}

async function post(what: string, body?: object): Promise<unknown> {
  const response = await fetch(`/api/identity/passkeys${what}`, {
    method: 'POST',
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  })
  if (!response.ok) throw new Error(String(response.status))
  return response.json()
}

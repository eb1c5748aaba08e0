/** Checks in the reader's own browser that each entry shown is in the signed log, and says so beside it. */
import { fromBase64, type Hash, type Json, openCheckpoint, parseKey, type SignatureCheck, verifyEntry } from '@dpg/ledger/verify'
import type { MountIsland } from '@dpg/ui'

type State = 'proven' | 'pending' | 'failed'

export interface TraceProofProps {
  /** Each entry exactly as this page shows it, by id. */
  readonly entries: Readonly<Record<string, Json>>
  /** `{done}` and `{total}` to be filled. */
  readonly counted: string
  /** While it checks: `{done}` and `{total}`. */
  readonly working: string
  readonly failed: string
  /** This browser lacks what the check needs. */
  readonly unable: string
}

interface Proof {
  readonly salt: string
  readonly index: number
  readonly checkpoint: string
  readonly proof: readonly string[]
  readonly key: string
}

const AT_ONCE = 4

export const mount: MountIsland = async (element, props: TraceProofProps) => {
  const status = element.querySelector('[data-proof-status]')
  if (!(await canCheck())) return say(status, props.unable)
  const published = await publishedKey()
  const states = new Map<string, State>()
  const queue = Object.entries(props.entries)
  const count = queue.length
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [id, entry] = next
      const state = await check(id, entry, published).catch((): State => 'pending')
      states.set(id, state)
      say(status, filled(props.working, states.size, count))
      show(element, id, state)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  const all = [...states.values()]
  const done = all.filter((state) => state === 'proven').length
  const words = all.includes('failed') ? props.failed : props.counted
  // Only the result is read out, not each step on the way.
  status?.setAttribute('role', 'status')
  await new Promise(requestAnimationFrame)
  say(status, filled(words, done, all.length))
}

const filled = (words: string, done: number, total: number): string =>
  words.replace('{done}', String(done)).replace('{total}', String(total))

function say(status: Element | null, words: string): void {
  if (status) status.textContent = words
}

/** What is checked is the entry as it was shown, not the one that comes with the proof; the head must be signed by the published key. */
async function check(id: string, entry: Json, published: string): Promise<State> {
  const response = await fetch(`/api/access/entries/${encodeURIComponent(id)}/proof`, { headers: { accept: 'application/json' } })
  if (!response.ok) return 'pending'
  const { salt, index, checkpoint, proof, key } = (await response.json()) as Proof
  if (key !== published) return 'failed'
  try {
    const head = await openCheckpoint(checkpoint, await parseKey(published), isSigned)
    if (!head) return 'failed'
    const claim = {
      entry,
      salt: fromBase64(salt),
      index,
      size: head.size,
      proof: proof.map((hash): Hash => fromBase64(hash)),
      root: head.root,
    }
    return (await verifyEntry(claim)) ? 'proven' : 'failed'
  } catch {
    return 'failed'
  }
}

async function publishedKey(): Promise<string> {
  const response = await fetch('/api/access/key')
  return ((await response.json()) as { readonly key: string }).key
}

const isSigned: SignatureCheck = async (publicKey, message, signature) => {
  const key = await crypto.subtle.importKey('raw', bytesOf(publicKey), 'Ed25519', false, ['verify'])
  return crypto.subtle.verify('Ed25519', key, bytesOf(signature), bytesOf(message))
}

const bytesOf = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes)

/** Ed25519 is in the browsers since 2025, and only on https or this very machine. */
async function canCheck(): Promise<boolean> {
  try {
    await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])
    return true
  } catch {
    return false
  }
}

/** The badges were drawn on the server, in the reader's language. */
function show(element: HTMLElement, id: string, state: State): void {
  const template = element.querySelector<HTMLTemplateElement>(`template[data-state="${state}"]`)
  for (const slot of document.querySelectorAll(`[data-proof="${CSS.escape(id)}"]`)) {
    if (template) slot.prepend(template.content.cloneNode(true), ' ')
    slot.setAttribute('data-proof-state', state)
  }
}

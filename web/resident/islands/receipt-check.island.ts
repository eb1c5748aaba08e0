/** Checks a receipt of the access log in the reader's own browser: the file goes nowhere. */
import { parseKey, parseReceipt, parseWitnessKey, type SignatureCheck, verifyReceipt } from '@dpg/ledger/verify'
import type { MountIsland } from '@dpg/ui'

export interface ReceiptCheckProps {
  /** `{purpose}`, `{law}`, `{at}` and `{index}` to be filled. */
  readonly genuine: string
  readonly wrong: string
  /** Something else than a receipt. */
  readonly notOne: string
  /** `{names}` to be filled. */
  readonly witnessed: string
  readonly notWitnessed: string
  /** The published key could not be had: checked with the one in the receipt. */
  readonly ownKey: string
}

interface Entry {
  readonly purpose?: { readonly ko?: string; readonly en?: string }
  readonly law?: string
  readonly at?: string
}

export const mount: MountIsland = (element, props: ReceiptCheckProps) => {
  const form = element.querySelector<HTMLElement>('[data-receipt-form]')
  const input = element.querySelector<HTMLInputElement>('input[type="file"]')
  const said = element.querySelector('[data-receipt-said]')
  if (!form || !input || !said) return
  form.hidden = false
  input.addEventListener('change', async () => {
    const file = input.files?.[0]
    if (file) said.textContent = await check(await file.text(), props)
  })
}

async function check(text: string, props: ReceiptCheckProps): Promise<string> {
  if (!isReceipt(text)) return props.notOne
  try {
    const published = await ask<{ key: string }>('/api/access/key')
    const known = await ask<{ witnesses: { key: string }[] }>('/api/access/witnesses')
    const witnesses = await Promise.all((known?.witnesses ?? []).map(({ key }) => parseWitnessKey(key)))
    const log = await parseKey(published?.key ?? parseReceipt(text).opening.key)
    const verified = await verifyReceipt(text, { log, witnesses, check: isSigned })
    if (!verified) return props.wrong
    const entry = verified.entry as Entry
    const names = verified.witnessed.map(({ name }) => name).join(', ')
    const parts = { purpose: purposeOf(entry), law: entry.law ?? '', at: timeOf(entry), index: String(verified.index) }
    return [
      filled(props.genuine, parts),
      names ? filled(props.witnessed, { names }) : props.notWitnessed,
      ...(published ? [] : [props.ownKey]),
    ].join(' ')
  } catch {
    return props.wrong
  }
}

const purposeOf = ({ purpose }: Entry): string =>
  (document.documentElement.lang === 'en' ? (purpose?.en ?? purpose?.ko) : purpose?.ko) ?? ''

/** To the minute, in Korea, in the language of the page. */
const timeOf = ({ at }: Entry): string =>
  at === undefined
    ? ''
    : new Intl.DateTimeFormat(document.documentElement.lang, {
        dateStyle: 'long',
        timeStyle: 'short',
        timeZone: 'Asia/Seoul',
      }).format(new Date(at))

/** By its first line: what follows may have been changed, which is another answer. */
const isReceipt = (text: string): boolean => text.startsWith('c2sp.org/tlog-proof@')

const filled = (words: string, values: Readonly<Record<string, string>>): string =>
  words.replace(/\{(\w+)\}/g, (all, name: string) => values[name] ?? all)

/** Undefined without a network: then the receipt is checked by what it brings. */
async function ask<T>(path: string): Promise<T | undefined> {
  try {
    const response = await fetch(path)
    return response.ok ? ((await response.json()) as T) : undefined
  } catch {
    return undefined
  }
}

const isSigned: SignatureCheck = async (publicKey, message, signature) => {
  const key = await crypto.subtle.importKey('raw', new Uint8Array(publicKey), 'Ed25519', false, ['verify'])
  return crypto.subtle.verify('Ed25519', key, new Uint8Array(signature), new Uint8Array(message))
}

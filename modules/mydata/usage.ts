/** What a receiver used, for the bill: sums that we sign, and each delivery behind them, so that both can reckon it again. No person is in it. */
import type { ReceiverId, Usage, UsedPage } from './contract.ts'
import type { MydataDeps } from './deps.ts'
import type { Signing } from './sealing.ts'
import { listUsage, listUsed } from './store-usage.ts'

/** 전자정부법 제43조의2제6항: what is machine-readable is free of charge. */
const FEE_WON = 0
const A_PAGE = 500

export async function usage(deps: MydataDeps, signing: Signing, receiver: ReceiverId, month: string): Promise<Usage> {
  const days = await listUsage(deps.db, receiver, month)
  const sum = (of: 'deliveries' | 'facts') => days.reduce((all, day) => all + day[of], 0)
  const sums = { month, days, deliveries: sum('deliveries'), facts: sum('facts'), feeWon: FEE_WON }
  const iat = Math.floor(deps.clock.now().epochMilliseconds / 1000)
  const statement = await signing.sign({ iss: deps.baseUrl(), sub: receiver, iat, ...sums }, 'mydata-usage+jwt')
  return { ...sums, statement }
}

export async function used(deps: MydataDeps, receiver: ReceiverId, day: string, after: string): Promise<UsedPage> {
  const [transfer = '', seq = 0] = after.split('.')
  const items = await listUsed(deps.db, receiver, day, { transfer, seq: Number(seq) }, A_PAGE + 1)
  const shown = items.slice(0, A_PAGE)
  const last = shown.at(-1)
  const next = items.length > A_PAGE && last ? `${last.transfer}.${last.seq}` : null
  return { items: shown, next }
}

/** The checking thread: one pack held, drafts checked against it. A question that takes too long ends with the thread. */
import { parentPort } from 'node:worker_threads'
import type { Pack } from '@dpg/definitions'
import type { RuleFile } from '../contract.ts'
import { check } from './report.ts'

type Rows = Pack['catalogue']['rows']
/** The pack comes without the entries of its catalogue, then these in parts, then its end. */
export type Order =
  | { readonly kind: 'pack'; readonly pack: Pack }
  | { readonly kind: 'rows'; readonly rows: Rows }
  | { readonly kind: 'whole' }
  | { readonly kind: 'check'; readonly id: number; readonly slug: string; readonly files: readonly RuleFile[] }
export type Reply = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: string }

/** What the thread says when it holds a pack: a question's time begins then. */
export const READY = -1

let pack: Pack | undefined

parentPort?.on('message', (order: Order) => {
  if (order.kind === 'pack') pack = order.pack
  else if (order.kind === 'rows') pack = pack && withRows(pack, order.rows)
  else parentPort?.postMessage(order.kind === 'whole' ? ({ id: READY, value: null } satisfies Reply) : reply(order))
})

const withRows = (to: Pack, rows: Rows): Pack => ({
  ...to,
  catalogue: { ...to.catalogue, rows: [...to.catalogue.rows, ...rows] },
})

/** A check of the largest services takes a tenth of it. */
const MOST_MS = 700

/** Of this thread alone: others on the machine make no draft heavy. */
function spent(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

function reply({ id, slug, files }: Extract<Order, { kind: 'check' }>): Reply {
  try {
    if (!pack) throw new Error('no pack')
    return { id, value: check(slug, files, pack, { spent, most: MOST_MS }) }
  } catch (cause) {
    return { id, error: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }
  }
}

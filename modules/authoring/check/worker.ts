/** The checking thread: one pack held, drafts checked against it, effects counted. A question that takes too long ends with the thread. */
import { parentPort } from 'node:worker_threads'
import type { Pack } from '@dpg/definitions'
import { measure, type MeasureOrder } from '../effect/measure.ts'
import type { RuleFile } from '../contract.ts'
import { check } from './report.ts'

export type Order =
  | { readonly kind: 'pack'; readonly pack: Pack }
  | { readonly kind: 'check'; readonly id: number; readonly slug: string; readonly files: readonly RuleFile[] }
  | { readonly kind: 'measure'; readonly id: number; readonly order: MeasureOrder }
export type Reply = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: string }

/** What the thread says when it holds a pack: a question's time begins then. */
export const READY = -1

let pack: Pack | undefined

parentPort?.on('message', async (order: Order) => {
  if (order.kind === 'pack') {
    pack = order.pack
    parentPort?.postMessage({ id: READY, value: null } satisfies Reply)
    return
  }
  parentPort?.postMessage(await reply(order))
})

async function reply(order: Exclude<Order, { kind: 'pack' }>): Promise<Reply> {
  const { id } = order
  try {
    if (!pack) throw new Error('no pack')
    return { id, value: order.kind === 'check' ? check(order.slug, order.files, pack) : await measure(order.order, pack) }
  } catch (cause) {
    return { id, error: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }
  }
}

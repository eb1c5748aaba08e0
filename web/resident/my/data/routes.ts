/** Having what registers hold of me sent to whom I name, and stopping it (전자정부법 제43조의2). */
import { parseId } from '@dpg/kernel'
import { page, type Route } from '@dpg/kernel/route'
import { bundleNotFound, type Give, type ReceiverId, receiverNotFound, type TransferId } from '@dpg/mydata/contract'
import { render } from '@dpg/ui'
import { z } from 'zod'
import type { ResidentContracts } from '../../contracts.ts'
import { frameOf } from '../../frame.tsx'
import { namesIn } from '../who.ts'
import { Choose, GivePage } from './give.tsx'
import { DataList } from './list.tsx'
import { TransferPage } from './transfer.tsx'

const id = z.string().max(60)
const asking = z.object({ receiver: id.optional().catch(undefined), bundle: id.optional().catch(undefined) })
const agreed = z.object({
  receiver: id,
  bundle: id,
  key: z.string().min(8).max(100),
  every: z.enum(['once', 'P1D', 'P7D', 'P1M']),
  until: z.iso.date(),
})

export const dataRoutes = (contracts: ResidentContracts): Route[] => [
  page({
    method: 'GET',
    path: '/my/data',
    needs: 'resident',
    query: z.object({ done: z.literal('stopped').optional().catch(undefined) }),
    handle: async (asked) => {
      const [transfers, frame] = await Promise.all([
        contracts.mydata.transfers(asked.principal, asked.lang),
        frameOf(contracts, asked),
      ])
      return { html: render(DataList({ frame, transfers, done: asked.query.done })) }
    },
  }),
  page({
    method: 'GET',
    path: '/my/data/give',
    needs: 'resident',
    query: asking,
    handle: async (asked) => {
      const { mydata } = contracts
      const bundles = new Map(mydata.bundles().map((one) => [one.id, one]))
      const { receiver: wanted, bundle: chosen } = asked.query
      const frame = await frameOf(contracts, asked)
      if (!wanted || !chosen) return { html: render(Choose({ frame, receivers: await mydata.receivers('allowed'), bundles })) }
      const receiver = await mydata.receiver(parseId<ReceiverId>('rcv', wanted))
      const bundle = bundles.get(chosen)
      if (receiver?.state !== 'allowed') throw receiverNotFound({ id: wanted })
      if (!bundle || !receiver.bundles.includes(chosen)) throw bundleNotFound({ bundle: chosen })
      const preview = await mydata.preview(asked.principal, chosen, asked.lang)
      return {
        html: render(
          GivePage({
            frame,
            receiver,
            bundle,
            preview,
            facts: contracts.catalogue.current().pack.facts,
            area: contracts.directory.area,
            key_: crypto.randomUUID(),
            ends: endsFrom(contracts),
          }),
        ),
      }
    },
  }),
  page({
    method: 'POST',
    path: '/my/data/give',
    needs: 'resident',
    body: agreed,
    handle: async ({ principal, body, lang }) => {
      const { key, every, receiver, bundle, until } = body
      const what: Give = { receiver: parseId<ReceiverId>('rcv', receiver), bundle, every: every === 'once' ? null : every, until }
      const { id } = await contracts.mydata.give(principal, what, key, lang)
      return { location: `/my/data/${id}?new` }
    },
  }),
  page({
    method: 'GET',
    path: '/my/data/{id}',
    needs: 'resident',
    params: z.object({ id }),
    query: z.object({ new: z.string().optional() }),
    handle: async (asked) => {
      const { mydata } = contracts
      const transfer = await mydata.transfer(asked.principal, parseId<TransferId>('trf', asked.params.id), asked.lang)
      const [receiver, frame] = await Promise.all([mydata.receiver(transfer.receiver.id), frameOf(contracts, asked)])
      const back = receiver?.returnUri
        ? `${receiver.returnUri}${receiver.returnUri.includes('?') ? '&' : '?'}transfer=${transfer.id}`
        : null
      const names = namesIn(contracts, asked.lang)
      return { html: render(TransferPage({ frame, transfer, names, isNew: asked.query.new !== undefined, back })) }
    },
  }),
  page({
    method: 'POST',
    path: '/my/data/{id}/stop',
    needs: 'resident',
    params: z.object({ id }),
    handle: async ({ principal, params, lang }) => {
      await contracts.mydata.stop(principal, parseId<TransferId>('trf', params.id), lang)
      return { location: '/my/data?done=stopped' }
    },
  }),
]

/** A month, half a year, a year from today (in Korea). */
function endsFrom({ clock }: ResidentContracts): string[] {
  const now = clock?.now() ?? Temporal.Now.instant()
  const today = now.toZonedDateTimeISO('Asia/Seoul').toPlainDate()
  return [{ months: 1 }, { months: 6 }, { years: 1 }].map((span) => today.add(span).toString())
}

/** What a message between gateways is about besides a question to a system: to hear of changes, no longer, and that there was one. */
import { z } from 'zod'
import type { Opened, QuestionHead } from './envelope.ts'
import { pack } from './envelope.ts'
import { Fault } from './fault.ts'
import { rightOf, serviceOf } from './right.ts'
import type { Running } from './running.ts'
import type { Names } from './wire.ts'

/** The law it rests on, what is answered, and what is done once it stands in the journal and before the answer leaves. */
export interface Matter {
  readonly law: string
  readonly content: Buffer
  done(): Promise<void>
}

const subscribing = z.object({ until: z.iso.datetime({ offset: true }) })
const ending = z.object({ subscription: z.string().max(300) })
const notice = z.object({
  subscription: z.string().max(300),
  number: z.number().int().min(1),
  what: z.enum(['changed', 'ended']),
  why: z.string().max(100).optional(),
  at: z.iso.datetime({ offset: true }),
})

/** Throws a Fault. */
export function subscribe(running: Running, { id, from, to }: Names, { head, body }: Opened<QuestionHead>): Matter {
  const { law } = rightOf(running.members(), from, to, head.purpose)
  if (!to.startsWith(`${running.config.member}/`)) throw new Fault('unknown-service', { service: to })
  if (!serviceOf(running.members(), to).tells) throw new Fault('no-changes-told', { service: to })
  const { until } = parsed(subscribing, body)
  const { path, purpose, subject } = head
  const subscription = { id, client: from, service: to, path, purpose, law, subject, until }
  running.subscribers.check(subscription)
  return { law, content: answer(201, { until }), done: () => running.subscribers.begin(subscription) }
}

/** Nobody is refused to hear less. */
export function unsubscribe(running: Running, { from }: Names, { body }: Opened<QuestionHead>): Matter {
  const { subscription: id } = parsed(ending, body)
  const law = running.subscribers.find(from, id)?.law ?? ''
  return { law, content: answer(200, {}), done: async () => void (await running.subscribers.forget(from, id)) }
}

/** Counts once, from the service that was subscribed to and for as long as it was. What was kept of the fact is dropped. */
export function hear(running: Running, { from, to }: Names, { head, body }: Opened<QuestionHead>): Matter {
  const { subscription: id, ...told } = parsed(notice, body)
  const live = running.subscribed.live(to, id)
  if (!live || live.service !== from || live.path !== head.path) throw new Fault('no-subscription', { id })
  return {
    law: live.law,
    content: answer(200, {}),
    async done() {
      running.cache.drop(from, head.path, live.subject)
      await running.subscribed.take(to, id, told)
    },
  }
}

function parsed<S extends z.ZodType>(schema: S, body: Buffer): z.output<S> {
  try {
    return schema.parse(JSON.parse(body.toString('utf8')))
  } catch {
    throw new Fault('unopenable')
  }
}

const answer = (status: number, body: object): Buffer =>
  pack({ status, headers: { 'content-type': 'application/json' } }, Buffer.from(JSON.stringify(body)))

/** What the routes of this module take and give. */
import { z } from 'zod'

export const pluginId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,39}$/)
  .describe('Id of an outside platform')
export const one = z.strictObject({ id: pluginId })
export const subject = z
  .string()
  .regex(/^[\w-]{8,120}$/)
  .describe('The `sub` of the person at your sign-on')
const text = z.object({ ko: z.string(), en: z.string().optional() })

const version = z.object({
  number: z.number().int(),
  manifest: z.looseObject({}).describe('As it was handed in'),
  hash: z.string().describe('SHA-256 of its canonical JSON (RFC 8785)'),
  state: z.enum(['waiting', 'in-force', 'refused', 'replaced']),
  submittedAt: z.string(),
  decidedAt: z.string().nullable(),
  reason: z.string().nullable(),
})
export const PluginBody = z.object({
  id: pluginId,
  state: z.enum(['new', 'plugged', 'unplugged']),
  site: z.string().describe('client_id, once plugged in'),
  testSite: z.string().describe('client_id for test people, at once'),
  reason: z.string().nullable(),
  changedAt: z.string(),
  inForce: version.nullable(),
  known: version.nullable(),
  latest: version,
})

export const ServiceBody = z.object({
  id: z.string(),
  title: text,
  summary: text,
  url: z.string(),
  words: z.array(z.string()),
  plugin: pluginId,
  pluginName: text,
  operator: text.describe('Who runs it: it is no service of the government’s own'),
})

export const told = z.enum(['value', 'age', 'age-band', 'district'])
export const eventKind = z.enum(['facts.changed', 'notice.opened'])
const agreed = z.object({
  facts: z.array(z.object({ fact: z.string(), as: told })),
  notices: z.array(z.string()),
  events: z.array(eventKind),
})
export const LinkBody = z.object({
  id: z.string(),
  plugin: pluginId,
  name: text,
  agreed,
  madeAt: z.string(),
  until: z.string(),
  endedAt: z.string().nullable(),
  endedBy: z.enum(['person', 'renewed', 'unplugged']).nullable(),
})
export const Choice = z.strictObject({
  facts: z.array(z.string().max(80)).max(30),
  notices: z.array(z.string().max(40)).max(20),
  events: z.array(eventKind).max(2),
})

export const SelfBody = z.object({
  id: pluginId,
  hash: z.string(),
  version: z.number().int(),
  issuer: z.string().describe('Of Any ID'),
  clientId: z.string(),
})
export const AgreedBody = z.object({ agreed, since: z.string(), until: z.string() })
export const FactsBody = z.object({
  facts: z.record(z.string(), z.object({ value: z.json(), as: told, register: z.string(), at: z.string() })),
  missing: z.record(z.string(), z.string()).describe('unknown: no register says so; else why it could not be had'),
})

const values = z
  .record(z.string().regex(/^\w{1,40}$/), z.string().trim().min(1).max(500))
  .refine((all) => Object.keys(all).length <= 20)
export const Letter = z.strictObject({
  key: z
    .string()
    .regex(/^[\w.:-]{1,80}$/)
    .describe('The same key sends once'),
  kind: z.string().max(40),
  values: z.strictObject({ ko: values, en: values.optional() }),
})

const cloudEvent = z.object({
  specversion: z.literal('1.0'),
  id: z.string(),
  source: z.string(),
  type: z.string(),
  subject: z.string(),
  time: z.string(),
  data: z.record(z.string(), z.json()),
})
export const JournalBody = z.object({
  events: z.array(cloudEvent.extend({ delivered: z.boolean() })),
  next: z.string().describe('`after` of the next page'),
})

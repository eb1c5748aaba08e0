/** What an agency writes down to run its gateway: one YAML file beside its data. */
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { isMember } from './names.ts'

const port = z.number().int().min(0).max(65_535)
const part = z.string().regex(/^[^/\s:;%\\]{1,100}$/)

const config = z.strictObject({
  /** `KR/GOV/1741000` */
  member: z.string().refine(isMember, 'instance/class/member'),
  /** Folder of keys and journal, beside this file unless absolute. */
  data: z.string().default('data'),
  members: z.strictObject({
    /** Address or file of the signed list. */
    from: z.string(),
    /** Verifier key of whoever signs it. */
    anchor: z.string().regex(/^[^+\s]+\+[0-9a-f]{8}\+\S+$/, 'name+hash+key of whoever signs the list: ask them for it'),
  }),
  /** For the systems of this agency. */
  inside: z.strictObject({ host: z.string().default('127.0.0.1'), port }),
  /** For the gateways of others. */
  outside: z.strictObject({ host: z.string().default('127.0.0.1'), port }),
  /** Systems that ask: the name after the member's, and a token where more than this machine can reach the inside. */
  clients: z.record(part, z.strictObject({ token: z.string().min(16).optional() })).default({}),
  /** Systems that answer: subsystem/service, and where it is reached. */
  services: z
    .record(
      z.string().regex(/^[^/\s]+\/[^/\s]+$/),
      z.strictObject({ url: z.url({ protocol: /^https?$/ }), timeoutMs: z.number().int().min(10).max(600_000).default(30_000) }),
    )
    .default({}),
  /** Messages under way at once, on each side; more are asked to come again. */
  most: z.number().int().min(1).max(100_000).default(512),
  /** Bytes of answers that may be given again while they hold good; 0: every question is asked. */
  keepBytes: z
    .number()
    .int()
    .min(0)
    .default(64 * 1024 * 1024),
  /** Another gateway that does not take a notice is tried again after so long, then twice as long, up to a minute. */
  retryMs: z.number().int().min(10).max(60_000).default(1_000),
  /** An authority that vouches for when the journal said what (RFC 3161): all entries since the last time by one time-stamp. */
  timestamps: z
    .strictObject({
      url: z.url({ protocol: /^https?$/ }),
      /** File of the certificates (PEM) that its own must lead to. */
      trust: z.string(),
      everyS: z.number().int().min(10).max(604_800).default(3_600),
    })
    .optional(),
  /** The longest another gateway is waited for. */
  timeoutMs: z.number().int().min(10).max(600_000).default(35_000),
})

export type GatewayConfig = z.output<typeof config>

/** Throws with what is wrong, line by line. */
export function parseConfig(given: unknown, folder: string): GatewayConfig {
  const read = config.safeParse(given)
  if (!read.success)
    throw new Error(read.error.issues.map(({ path, message }) => `${path.join('.') || 'file'}: ${message}`).join('\n'))
  const { data, members, timestamps } = read.data
  const from = /^https?:/.test(members.from) ? members.from : resolve(folder, members.from)
  return {
    ...read.data,
    data: resolve(folder, data),
    members: { ...members, from },
    ...(timestamps && { timestamps: { ...timestamps, trust: resolve(folder, timestamps.trust) } }),
  }
}

export const readConfig = async (file: string): Promise<GatewayConfig> =>
  parseConfig(parse(await readFile(file, 'utf8')), dirname(resolve(file)))

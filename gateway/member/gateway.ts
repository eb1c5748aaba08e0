/** A running gateway of one member: its two doors, its keys, its journal. */
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createBatchSigner, createVerifier } from '@dpg/http-signatures/batch'
import { formatKey } from '@dpg/ledger'
import { createCache } from './cache.ts'
import type { GatewayConfig } from './config.ts'
import { createCaller } from './http.ts'
import { createInside } from './inside.ts'
import { openJournal } from './journal.ts'
import { keyFor } from './kept.ts'
import { noteSigner, type OwnKey, readKeys } from './keys.ts'
import { openOnce } from './once.ts'
import { createOutside } from './outside.ts'
import type { OwnSigner, Running, Sending } from './running.ts'
import { createOpener, createSealer } from './seal.ts'
import { createSeen } from './seen.ts'
import { openSource } from './source.ts'
import { createStamps } from './stamps.ts'
import { openSubscribed } from './subscribed.ts'
import { openSubscribers } from './subscribers.ts'
import { createTeller } from './tell.ts'

export interface RunningMember {
  readonly inside: string
  readonly outside: string
  /** Verifier key of its journal: `name+hash+key`. */
  readonly journalKey: string
  /** Reads its keys and the list of members again: after a new key was made, or at once instead of within a minute. */
  renew(): Promise<void>
  checkpoint(): Promise<string>
  stop(): Promise<void>
}

export const keysFolder = (config: GatewayConfig): string => join(config.data, 'keys')
export const journalFolder = (config: GatewayConfig): string => join(config.data, 'journal')
const CHECKPOINT_MS = 60_000
/** Messages under way at once, from which on a signature waits for others to share it: each waits longer for a processor anyway. */
const BUSY = 4

export interface MemberOptions {
  readonly log?: Running['log']
  readonly renewMs?: number
}

export async function startMember(
  config: GatewayConfig,
  { log = () => {}, renewMs = 60_000 }: MemberOptions = {},
): Promise<RunningMember> {
  let keys = await readKeys(keysFolder(config))
  const oldest = keys.filter(({ use }) => use === 'sign').at(-1)
  if (!oldest) throw new Error(`there are no keys in ${keysFolder(config)}: make them first (dpg gateway keys)`)
  const source = await openSource({ ...config.members, kept: join(config.data, 'members'), everyMs: renewMs })
  const notes = await noteSigner(join(config.data, 'journal.pem'), `${config.member}/journal`)
  const underWay = { inside: 0, outside: 0 }
  const isAlone = () => underWay.inside + underWay.outside < 2
  const isBusy = () => underWay.inside + underWay.outside >= BUSY
  const journal = await openJournal({ folder: journalFolder(config), key: notes.key, signer: notes.signer, isAlone })
  const once = await openOnce(config.data, notes.signer)
  const key = keyFor('dpg subscriptions 1', notes.signer)
  const subscribers = await openSubscribers(join(config.data, 'subscribers.jsonl'), key)
  const subscribed = await openSubscribed(join(config.data, 'subscribed.jsonl'), key)
  const caller = createCaller()
  const keyidOf = ({ id }: OwnKey) => `${config.member}#${id}`
  const signers = new Map<string, OwnSigner>()
  const sending: Sending = {
    config,
    members: () => source.current,
    signer() {
      const listed = keys.find((one) => one.use === 'sign' && source.current.signingKey(keyidOf(one)))
      if (!listed) return undefined
      const keyid = keyidOf(listed)
      const known = signers.get(keyid)
      if (known) return known
      const made = { keyid, ...createBatchSigner(listed.key, { isBusy }) }
      signers.set(keyid, made)
      return made
    },
    sealKey: (keyid) => keys.find((one) => one.use === 'seal' && keyidOf(one) === keyid)?.key,
    verifier: createVerifier(),
    sealer: createSealer(),
    opener: createOpener(),
    journal,
    once,
    seen: createSeen(),
    cache: createCache(config.keepBytes),
    subscribers,
    subscribed,
    caller,
    underWay,
    log,
  }
  const teller = createTeller(sending)
  const running: Running = { ...sending, teller }
  const [inside, outside] = [createInside(running), createOutside(running)]
  const urls = await Promise.all([listen(inside, config.inside), listen(outside, config.outside)])
  const renew = async () => {
    keys = await readKeys(keysFolder(config))
    await source.renew()
    if (source.trouble) log('members.not-renewed', { why: source.trouble })
  }
  const timers = [
    setInterval(() => void renew(), renewMs),
    setInterval(() => void journal.checkpoint(), CHECKPOINT_MS),
    setInterval(() => void subscribed.sweep(), CHECKPOINT_MS),
  ]
  teller.wake()
  const { timestamps } = config
  const stamps = timestamps && createStamps(journalFolder(config), timestamps, journal, caller)
  let stamping: Promise<unknown> = Promise.resolve()
  const stamp = () => {
    stamping = stamps!.stamp().catch((cause: unknown) => log('timestamp.failed', { cause: String(cause) }))
  }
  if (timestamps) {
    timers.push(setInterval(stamp, timestamps.everyS * 1000))
    stamp()
  }
  for (const timer of timers) timer.unref()
  return {
    inside: urls[0]!,
    outside: urls[1]!,
    journalKey: await formatKey(notes.key),
    renew,
    checkpoint: () => journal.checkpoint(),
    async stop() {
      for (const timer of timers) clearInterval(timer)
      source.stop()
      await Promise.all([closed(inside), closed(outside)])
      await teller.stop()
      caller.close()
      await stamping
      await subscribers.close()
      await subscribed.close()
      await once.close()
      await journal.close()
    },
  }
}

function listen(server: Server, { host, port }: { readonly host: string; readonly port: number }): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      const { address, port: taken, family } = server.address() as AddressInfo
      resolve(`http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`)
    })
  })
}

/** What is under way is answered first. */
const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })

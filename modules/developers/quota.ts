/** Quotas: so many a minute and a day for each kind of key, told in every answer (draft-ietf-httpapi-ratelimit-headers-10). */
import { type Clock, SEOUL } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'
import { type AppId, KEY_KINDS, type KeyKind, type QuotaNow } from './contract.ts'
import { listUsed, takeOne, type Used } from './store-usage.ts'

const POLICIES = ['minute', 'day'] as const
const WINDOW_S = { minute: 60, day: 86_400 }
/** Test keys are for trying out; who serves people is reviewed first and gets more. */
const MOST: Readonly<Record<KeyKind, Readonly<Record<'minute' | 'day', number>>>> = {
  test: { minute: 120, day: 10_000 },
  live: { minute: 600, day: 200_000 },
}

export interface Taken {
  readonly windows: readonly QuotaNow[]
  /** The window that has nothing left; undefined: the request may pass. */
  readonly over: QuotaNow | undefined
}

/** Counts one request. A quota is the app's, however many keys it has. */
export async function take(on: Query, clock: Clock, app: AppId, kind: KeyKind): Promise<Taken> {
  const starts = startsOf(clock)
  const used = await takeOne(on, app, kind, starts.minute.toString(), starts.day.toString())
  const windows = windowsOf(clock, kind, used)
  // Beyond is what was taken after the last one.
  const over = windows.find(({ policy, most }) => (used.find((one) => one.policy === policy)?.used ?? 0) > most)
  return { windows, over }
}

export async function quotaNow(on: Query, clock: Clock, app: AppId): Promise<readonly QuotaNow[]> {
  const starts = startsOf(clock)
  const used = await listUsed(on, app, starts.minute.toString(), starts.day.toString())
  return KEY_KINDS.flatMap((kind) =>
    windowsOf(
      clock,
      kind,
      used.filter((one) => one.kind === kind),
    ),
  )
}

function windowsOf(clock: Clock, kind: KeyKind, used: readonly Used[]): QuotaNow[] {
  const now = clock.now().epochMilliseconds
  const starts = startsOf(clock)
  return POLICIES.map((policy) => {
    const most = MOST[kind][policy]
    const taken = used.find((one) => one.policy === policy)?.used ?? 0
    const resetsInS = Math.max(1, Math.ceil((starts[policy].epochMilliseconds + WINDOW_S[policy] * 1000 - now) / 1000))
    return { kind, policy, most, left: Math.max(0, most - taken), resetsInS }
  })
}

/** A day begins at midnight in Seoul. */
function startsOf(clock: Clock) {
  const now = clock.now()
  return {
    minute: Temporal.Instant.fromEpochMilliseconds(Math.floor(now.epochMilliseconds / 60_000) * 60_000),
    day: now.toZonedDateTimeISO(SEOUL).startOfDay().toInstant(),
  }
}

/** Structured fields: lists of items with parameters (RFC 9651). */
export function quotaHeaders(windows: readonly QuotaNow[]): Record<string, string> {
  return {
    'ratelimit-policy': windows.map(({ policy, most }) => `"${policy}";q=${most};w=${WINDOW_S[policy]}`).join(', '),
    ratelimit: windows.map(({ policy, left, resetsInS }) => `"${policy}";r=${left};t=${resetsInS}`).join(', '),
  }
}

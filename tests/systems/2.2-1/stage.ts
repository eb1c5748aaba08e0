/** What the tests of the notifier share: somebody who is subscribed, what they were told, and when all is quiet. */
import type { MyBenefits, Subscription } from '@dpg/benefits/contract'
import type { NoticeSummary, NoticeView } from '@dpg/notices/contract'
import { signedIn, until, type Visitor, watchBenefits } from '../../harness/index.ts'

export async function benefitNotices(who: Visitor): Promise<readonly NoticeSummary[]> {
  const { items } = await who.get<{ items: NoticeSummary[] }>('/api/notices?limit=100')
  return items.filter(({ kind }) => kind === 'benefits')
}

export const bodyOf = async (who: Visitor, id: string) => (await who.get<NoticeView>(`/api/notices/${id}`)).body

export async function allMine(who: Visitor): Promise<MyBenefits> {
  const first = await who.get<MyBenefits>('/api/benefits/mine?limit=200')
  const items = [...first.items]
  while (items.length < first.total) {
    const { items: more } = await who.get<MyBenefits>(`/api/benefits/mine?limit=200&offset=${items.length}`)
    if (more.length === 0) throw new Error('a page without benefits')
    items.push(...more)
  }
  return { ...first, items }
}

/** One 읍면동 of other districts each. */
export const PLACES = ['2611010100', '2711010100', '2811010100', '2911010100', '3011010100', '3111010100', '4111110100']

interface Entry {
  readonly use: string
  readonly facts: readonly string[]
  readonly actor: { readonly kind: string }
}

/** Newest first. */
export async function entriesOf(who: Visitor): Promise<readonly Entry[]> {
  return (await who.get<{ entries: readonly Entry[] }>('/api/access/entries?limit=100')).entries
}

/** Signed in, subscribed, and looked at once. */
export async function subscribed(server: { readonly url: string }, name: string): Promise<Visitor> {
  const who = await signedIn(server, name)
  await watchBenefits(who)
  await until('the first look', async () => {
    const { subscription } = await who.get<{ subscription: Subscription | null }>('/api/benefits/watch')
    return subscription?.lookedAt
  })
  return who
}

export const firstNotice = (who: Visitor): Promise<NoticeSummary> =>
  until('a notice of new benefits', async () => (await benefitNotices(who))[0])

/** The trace stands still: no look by the platform is under way any more. */
export async function settled(who: Visitor): Promise<void> {
  let last = -1
  let since = performance.now()
  await until(
    'quiet',
    async () => {
      const { total } = await who.get<{ total: number }>('/api/access/entries?limit=1')
      if (total !== last) since = performance.now()
      last = total
      return performance.now() - since > 2_000
    },
    { everyMs: 200 },
  )
}

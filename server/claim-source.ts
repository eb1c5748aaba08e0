/** What people let sites know comes from the registers, through the exchange: asked anew each time, written into the person's log each time. */
import type { Catalogue } from '@dpg/catalogue/contract'
import type { Exchange } from '@dpg/exchange/contract'
import type { ClaimSource } from '@dpg/identity'

const PURPOSE = { ko: '본인이 동의한 누리집에 알려 주기', en: 'Telling a site what the person agreed to' }
const LAW = '개인정보 보호법 제15조제1항제1호'
/** A person waits before a site's page. */
const LONGEST_MS = 3_000

/** `exchange` is built after identity, which it knows. */
export function claimSource(catalogue: Catalogue, exchange: () => Exchange): ClaimSource {
  return {
    vocabulary: () => {
      // A number that is never a key (주민등록법 제7조의2) is not told to sites either (개인정보 보호법 제24조의2).
      const held = [...catalogue.current().pack.facts.values()].filter(
        ({ register, sensitivity }) => register && sensitivity !== 'unique',
      )
      return new Map(held.map(({ id, title }) => [id, title]))
    },
    read: async ({ person, site, agency, facts }) => {
      const { facts: told } = await exchange().fetch({
        subject: person,
        facts,
        purpose: PURPOSE,
        law: LAW,
        aim: 'sign-on',
        actor: { kind: 'system', name: site, agency },
        service: null,
        case: null,
        consent: 'given',
        timeoutMs: LONGEST_MS,
      })
      return Object.fromEntries(Object.entries(told).map(([fact, { value }]) => [fact, value]))
    },
  }
}

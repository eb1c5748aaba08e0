/** What this platform is, asks, sends and lists: all that the government's platform knows of it. */
import type { Key } from '@dpg/plug-in'

export const ID = 'youth-policy'
export const CLAIMS = ['name'] as const

export const manifestOf = (origin: string, keys: readonly Key[]) => ({
  manifest: 1,
  id: ID,
  version: '1.0.0',
  name: { ko: '청년길잡이', en: 'Youth Guide' },
  summary: {
    ko: '흩어진 청년 정책을 한곳에서 찾고, 나이와 사는 곳에 맞는 것을 추천합니다.',
    en: 'Policies for young people in one place, and those that fit one’s age and home.',
  },
  operator: { name: { ko: '청년길잡이 협동조합', en: 'Youth Guide Cooperative' }, agency: null, contact: 'help@youth.example' },
  homepage: `${origin}/`,
  isSensitive: false,
  keys: keys.map(({ published }) => published),
  signOn: {
    redirectUris: [`${origin}/back`],
    logoutUris: [],
    backchannelLogoutUri: null,
    assurance: 'low',
    claims: [{ claim: 'name', why: '화면에서 이름을 부릅니다', isNeeded: false }],
  },
  facts: {
    asks: [
      {
        fact: 'person.birthDate',
        as: 'age',
        why: { ko: '나이에 맞는 정책을 고르려고', en: 'To choose policies for your age' },
        law: '청년기본법 제3조제1호',
        isNeeded: true,
      },
      {
        fact: 'person.eupmyeondong',
        as: 'district',
        why: { ko: '사는 곳의 정책을 고르려고', en: 'To choose policies where you live' },
        law: '개인정보 보호법 제15조제1항제1호',
        isNeeded: false,
      },
    ],
    offers: { from: `${origin}/known`, items: [{ id: 'saved', title: { ko: '담아 둔 정책', en: 'Policies you have saved' } }] },
  },
  notices: [
    {
      kind: 'new-policy',
      title: { ko: '나에게 맞는 새 정책', en: 'New policies that fit me' },
      subject: { ko: '새 청년 정책: {title}', en: 'A new policy for young people: {title}' },
      body: { ko: '{title|이/가} 새로 나왔습니다.\n\n{summary}', en: 'There is something new: {title}.\n\n{summary}' },
    },
  ],
  catalogue: { feed: `${origin}/feed.json` },
  events: { to: `${origin}/hear`, kinds: ['facts.changed', 'notice.opened'] },
})

/** A platform about something sensitive: it asks no name, no date of birth, only a band of age, and that only if one likes. */
import type { Key } from '@dpg/plug-in'

export const ID = 'mind-health'

export const manifestOf = (origin: string, keys: readonly Key[]) => ({
  manifest: 1,
  id: ID,
  version: '1.0.0',
  name: { ko: '마음쉼터', en: 'Room to Breathe' },
  summary: {
    ko: '이름을 묻지 않고 마음을 살펴보고, 원하면 상담을 예약합니다.',
    en: 'A look at how you are, without asking your name, and a talk with somebody if you like.',
  },
  operator: { name: { ko: '마음쉼터 재단', en: 'Room to Breathe Foundation' }, agency: null, contact: 'help@mind.example' },
  homepage: `${origin}/`,
  isSensitive: true,
  keys: keys.map(({ published }) => published),
  signOn: { redirectUris: [`${origin}/back`], logoutUris: [], backchannelLogoutUri: null, assurance: 'low', claims: [] },
  facts: {
    asks: [
      {
        fact: 'person.birthDate',
        as: 'age-band',
        why: { ko: '또래를 잘 아는 상담사를 찾으려고', en: 'To find somebody who knows people of your age' },
        law: '개인정보 보호법 제15조제1항제1호',
        isNeeded: false,
      },
    ],
    offers: null,
  },
  notices: [
    {
      kind: 'booking',
      title: { ko: '상담 예약 확인', en: 'Bookings' },
      subject: { ko: '상담을 예약했습니다', en: 'Your talk is booked' },
      body: {
        ko: '{when}에 {where}에서 만납니다. 오기 어려우면 마음쉼터에서 바꿀 수 있습니다.',
        en: 'We meet at {when}, {where}. You can change it at Room to Breathe.',
      },
    },
  ],
  catalogue: { feed: null },
  // That somebody is linked, or has left: nothing else is told.
  events: { to: `${origin}/hear`, kinds: [] },
})

/** Sent by the program once it is plugged in. */
export const servicesOf = (origin: string) => [
  {
    id: 'self-check',
    title: { ko: '마음 살펴보기', en: 'How are you?' },
    summary: {
      ko: '다섯 가지를 스스로 묻고, 쉬어 갈 때인지 살펴봅니다. 이름도 답도 남지 않습니다.',
      en: 'Five questions to yourself. Neither name nor answer is kept.',
    },
    url: `${origin}/check`,
    words: ['우울', '불안', '스트레스', '마음건강'],
  },
  {
    id: 'counselling',
    title: { ko: '상담 예약', en: 'Book a talk' },
    summary: { ko: '가까운 날에 상담사와 만날 시간을 잡습니다.', en: 'Find a time to talk with a counsellor.' },
    url: `${origin}/booking`,
    words: ['우울', '상담', '마음건강', '심리'],
  },
]

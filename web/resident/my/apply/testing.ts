/** For tests: drafts as casework shows them, and the pages over them. */
import type { DraftView, FieldView, ScreenView } from '@dpg/casework/contract'
import type { Area } from '@dpg/directory/contract'
import { assertSound, koreaCatalogue, openPages, type Some } from '../testing.ts'

export const BASIC_PENSION = 'SSE000000170'
/** Its last window was over in May 2026. */
export const YOUTH_RENT = '161300000099'

export const field = (over: Partial<FieldView>): FieldView => ({
  name: 'person.phone',
  label: '연락받을 전화번호가 무엇인가요?',
  hint: null,
  type: 'string',
  unit: null,
  options: [],
  min: null,
  max: null,
  autocomplete: null,
  isRequired: true,
  value: undefined,
  ...over,
})

export const screen = (over: Partial<ScreenView>): ScreenView => ({
  id: 'contact',
  kind: 'question',
  title: '어디로 연락드릴까요?',
  text: null,
  fields: [],
  declarations: [],
  facts: [],
  uploads: [],
  ...over,
})

export const draft = (over: Partial<DraftView>): DraftView => ({
  id: 'drf_1' as DraftView['id'],
  service: { id: BASIC_PENSION, title: '기초연금' },
  screens: [
    { id: 'account', title: '어느 계좌로 보내 드릴까요?', isDone: true, isCurrent: false },
    { id: 'contact', title: '어디로 연락드릴까요?', isDone: false, isCurrent: true },
  ],
  current: screen({}),
  previous: 'account',
  next: 'check',
  isReady: false,
  savedAt: '2026-11-25T01:00:00Z',
  expiresAt: '2026-12-25T01:00:00Z',
  exit: null,
  ...over,
})

const area = (code: string, name: string, fullName: string, level: Area['level'], parent: string | null): Area => ({
  code,
  name,
  fullName,
  level,
  parent,
})
const SEOUL = area('11', '서울특별시', '서울특별시', 'sido', null)
const JONGNO = area('11110', '종로구', '서울특별시 종로구', 'sigungu', '11')
const HYOJA = area('1111051500', '청운효자동', '서울특별시 종로구 청운효자동', 'eupmyeondong', '11110')
const AREAS = [SEOUL, JONGNO, HYOJA]
const directory: Some['directory'] = {
  area: (code) => AREAS.find((one) => one.code === code),
  areasBelow: (parent) => AREAS.filter((one) => one.parent === parent),
  findAreas: (words) => AREAS.filter((one) => one.name.includes(words)),
}

const catalogue = koreaCatalogue()

export const pagesFor = (casework: Some['casework']) =>
  openPages({ casework: { cases: async () => [], ...casework }, directory: directory ?? {}, catalogue })
/** A screen of this draft, as it is drawn. */
export const show = async (view: DraftView, query = {}, lang: 'ko' | 'en' = 'ko') => {
  const ask = await pagesFor({ draft: async () => view })
  const { html } = await ask(`GET /apply/${BASIC_PENSION}/${view.current.id}`, { query, lang })
  assertSound(html)
  return html
}

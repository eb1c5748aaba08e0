/** A small country for tests: two areas, one service worked out, three entries of a catalogue. */
import type { PackFile } from './publish.ts'

const rows = [
  ['id', 'name', 'agency', 'field', 'support', 'apply', 'window', 'area', 'condition', 'receive', 'phone', 'views', 'confidence'],
  ['A01', '청년 월세 지원', '100', '주거·자립', 'cash', 'visit', 'always', '', 'c-1', '', '', '900', 'high'],
  ['A02', '자전거 보험', '200', '행정·안전', 'insurance', 'visit', 'always', '11010', 'c-1', '', '', '10', 'high'],
  ['A03', '출산 축하금', '200', '임신·출산', 'cash', 'visit', 'varies', '11020', 'c-2', '', '', '20', 'high'],
]

const service = (title: string) => `
id: A01
version: 1.0.0
effectiveFrom: 2026-01-01
kind: benefit
title: { ko: ${title}, en: Rent Support }
description: { ko: 월세를 돕습니다, en: Helps with the rent }
keywords: { ko: [방세] }
agency: '100'
law: [{ ref: 주거기본법 제15조 }]
work: grant
channels: [{ kind: counter, fee: 0, time: P30D }]
needs: [{ facts: [person.age], law: 주거기본법 제15조, source: person }]
appeal: [{ id: objection, kind: 이의신청, body: { ko: 시장, en: Mayor }, within: P90D, law: 주거기본법 제15조 }]
decisions:
  - { code: grant, title: { ko: 지급, en: Grant }, law: 주거기본법 제15조 }
  - { code: refuse, title: { ko: 거절, en: Refuse }, law: 주거기본법 제15조, appeal: objection }
eligibility:
  criteria:
    - { id: age, test: person.age >= 19, law: 주거기본법 제15조, says: { ko: 19세 이상, en: 19 or over } }
`

const cases = `
- { name: 어른, on: 2026-03-01, given: { person.age: 30 }, expect: { eligible: true } }
- { name: 아이, on: 2026-03-01, given: { person.age: 3 }, expect: { eligible: false, failed: [age] } }
- { name: 모름, on: 2026-03-01, given: {}, expect: { eligible: unknown, missing: [person.age] } }
`

/** Files of the pack; `title` is that of the worked-out service, `rent` a figure it does not read. */
export function samplePack({ title = '청년월세', rent = 100 }: { title?: string; rent?: number } = {}): PackFile[] {
  return [
    { path: 'pack.yaml', text: '{ id: sample, name: { ko: 견본 }, currency: KRW, timeZone: Asia/Seoul, area: KR }' },
    {
      path: 'facts/person.yaml',
      text: '- { id: person.age, title: { ko: 나이, en: Age }, type: number, unit: years, question: { ko: 몇 살인가요?, en: How old are you? }, law: 민법 제158조 }',
    },
    {
      path: 'parameters/rent.yaml',
      text: `- { id: rentLimit, title: { ko: 월세 한도, en: Rent limit }, unit: won, values: [{ from: 2026-01-01, value: ${rent}, source: 고시, confidence: notice }] }`,
    },
    { path: 'registers.yaml', text: '[]' },
    {
      path: 'workflows/grant.yaml',
      text: '{ id: grant, states: [{ id: open, title: { ko: 열림, en: Open }, start: true }, { id: done, title: { ko: 끝, en: Done }, clock: stop, end: true }], actions: [{ id: grant, title: { ko: 지급, en: Grant }, from: open, to: done, actor: officer, effects: [decide], decision: grant }, { id: refuse, title: { ko: 거절, en: Refuse }, from: open, to: done, actor: officer, effects: [decide], decision: refuse }] }',
    },
    { path: 'agencies.tsv', text: 'code\tname\tkind\tparent\tarea\n100\t국토부\tcentral\t\t\n200\t가나시\tsigungu\t\t11010\n' },
    {
      path: 'areas.tsv',
      text: 'code\tname\tlevel\tparent\tfrom\tto\tsuccessor\nKR\t대한민국\tcountry\t\t\t\t\n11\t견본도\tsido\tKR\t\t\t\n11010\t가나시\tsigungu\t11\t\t\t\n11020\t다라군\tsigungu\t11\t\t\t\n1101010100\t마바동\teupmyeondong\t11010\t\t\t\n11099\t옛시\tsigungu\t11\t\t2025-12-31\t11010\n',
    },
    { path: 'condition-codes.yaml', text: '[]' },
    { path: 'catalogue/conditions.tsv', text: 'key\tageFrom\tageTo\tcodes\nc-1\t\t\t\nc-2\t19\t\t\n' },
    { path: 'catalogue/services.tsv', text: rows.map((row) => row.join('\t')).join('\n') },
    { path: 'services/rent/service.yaml', text: service(title) },
    { path: 'services/rent/cases.yaml', text: cases },
    { path: 'texts/synonyms.yaml', text: '아기: [출산]\n' },
  ]
}

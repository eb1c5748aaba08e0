import type { IssuedDocument } from './model.ts'

/** A decision as an office would issue it, with everything a document can hold; made up. Used by the tests. */
export const SAMPLE: IssuedDocument = {
  title: '기초연금 지급 결정 통지서',
  language: 'ko',
  subtitle: '문서번호 서초-2026-000123',
  author: '서초구청',
  sections: [
    {
      heading: '1. 결정 내용',
      blocks: [
        {
          kind: 'paragraph',
          text: '김하늘 님이 2026년 3월 3일 신청하신 기초연금을 다음과 같이 지급하기로 결정하였습니다. 결정에 쓰인 정보와 법 조항은 아래에 모두 적었습니다.',
        },
        {
          kind: 'facts',
          rows: [
            { label: '신청인', value: '김하늘 (1961. 3. 2.)' },
            { label: '지급액', value: '매월 349,700원' },
            { label: '지급 시작', value: '2026년 3월분부터, 매월 25일' },
            { label: '근거 법령', value: '기초연금법 제3조, 제5조, 제13조' },
          ],
        },
      ],
    },
    {
      heading: '2. 계산 과정',
      blocks: [
        {
          kind: 'table',
          caption: '기초연금액의 계산',
          columns: [
            { title: '단계', width: 3 },
            { title: '근거', width: 3 },
            { title: '금액(원)', width: 2, align: 'end' },
          ],
          rows: [
            ['기준연금액', '제5조제1항', '349,700'],
            ['부부 감액', '제8조제1항', '0'],
            ['10원 미만 버림', '제24조', '349,700'],
          ],
        },
        {
          kind: 'list',
          items: [
            '소득이나 재산이 바뀌면 30일 안에 알려 주십시오.',
            '결과가 옳지 않다고 보시면 90일 안에 이의신청을 하실 수 있습니다(기초연금법 제22조).',
          ],
        },
        { kind: 'list', ordered: true, items: ['주민센터를 찾아가거나', '이 플랫폼에서 신청합니다.'] },
      ],
    },
  ],
  issuer: { date: '2026년 3월 6일', name: '서초구청장' },
  verification: {
    label: '문서확인번호',
    number: '2026-7KQ4-M2XD-91TB',
    note: '확인 페이지에서 번호를 넣으면 이 문서가 맞는지 알 수 있습니다.',
    url: 'https://dpg.example/verify/2026-7KQ4-M2XD-91TB',
    qr: {
      label: '문서 확인 페이지로 가는 QR 코드',
      modules: Array.from({ length: 21 }, (_, y) => Array.from({ length: 21 }, (_, x) => (x * y + x + y) % 3 === 0)),
    },
  },
  pageLabel: '{page} / {pages}쪽',
}

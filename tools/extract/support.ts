/** What is given, read from the name first, then from the official summary: our own keyword rules, first match wins. */

export const SUPPORTS = [
  'cash',
  'voucher',
  'goods',
  'loan',
  'service',
  'facility',
  'education',
  'insurance',
  'discount',
  'job',
  'housing',
  'other',
] as const
export type Support = (typeof SUPPORTS)[number]

const NAMED: readonly (readonly [Support, RegExp])[] = [
  ['facility', /바로대출|책\s*(대출|나눔|배달|바다)|도서\s*대출|서점/],
  [
    'loan',
    /융자|대출|대부|이차\s*보전|이차보전|이자\s*(차액)?\s*지원|신용보증|특례보증|육성자금|안정자금|전세자금|학자금\s*대출/,
  ],
  ['insurance', /보험(?!료|사무)|공제(?!조합)/],
  ['discount', /감면|면제|할인|경감|무료\s*(입장|이용|주차|관람)|무임/],
  ['voucher', /이용권|바우처|상품권|쿠폰|포인트|지역화폐|패스|교통카드|문화누리/],
  [
    'cash',
    /수당|지원금|장려금|축하금|위로금|격려금|연금|급여|장학|보상금|보조금|생활비|지원비|월세|배상금|사례금|정착금|자립금|부조금|축하|위로|위문|구조금|포상|환급|실비|직불|적금|저축|통장|계좌/,
  ],
  ['housing', /임대주택|행복주택|공공주택|주택\s*공급|매입임대|전세임대|기숙사|입주/],
  ['job', /일자리|채용|인턴|공공근로|근로사업|취업\s*(알선|연계)|구인|조사원/],
  ['cash', /(비|비용|료|요금)\s*(등\s*)?(일부\s*)?(전액\s*)?지원/],
  ['service', /활동\s*지원/],
  [
    'goods',
    /물품|용품|키트|꾸러미|급식|식품|식사|도시락|교복|양곡|쌀|종자|종묘|비료|농약|자재|기자재|장비|기기|보급|배부|나눔|박스|선물|유모차|카시트|마스크|연탄/,
  ],
  ['education', /교육|강좌|훈련|아카데미|연수|캠프|학교|교실|강습|특강|과정|컨설팅|멘토링/],
  [
    'facility',
    /대관|주차|체육센터|수영장|체육관|야영장|도서관|시설\s*(이용|사용|운영)|회관|공원|박물관|놀이터|쉼터|센터\s*운영|셔틀/,
  ],
  [
    'service',
    /상담|돌봄|방문|치료|검진|접종|진료|서비스|도우미|수리|이송|택시|관리|간병|재활|검사|프로그램|순찰|안심|대여|세탁|이동|보호|맞춤형|건강/,
  ],
  ['cash', /(비|비용|료|금|자금)\s*(의)?\s*(일부\s*)?지원|지원/],
]

const TOLD: readonly (readonly [Support, RegExp])[] = [
  ['loan', /융자|대출\s|이차보전|이자\s*(차액)?\s*지원/],
  ['voucher', /바우처|이용권|상품권|지역화폐/],
  ['discount', /감면|할인|면제/],
  ['cash', /현금|지급|원\s*지원|만\s*원|비용|보조/],
  ['insurance', /보험\s*가입|보험금/],
  ['education', /교육|훈련|강좌/],
  ['goods', /물품|제공|배부|보급/],
  ['facility', /대관|시설/],
]

const first = (rules: readonly (readonly [Support, RegExp])[], text: string): Support | undefined =>
  rules.find(([, words]) => words.test(text))?.[0]

/** A bare `… 지원` says little: there the summary decides when it says more. */
export const readSupport = (name: string, purpose: string, gives: string): Support => {
  const named = first(NAMED.slice(0, -1), name)
  return (
    named ?? first(TOLD, `${purpose} ${gives}`) ?? first(NAMED.slice(-1), name) ?? first(NAMED.slice(0, -1), purpose) ?? 'other'
  )
}

/** Functions that Korean law needs beyond FEEL; each names the article it follows. */
import { ageOn, monthsBetween } from '../dates.ts'
import { isNum, type Rounding, roundTo } from '../numbers.ts'
import { Day } from '../values.ts'
import { type Fn, fn, type Functions } from './function.ts'

/** 끝수 처리: to a multiple of `unit` (국고금 관리법 제47조와 각 법이 정한 단위). */
const toUnit = (how: Rounding): Fn =>
  fn('n, unit', 'number', ([n, unit]) => (isNum(n) && isNum(unit) ? roundTo(n, unit, how) : null), ['number', 'number'])

export const law: Functions = {
  /** 만 나이 (행정기본법 제7조의2, 민법 제158조) on the day of evaluation or on `on`; null before birth. */
  age: {
    ...fn(
      'birth, on?',
      'number',
      ([birth, on], today) => {
        const day = on === undefined ? today : on instanceof Day ? on.days : undefined
        return birth instanceof Day && day !== undefined ? ageOn(birth.days, day) : null
      },
      ['date', 'date'],
    ),
    readsToday: true,
    picks: true,
  },
  'months between': fn(
    'from, to',
    'number',
    ([from, to]) => (from instanceof Day && to instanceof Day ? monthsBetween(from.days, to.days) : null),
    ['date', 'date'],
  ),
  'floor to': toUnit('floor'),
  'ceil to': toUnit('ceiling'),
  'round to': toUnit('halfUp'),
}

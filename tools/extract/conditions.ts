/** Conditions of the catalogue: age range and 보조금24 codes, made distinct; and how sure their reading is. */
import { createHash } from 'node:crypto'
import type { Source } from './bodies.ts'

export type Condition = NonNullable<Source['condition']>
export type Confidence = 'high' | 'medium' | 'low'

/** A stable key: the same ages and codes have the same key in every extraction. */
export const conditionKey = (condition: Condition): string =>
  `c-${createHash('sha256')
    .update(`${condition.ageFrom}-${condition.ageTo}:${condition.codes.join(' ')}`)
    .digest('hex')
    .slice(0, 8)}`

const PERSONAL = /^JA03/
const HOUSEHOLD = /^JA04/
const PERSON = /^JA0[1-4]/
const BODY = /^JA[12]/
const OPEN_PERSONAL = 'JA0322'
const OPEN_HOUSEHOLD = 'JA0410'
/** JA03xx, 'none of these' among them. */
const ALL_PERSONAL = 17
const ALL_HOUSEHOLD = 8

const count = (condition: Condition, group: RegExp): number => condition.codes.filter((code) => group.test(code)).length
const has = (condition: Condition, ...codes: readonly string[]): boolean => codes.some((code) => condition.codes.includes(code))
const openPersonal = (c: Condition): boolean => has(c, OPEN_PERSONAL) || count(c, PERSONAL) === 0
const openHousehold = (c: Condition): boolean =>
  has(c, OPEN_HOUSEHOLD) || count(c, HOUSEHOLD) >= ALL_HOUSEHOLD || count(c, HOUSEHOLD) === 0
const personal =
  (...codes: readonly string[]) =>
  (c: Condition): boolean =>
    !openPersonal(c) && has(c, ...codes)
const household =
  (...codes: readonly string[]) =>
  (c: Condition): boolean =>
    !openHousehold(c) && has(c, ...codes)

/** A group that a service's name speaks of, and whether its condition narrows to it. */
const NAMED_GROUPS: readonly (readonly [RegExp, (condition: Condition) => boolean])[] = [
  [/청년/, (c) => c.ageTo <= 49],
  [/청소년/, (c) => c.ageTo <= 39],
  [/아동|어린이|영유아|유아|신생아|영아/, (c) => c.ageTo <= 24 || personal('JA0301', 'JA0302', 'JA0303')(c)],
  [/어르신|노인|경로|고령/, (c) => c.ageFrom >= 50],
  [/장애/, personal('JA0328')],
  [/임산부|임신|산모/, personal('JA0301', 'JA0302', 'JA0303')],
  [/출산|출생|난임/, (c) => personal('JA0301', 'JA0302', 'JA0303')(c)],
  [/유공자|보훈|참전/, personal('JA0329')],
  [/한부모/, household('JA0403')],
  [/다자녀/, household('JA0411')],
  [/다문화|결혼이민/, household('JA0401')],
  [/북한이탈/, household('JA0402')],
  [/1인\s*가구/, household('JA0404')],
  [/신혼/, () => false],
  [/저소득|차상위|수급/, (c) => !has(c, 'JA0205')],
  [/농업인|농가/, (c) => personal('JA0313', 'JA0315', 'JA0316')(c) || count(c, BODY) > 0],
  [/어업인|어가/, (c) => personal('JA0314')(c) || count(c, BODY) > 0],
  [/여성/, (c) => !has(c, 'JA0101')],
  [/소상공인|중소기업|창업/, (c) => count(c, BODY) > 0],
]

/**
 * How sure the machine-read eligibility is.
 * low: no codes, no known territory for a local body, or the name speaks of a group that the codes do not narrow to.
 * medium: the territory was read out of a local body's name, two audiences in one row (persons and businesses),
 *   businesses only, or an open code beside a narrower choice (a focus). high: everything else.
 */
export const confidenceOf = (name: string, condition: Condition | null, areaSource: string, local: boolean): Confidence => {
  if (condition === null || (local && areaSource === '')) return 'low'
  if (NAMED_GROUPS.some(([words, narrows]) => words.test(name) && !narrows(condition))) return 'low'
  const [persons, bodies] = [count(condition, PERSON), count(condition, BODY)]
  const focus = has(condition, OPEN_PERSONAL) && count(condition, PERSONAL) > 1 && count(condition, PERSONAL) < ALL_PERSONAL
  const homeFocus =
    has(condition, OPEN_HOUSEHOLD) && count(condition, HOUSEHOLD) > 1 && count(condition, HOUSEHOLD) < ALL_HOUSEHOLD
  return areaSource === 'read' || bodies > 0 || persons === 0 || focus || homeFocus ? 'medium' : 'high'
}

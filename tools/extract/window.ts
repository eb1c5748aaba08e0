/** When one may apply, read from the free text 신청기한 by our own rules. */

const ALWAYS = /상시|연중|신청\s*불(필)?요|신청\s*절차(가|는)?\s*없음|별도\s*신청\s*없/
const NOT_A_DEADLINE = /사고|보장기간|출생|전입|혼인|생일/
const VARIES =
  /매년|매월|매분기|분기|반기|연초|연말|초순|하순|\d\s*월|공고|공지|상이|다를 수|모집|소진|이내|부터|까지|홈페이지|누리집|문의|참고|참조|일정|기간|기한|수시|별도|추후|년도|사업별|선착순/
const FULL = /(20\d{2})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})|(?<!\d)(20\d{2})(\d{2})(\d{2})(?!\d)/g
/** `~ 3. 20.`: the end of a range whose year was said at its start. */
const SHORT_END = /[~∼～-]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*(?:[.일)]|$|\s)/
/** `'26. 3. 2.`: a year of two digits. */
const SHORT_YEAR = /['’‘](\d{2})\s*\.(?=\s*\d)/g
const OPEN_END = /[~∼～]\s*(예산|소진|마감|별도|[가-힣(]|$)|부터\s*$/

/** Empty when no calendar has the day: 31 April is somebody's slip. */
const iso = (year: string, month: string, day: string): string => {
  const [m, d] = [Number(month), Number(day)]
  const last = new Date(Date.UTC(Number(year), m, 0)).getUTCDate()
  if (m < 1 || m > 12 || d < 1 || d > last) return ''
  return `${year}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`
}

/** `always`, the last day (ISO 8601) of a dated window, `varies` when it turns with the year or the place, or empty. */
export const readWindow = (until: string): string => {
  const text = until.replace(/\s+/g, ' ').replace(SHORT_YEAR, '20$1.').trim()
  if (text === '') return ''
  if (ALWAYS.test(text)) return 'always'
  if (NOT_A_DEADLINE.test(text)) return 'varies'
  const dates = [...text.matchAll(FULL)]
  const last = dates.at(-1)
  if (last === undefined) return VARIES.test(text) ? 'varies' : ''
  const year = last[1] ?? last[4] ?? ''
  const rest = text.slice(last.index + last[0].length)
  const end = SHORT_END.exec(rest)
  if (end !== null) return iso(year, end[1] ?? '', end[2] ?? '') || 'varies'
  if (OPEN_END.test(rest) || (dates.length === 1 && /부터/.test(rest))) return 'varies'
  return iso(year, last[2] ?? last[5] ?? '', last[3] ?? last[6] ?? '') || 'varies'
}

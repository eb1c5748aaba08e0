/** How to apply and whom to call: codes, office names and numbers only, never sentences. */

const WAYS: Readonly<Record<string, string>> = {
  방문신청: 'visit',
  정부24온라인신청: 'online-gov24',
  '기타 온라인신청': 'online-other',
  신청불필요: 'none',
  직접입력: 'other',
}

/** `visit,online-gov24`: in a fixed order; a way we do not know is an error. */
export const readApply = (how: string): string => {
  const ways = how
    .split('||')
    .map((way) => way.trim())
    .filter((way) => way !== '')
  const unknown = ways.find((way) => WAYS[way] === undefined)
  if (unknown !== undefined) throw new Error(`신청방법 is new: ${unknown}`)
  return Object.entries(WAYS)
    .filter(([way]) => ways.includes(way))
    .map(([, code]) => code)
    .join(',')
}

const LONGEST = 30
const SENTENCE = /(다|요|함|음|임|것)[.)]?$|[.!?]\s|신청/

/** Where to apply, when it is a short name of an office. */
export const readReceive = (receive: string): string => {
  const text = receive.replace(/\s+/g, ' ').trim()
  return text.length <= LONGEST && !SENTENCE.test(text) ? text : ''
}

/** Three syllables that end like no office may be a person's name: only the number is kept. */
const OFFICE = /(과|팀|터|소|단|관|실|부|청|국|원|시|군|구|회|사|처|험|당|행|교|호|담당|은행)$/
const NUMBER = /^[\d\-~,() +]{2,40}$/

/** `name/number` of up to three contacts, joined by `;`. */
export const readPhone = (phone: string): string => {
  const contacts = phone.split('||').map((entry) => {
    const at = entry.lastIndexOf('/')
    const [who, number] = at < 0 ? ['', entry.trim()] : [entry.slice(0, at).trim(), entry.slice(at + 1).trim()]
    const named = who.length <= LONGEST && !(/^[가-힣]{2,4}$/.test(who) && !OFFICE.test(who)) && !SENTENCE.test(who)
    return NUMBER.test(number) ? (named && who !== '' ? `${who.replace(/[;/]/g, ' ')}/${number}` : number) : ''
  })
  return [...new Set(contacts.filter((contact) => contact !== ''))].slice(0, 3).join(';')
}

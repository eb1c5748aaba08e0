/** The whole way, over HTTP, with a wallet that shares no code with us. Names in brackets: modules of the OpenID Foundation's plan for verifiers. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { ANONYMOUS, type Clock, createTexts, type PersonId, type Principal, systemClock } from '@dpg/kernel'
import { createHttp, newId } from '@dpg/kernel/server'
import { silentLog } from '@dpg/kernel/testing'
import { DOCTYPE, NAMESPACE, newIssuer, newPair, newWallet, type Odd, type Person, VCT } from '@dpg/presentation/testing'
import { type AcceptedIssuer, SESSION_COOKIE, type WalletBack } from '../contract.ts'
import { identity as info } from '../index.ts'
import { openRig } from '../sign-on/testing.ts'
import { presentationRoutes } from './http.ts'

/** The wallet's library looks at the real clock. */
const START = Date.now()
let ahead = 0
const clock: Clock = { now: () => Temporal.Instant.fromEpochMilliseconds(START + ahead), today: systemClock.today }
const issuer = newIssuer('https://id.example', START)
const taken: Record<number, number> = { 8: 1 }
let isListAway = false
let isAway = false
const known = new Map<string, { person: PersonId; name: string }>()
const rig = await openRig({
  clock,
  presentations: {
    holders: {
      find: async ({ number }) => {
        if (isAway) throw new Error('away')
        return known.get(number)
      },
    },
    fetchList: async (uri) => {
      if (isListAway || uri !== issuer.statusUri) throw new Error('away')
      return issuer.statusList(taken)
    },
  },
})
after(() => rig.close())
const { presentations } = rig.identity
const app = createHttp({
  routes: presentationRoutes(rig.identity),
  log: silentLog,
  texts: createTexts([info.messages]),
  principalOf: () => ANONYMOUS,
  problemPage: () => '',
  headers: {},
  secureCookies: false,
})
const fetcher = async (url: string | URL | Request, init?: RequestInit) => app.request(String(url).slice(rig.url.length), init)
const holder = newPair()
const wallet = newWallet(holder, fetcher, () => START + ahead)
const ADMINISTRATOR = { ...ANONYMOUS, kind: 'official', official: { id: 'off_1' } } as unknown as Principal

const LEVELS = { identity: 'high', authentication: 'substantial' } as const
const namesIn = (...space: string[]) => ({ number: [...space, 'number'], name: [...space, 'name'] })
const SD_JWT = { format: 'dc+sd-jwt', type: VCT, ...namesIn(), birthDate: ['birthDate'], ...LEVELS, needsStatus: true } as const
const IN_MDOC = { ...namesIn(NAMESPACE), birthDate: [NAMESPACE, 'birth_date'] }
const MDOC = { format: 'mso_mdoc', type: DOCTYPE, ...IN_MDOC, ...LEVELS, needsStatus: false } as const
const ENTRY: AcceptedIssuer = {
  id: issuer.id,
  name: { ko: '시험 신분증', en: 'Test ID' },
  keys: issuer.keys as never,
  anchors: [issuer.anchor.raw.toString('base64')],
  credentials: [SD_JWT, MDOC],
}
const hold = (issuers: readonly AcceptedIssuer[]) => rig.db.transaction((tx) => presentations.issuers.hold(tx, issuers, 'off_1'))
before(() => hold([ENTRY]))

const headers = { 'content-type': 'application/x-www-form-urlencoded' }
let serial = 0
const person = (isKnown = true): Person => {
  const number = `900501-2${String(++serial).padStart(6, '0')}`
  if (isKnown) known.set(number, { person: newId<PersonId>('per'), name: '김하늘' })
  return { number, name: '김하늘', birthDate: '1990-05-01' }
}
const begin = async (by: Principal = ANONYMOUS) => {
  const { question, cookie } = await presentations.start(by, '/my', 'Mozilla/5.0 (Windows NT 10.0) Firefox/145.0')
  return { question, cookies: { [cookie.name]: cookie.value } }
}
type Begun = Awaited<ReturnType<typeof begin>>
const answer = async ({ question }: Begun, who: Person, odd: Odd = {}) => {
  const asked = await wallet.resolve(question.link)
  return wallet.answer(asked, await wallet.presentSdJwt(await issuer.sdJwt(who, holder, odd), asked))
}
const codeIn = async (response: Response): Promise<string> => {
  const text = await response.text()
  assert.equal(response.status, 200, text)
  return new URL((JSON.parse(text) as { redirect_uri: string }).redirect_uri).searchParams.get('code')!
}
const show = async (who: Person, by: Principal = ANONYMOUS, odd: Odd = {}) => {
  const begun = await begin(by)
  return presentations.back(await codeIn(await answer(begun, who, odd)), begun.cookies, by)
}
const entered = (back: WalletBack): Principal => {
  assert.ok(back.step === 'in' && back.signedIn)
  return back.signedIn.principal
}
const refused = (why: string, where?: string) => (error: unknown) => {
  assert.deepEqual((error as { values?: object }).values, where === undefined ? { why } : { why, where })
  return true
}
const refusal = async (response: Response) => {
  const { status, why, detail } = (await response.json()) as { status: number; why?: string; detail: string }
  assert.match(detail, /[가-힣]/)
  return [status, why]
}

describe('a mobile ID', () => {
  test('on the same device signs in whoever the registers know, and opens the account the first time', async () => {
    const who = person()
    const first = entered(await show(who))
    assert.deepEqual([first.person, first.assurance, first.displayName], [known.get(who.number)!.person, 'substantial', '김하늘'])
    assert.ok(first.permissions.has('resident'))
    known.delete(who.number)
    assert.equal(entered(await show(who)).person, first.person, 'known again without asking the registers')
    assert.deepEqual(
      (await presentations.list(first)).map(({ name, assurance }) => [name, assurance]),
      [['시험 신분증', 'substantial']],
    )
  })

  test('as an mdoc does the same (HappyFlow)', async () => {
    const who = person()
    const begun = await begin()
    const asked = await wallet.resolve(begun.question.link)
    const response = await wallet.answer(asked, await wallet.presentMdoc(await issuer.mdoc(who, holder), asked))
    const back = await presentations.back(await codeIn(response), begun.cookies, ANONYMOUS)
    assert.equal(entered(back).person, known.get(who.number)!.person)
  })

  test('on another device signs in only where the number of its phone is typed', async () => {
    const who = person()
    const begun = await begin()
    await assert.rejects(presentations.confirm('123456', begun.cookies, ANONYMOUS), refused('not-answered'))
    assert.equal((await presentations.current(begun.cookies, ANONYMOUS))?.step, 'ask')
    const code = await codeIn(await answer(begun, who))
    assert.equal((await presentations.current(begun.cookies, ANONYMOUS))?.step, 'confirm')
    const phone = await presentations.back(code, {}, ANONYMOUS)
    assert.ok(phone.step === 'code')
    assert.match(phone.code, /^\d{6}$/)
    assert.equal(phone.device, 'Firefox · Windows')
    await assert.rejects(presentations.confirm(`${phone.code}0`, begun.cookies, ANONYMOUS), refused('wrong-number'))
    const typed = `${phone.code.slice(0, 3)} ${phone.code.slice(3)}`
    await assert.rejects(
      presentations.confirm(typed, (await begin()).cookies, ANONYMOUS),
      refused('not-answered'),
      'in another browser',
    )
    const inside = await presentations.confirm(typed, begun.cookies, ANONYMOUS)
    assert.deepEqual([entered(inside).person, inside.next], [known.get(who.number)!.person, '/my'])
    await assert.rejects(presentations.confirm(typed, begun.cookies, ANONYMOUS), refused('late'), 'once')
    await assert.rejects(presentations.back(code, begun.cookies, ANONYMOUS), refused('late'), 'once')
  })

  test('that somebody was talked into showing lets nobody in who does not see its phone', async () => {
    const attacker = await begin()
    await answer(attacker, person())
    for (let i = 0; i < 5; i++)
      await assert.rejects(presentations.confirm('no', attacker.cookies, ANONYMOUS), refused('wrong-number'))
    await assert.rejects(presentations.confirm('no', attacker.cookies, ANONYMOUS), refused('tries'))
    assert.deepEqual(await presentations.current(attacker.cookies, ANONYMOUS), { step: 'refused', why: 'tries', next: '/my' })
  })

  test('is added to the account of its own person alone, and raises the session', async () => {
    const who = person()
    const own = entered(await show(who))
    const { principal, cookie } = await rig.identity.recovery.use((await rig.identity.recovery.make(own))[0]!)
    assert.equal(principal.assurance, 'low')
    const added = await show(who, principal)
    assert.ok(added.step === 'in' && added.signedIn === null)
    assert.equal((await rig.identity.principalOf({ [SESSION_COOKIE]: cookie.value })).assurance, 'substantial')
    const other = entered(await show(person()))
    await assert.rejects(show(who, other), refused('others'))
    const begun = await begin(other)
    const code = await codeIn(await answer(begun, who))
    await assert.rejects(presentations.back(code, begun.cookies, ANONYMOUS), refused('other-account'), 'signed out in between')
    await presentations.remove(other, (await presentations.list(other))[0]!.id)
    assert.deepEqual(await presentations.list(other), [])
  })

  test('of nobody whom the registers know, or while they are away, opens nothing', async () => {
    await assert.rejects(show(person(false)), refused('stranger'))
    const who = person()
    isAway = true
    const begun = await begin()
    const code = await codeIn(await answer(begun, who))
    await assert.rejects(presentations.back(code, begun.cookies, ANONYMOUS), refused('register-away'))
    isAway = false
    entered(await presentations.back(code, begun.cookies, ANONYMOUS))
  })
})

describe('a request', () => {
  test('is given again until it was answered, with the wallet’s nonce (RequestUriFetchedTwice, RequestUriMethodPost)', async () => {
    const begun = await begin()
    const uri = new URL(begun.question.link.replace('openid4vp://', 'https://x/')).searchParams.get('request_uri')!
    for (let i = 0; i < 2; i++) {
      const response = await fetcher(uri, { method: 'POST', headers, body: 'wallet_nonce=abc' })
      assert.equal(response.headers.get('content-type'), 'application/oauth-authz-req+jwt')
      const payload = JSON.parse(Buffer.from((await response.text()).split('.')[1]!, 'base64url').toString()) as Record<
        string,
        unknown
      >
      assert.deepEqual([payload['wallet_nonce'], payload['response_mode']], ['abc', 'direct_post.jwt'])
    }
    assert.equal((await fetcher(uri)).status, 200)
    await answer(begun, person())
    assert.deepEqual(await refusal(await fetcher(uri)), [400, 'late'])
  })

  test('counts once, for ten minutes, and an answer to another is none', async () => {
    const [one, two] = [await begin(), await begin()]
    const asked = await wallet.resolve(one.question.link)
    const presented = await wallet.presentSdJwt(await issuer.sdJwt(person(), holder), asked)
    const other = await wallet.resolve(two.question.link)
    assert.deepEqual(await refusal(await wallet.answer(other, presented)), [400, 'other-nonce'])
    await codeIn(await wallet.answer(asked, presented))
    assert.deepEqual(await refusal(await wallet.answer(asked, presented)), [400, 'late'], 'replayed')
    const late = await begin()
    const slow = await wallet.resolve(late.question.link)
    ahead += 11 * 60_000
    assert.deepEqual(await refusal(await wallet.answer(slow, presented)), [400, 'late'])
    assert.equal(await presentations.current(late.cookies, ANONYMOUS), undefined)
  })

  test('that was answered with another state, without anything, with too much or by a refusal is over', async () => {
    const asked = await wallet.resolve((await begin()).question.link)
    const presented = await wallet.presentSdJwt(await issuer.sdJwt(person(), holder), asked)
    assert.deepEqual(await refusal(await wallet.answer(asked, presented, { state: 'x' })), [400, 'other-session'])
    const post = async (body: string) =>
      fetcher((await wallet.resolve((await begin()).question.link)).responseUri, { method: 'POST', headers, body })
    assert.deepEqual(await refusal(await post('error=access_denied')), [400, 'declined'])
    assert.deepEqual(await refusal(await post('')), [400, 'malformed'])
    assert.equal((await post(`response=${'x'.repeat(300_000)}`)).status, 413)
    assert.equal((await post('response=a&response=b')).status, 400)
    assert.equal(
      (await fetcher(asked.responseUri, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })).status,
      415,
    )
  })
})

describe('a credential', () => {
  const cases: readonly (readonly [string, string, Odd])[] = [
    ['that was taken back', 'revoked', { status: { uri: issuer.statusUri, index: 8 } }],
    ['whose list nobody gives', 'status-away', { status: { uri: 'https://id.example/none', index: 1 } }],
    ['without a list (PresentCredentialWithoutStatus)', 'no-status', { status: null }],
    ['that is over', 'expired', { until: START - 86_400_000 }],
    ['without a name', 'malformed', { claims: { name: '' } }],
  ]
  for (const [what, why, odd] of cases)
    test(`${what} is refused, and both sides are told why`, async () => {
      const begun = await begin()
      assert.deepEqual(await refusal(await answer(begun, person(), odd)), [400, why])
      assert.deepEqual(await presentations.current(begun.cookies, ANONYMOUS), { step: 'refused', why, next: '/my' })
      await assert.rejects(presentations.confirm('1', begun.cookies, ANONYMOUS), refused(why))
    })

  test('of an issuer that nobody let in, or that was withdrawn, is refused; a list is read again when it is old', async () => {
    const begun = await begin()
    const asked = await wallet.resolve(begun.question.link)
    const presented = await wallet.presentSdJwt(await newIssuer('https://other.example', START).sdJwt(person(), holder), asked)
    assert.deepEqual(await refusal(await wallet.answer(asked, presented)), [400, 'unknown-issuer'])
    entered(await show(person()))
    isListAway = true
    entered(await show(person()))
    ahead += 61 * 60_000
    assert.deepEqual(await refusal(await answer(await begin(), person())), [400, 'status-away'])
    isListAway = false
    await presentations.issuers.withdraw(ADMINISTRATOR)
    await assert.rejects(begin(), refused('not-offered'))
    await assert.rejects(presentations.issuers.withdraw(ADMINISTRATOR), /wallet-issuers-not-found/)
    await hold([ENTRY])
    assert.equal(await presentations.isOffered(), true)
    assert.deepEqual(
      (await presentations.issuers.list(ADMINISTRATOR)).map(({ version, isHeld }) => [version, isHeld]),
      [
        [2, true],
        [1, false],
      ],
    )
  })

  test('counts by keys that can be read, of issuers that stand once in the list', async () => {
    const lists = [
      [[ENTRY, ENTRY], 'twice'],
      [[{ ...ENTRY, keys: [], anchors: [] }], 'no-key'],
      [[{ ...ENTRY, anchors: ['AAAA'] }], 'key'],
    ] as const
    assert.throws(() => presentations.issuers.read(Buffer.from('{"issuers":[{}]}')), refused('malformed', '/issuers/0/id'))
    for (const [issuers, why] of lists) await assert.rejects(hold(issuers), refused(why))
  })

  test('is kept as a keyed hash alone once its holder is in', async () => {
    const who = person()
    entered(await show(who))
    const rows = await rig.db.query<{ row: string }>(
      'select w::text as row from identity.wallets w union all select p::text from identity.presentations p',
    )
    for (const { row } of rows) assert.ok(!row.includes(who.number) && !row.includes(Buffer.from(who.number).toString('hex')))
  })
})

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, describe, test } from 'node:test'
import { ANONYMOUS, type PersonId, type Principal, type Problem } from '@dpg/kernel'
import { newId } from '@dpg/kernel/server'
import { type Change, type Holder, type IssuedPassport, newState } from '@dpg/passport/testing'
import { SESSION_COOKIE } from '../contract.ts'
import { faceService, type Faces, type KnownHolder, type ShownPassport } from '../index.ts'
import { openRig } from '../sign-on/testing.ts'

const now = Date.now()
const YEAR_MS = 365.25 * 86_400_000
const korea = newState('KR', 'ecdsa-p256-sha256', now)
const japan = newState('JP', 'ecdsa-p256-sha256', now)
const PICTURE = Buffer.from('ffd8ffe000104a46494600', 'hex')

let serial = 0
const holder = (more: Partial<Holder> = {}): Holder => ({
  surname: 'LEE',
  givenNames: 'SEOYEON',
  number: `Z${String(++serial).padStart(8, '0')}`,
  bornOn: '1990-04-02',
  sex: 'F',
  expiresOn: '2031-05-01',
  ...more,
})

/** What the registers know: by number. */
const known = new Map<string, KnownHolder>()
const told: ShownPassport[] = []
let isAway = false
let verdict: () => ReturnType<Faces['compare']> = async () => 'same'
const rig = await openRig({
  passports: {
    faces: { compare: () => verdict() },
    stay: {
      find: async ({ number }) => {
        if (isAway) throw new Error('away')
        return known.get(number)
      },
      refused: async (passport) => void told.push(passport),
    },
  },
})
after(() => rig.close())
const { passports } = rig.identity
const ADMINISTRATOR = { ...ANONYMOUS, kind: 'official', official: { id: 'off_1' } } as unknown as Principal
const SECOND = { ...ADMINISTRATOR, official: { id: 'off_2' } } as unknown as Principal
/** As two officials do it. */
const load = async (kind: 'master' | 'revoked' | 'lost', source: string, file: Buffer) => {
  const loaded = await passports.lists.load(ADMINISTRATOR, { kind, source, file })
  return loaded.isWaiting ? passports.lists.confirm(SECOND, loaded.id) : loaded
}

interface Showing {
  readonly by?: Principal
  readonly face?: boolean
  readonly alter?: (groups: Map<number, Buffer>) => void
  readonly answer?: (challenge: Buffer, own: IssuedPassport) => Buffer | undefined
}
async function show(passport: IssuedPassport, { by = ANONYMOUS, face = true, alter, answer }: Showing = {}) {
  const { id, challenge } = await passports.start(by)
  const groups = new Map(passport.groups)
  alter?.(groups)
  const given = answer ? answer(challenge, passport) : passport.answer(challenge)
  const proof = { id, sod: passport.sod, groups, ...(given ? { answer: given } : {}) }
  return passports.prove({ ...proof, ...(face ? { face: { type: 'image/jpeg', bytes: PICTURE } } : {}) }, by)
}
const refused = (outcome: string) => (error: unknown) => {
  assert.equal((error as Problem).type, `identity/passport-${outcome}`)
  return true
}
const issue = (change: Change = {}, more: Partial<Holder> = {}) => korea.issue(holder(more), { face: PICTURE, ...change })
const principalOf = (cookie: { readonly value: string }) => rig.identity.principalOf({ [SESSION_COOKIE]: cookie.value })
const register = (number: string, person = newId<PersonId>('per')): PersonId => {
  known.set(number, { person, name: '이서연', stay: { citizen: true, abroadDays: 120, visa: null } })
  return person
}
const outcomes = async () => (await passports.lists.attempts(ADMINISTRATOR)).map(({ outcome }) => outcome)

test('nobody is believed before an administrator has loaded a list of states', async () => {
  assert.equal(await passports.isOffered(), false)
  await assert.rejects(passports.start(ANONYMOUS), refused('not-offered'))
  await assert.rejects(load('master', 'ICAO', Buffer.from('no list')), refused('list-refused'))
  const file1 = korea.masterList([korea.root])
  const { id, isWaiting, isHeld } = await passports.lists.load(ADMINISTRATOR, { kind: 'master', source: 'ICAO', file: file1 })
  assert.deepEqual([isWaiting, isHeld, await passports.isOffered()], [true, false, false])
  await assert.rejects(passports.lists.confirm(ADMINISTRATOR, id), refused('list-same-person'))
  const first = await passports.lists.confirm(SECOND, id)
  assert.deepEqual([first.isHeld, await passports.isOffered()], [true, true])
  await assert.rejects(passports.lists.confirm(SECOND, id), refused('list-not-found'))
  assert.deepEqual([first.version, first.entries, first.states], [1, 1, ['KR']])
  await assert.rejects(show(japan.issue(holder({ state: 'JPN' }), { face: PICTURE })), refused('unknown-issuer'))
  const file = korea.masterList([korea.root, japan.root])
  await passports.lists.load(ADMINISTRATOR, { kind: 'master', source: 'ICAO', file: korea.masterList([japan.root]) })
  assert.equal((await passports.lists.list(ADMINISTRATOR)).find((one) => one.isHeld)?.id, id, 'the old holds while the new waits')
  const second = await load('master', 'ICAO', file)
  assert.deepEqual([second.version, second.states], [3, ['JP', 'KR']])
  await assert.rejects(load('master', 'ICAO', file), refused('list-refused'))
  const held = await passports.lists.list(ADMINISTRATOR)
  assert.deepEqual(
    held.map(({ version }) => version),
    [3],
  )
  assert.equal((await passports.lists.list(ADMINISTRATOR, { all: true })).length, 3)
})

describe('a passport', () => {
  test('that a register knows opens the account of whom it belongs to, and signs in there again', async () => {
    const own = holder()
    const person = register(own.number)
    const chip = korea.issue(own, { face: PICTURE })
    const first = await show(chip)
    assert.deepEqual(
      [first.level, first.face, first.stay, first.isNew, first.record?.abroadDays],
      ['substantial', 'same', 'known', true, 120],
    )
    const { person: id, displayName, assurance, permissions } = await principalOf(first.signedIn!.cookie)
    assert.deepEqual([id, displayName, assurance, permissions.has('resident')], [person, '이서연', 'substantial', true])
    const again = await show(chip)
    assert.deepEqual([again.isNew, again.signedIn?.principal.person], [false, person])
  })

  test('without its holder’s face shows whose it is and no more: nothing of their own is open', async () => {
    const own = holder()
    const person = register(own.number)
    const chip = korea.issue(own, { face: PICTURE })
    const first = await show(chip, { face: false })
    assert.deepEqual([first.level, first.face, first.signedIn?.principal.person], ['low', 'not-given', person])
    assert.equal(first.signedIn?.principal.permissions.has('resident'), false)
    assert.deepEqual(await passports.standing(first.signedIn!.principal), { level: 'low', face: 'not-given', stay: 'known' })
    verdict = async () => Promise.reject(new Error('away'))
    assert.deepEqual([(await show(chip)).level, (await show(chip)).face], ['low', 'away'])
    verdict = async () => 'same'
    const raised = await show(chip, { by: first.signedIn!.principal })
    assert.deepEqual([raised.level, raised.signedIn], ['substantial', null])
    assert.equal((await principalOf(first.signedIn!.cookie)).assurance, 'substantial')
    const lesser = await show(chip, { by: await principalOf(first.signedIn!.cookie), face: false })
    assert.equal(lesser.level, 'low')
    assert.equal((await principalOf(first.signedIn!.cookie)).assurance, 'substantial', 'a lesser proof lowers nothing')
  })

  test('that no register knows makes a guest, known a little; once a register knows it, it comes home', async () => {
    const own = holder()
    const chip = korea.issue(own, { face: PICTURE })
    const guest = await show(chip)
    assert.deepEqual([guest.level, guest.stay, guest.isNew], ['low', 'unknown', true])
    assert.equal(guest.signedIn?.principal.displayName, 'LEE SEOYEON')
    assert.equal((await show(chip)).signedIn?.principal.person, guest.signedIn?.principal.person)
    const person = register(own.number)
    const home = await show(chip, { by: guest.signedIn!.principal })
    assert.deepEqual([home.level, home.stay, home.signedIn?.principal.person], ['substantial', 'known', person])
    assert.equal((await principalOf(guest.signedIn!.cookie)).kind, 'anonymous', 'the session of the guest has ended')
    known.delete(own.number)
    const gone = await show(chip)
    assert.deepEqual([gone.level, gone.signedIn?.principal.person], ['low', person], 'no register stands for it any more')
  })

  test('is added by whoever is signed in, unless it is somebody else’s', async () => {
    const me = await rig.enrol('홍길동')
    const { principal } = await rig.identity.acceptInvitation(await rig.identity.invite(me))
    const own = holder()
    const chip = korea.issue(own, { face: PICTURE })
    const added = await show(chip, { by: principal })
    assert.deepEqual([added.stay, added.signedIn, added.level], ['own', null, 'substantial'])
    assert.equal((await show(chip)).signedIn?.principal.person, me)
    const other = holder()
    register(other.number)
    await assert.rejects(show(korea.issue(other, { face: PICTURE }), { by: principal }), refused('others'))
    register(own.number)
    await assert.rejects(show(chip), refused('others'), 'a register says that it is another’s')
    known.delete(own.number)
    const [way] = await passports.list(principal)
    assert.equal(way?.name, `KOR · ${own.number.slice(-2)}`)
    await passports.remove(principal, way!.id)
    await assert.rejects(passports.remove(principal, way!.id), refused('not-found'))
  })

  test('is not anybody’s while the register that knows does not answer', async () => {
    isAway = true
    await assert.rejects(show(issue()), refused('register-away'))
    isAway = false
  })
})

describe('each of these is refused with its own reason, counted without a name', () => {
  const genuine = ['expired', 'lost', 'copied', 'not-asked', 'no-key', 'other-face']
  const cases: Readonly<Record<string, () => Promise<unknown>>> = {
    malformed: () => show(issue(), { alter: (groups) => groups.delete(1) }),
    altered: () => show(issue(), { alter: (groups) => groups.set(1, issue({}, { surname: 'PARK' }).groups.get(1)!) }),
    forged: () => {
      const passport = issue()
      const sod = Buffer.from(passport.sod)
      sod[sod.length - 5]! ^= 1
      return show({ ...passport, sod })
    },
    'unknown-issuer': () => show(newState('KR', 'ecdsa-p384-sha384', now).issue(holder(), { face: PICTURE })),
    'wrong-country': () => show(japan.issue(holder(), { face: PICTURE })),
    'signer-expired': () => show(issue({ signer: { from: now - 3 * YEAR_MS, until: now - 2 * YEAR_MS } })),
    revoked: async () => {
      const passport = issue()
      await load('revoked', 'KR', korea.revoke(passport.signer))
      return show(passport)
    },
    expired: () => show(issue({}, { expiresOn: '2024-01-31' })),
    lost: async () => {
      const own = holder()
      await load('lost', 'KR', Buffer.from(`# reported\nKOR,${own.number}\nJPN,TR1234567 # another\n`))
      return show(korea.issue(own, { face: PICTURE }))
    },
    copied: () => show(issue(), { answer: (challenge) => issue().answer(challenge) }),
    'not-asked': () => show(issue(), { answer: () => undefined, alter: (groups) => groups.delete(15) }),
    'no-key': () => show(issue({ chipKey: 'none' }), { answer: () => undefined, face: false }),
    'other-face': async () => {
      verdict = async () => 'not-alive'
      await show(issue()).finally(() => {
        verdict = async () => 'same'
      })
    },
  }
  for (const [outcome, attempt] of Object.entries(cases))
    test(outcome, async () => {
      told.length = 0
      await assert.rejects(attempt(), refused(outcome))
      assert.equal((await outcomes())[0], outcome)
      assert.equal(told.length, genuine.includes(outcome) ? 1 : 0, 'its owner is told when it is a real passport')
    })

  test('a recorded answer, and a challenge that was used', async () => {
    const passport = issue()
    const earlier = passport.answer((await passports.start(ANONYMOUS)).challenge)
    await assert.rejects(show(passport, { answer: () => earlier }), refused('copied'))
    const { id, challenge } = await passports.start(ANONYMOUS)
    const proof = { id, sod: passport.sod, groups: passport.groups, answer: passport.answer(challenge) }
    await passports.prove(proof, ANONYMOUS)
    await assert.rejects(passports.prove(proof, ANONYMOUS), refused('challenge'))
    const other = await passports.start(ANONYMOUS)
    const someone = (await rig.identity.acceptInvitation(await rig.identity.invite(await rig.enrol('김둘')))).principal
    await assert.rejects(passports.prove({ ...proof, id: other.id }, someone), refused('challenge'), 'taken by another')
  })

  test('the same passport more than ten times an hour', async () => {
    const passport = issue()
    for (let i = 0; i < 10; i++) await show(passport, { face: false })
    await assert.rejects(show(passport), refused('too-often'))
  })

  test('a chip without a key counts with its holder’s face alone', async () => {
    const { level } = await show(issue({ chipKey: 'none' }), { answer: () => undefined })
    assert.equal(level, 'low')
  })
})

test('a list that is withdrawn vouches for nobody; nor does one take passports back that nobody we know has signed', async () => {
  const stranger = newState('KR', 'ecdsa-p384-sha384', now)
  await assert.rejects(load('revoked', 'KR', stranger.revoke(issue().signer)), refused('list-refused'))
  await assert.rejects(load('lost', 'KR', Buffer.from('M12345678')), refused('list-refused'))
  const [master] = (await passports.lists.list(ADMINISTRATOR)).filter(({ kind }) => kind === 'master')
  await passports.lists.withdraw(ADMINISTRATOR, master!.id)
  await assert.rejects(passports.lists.withdraw(ADMINISTRATOR, master!.id), refused('list-not-found'))
  await assert.rejects(show(issue()), refused('not-offered'))
})

test('a service that compares faces is asked over HTTP with both pictures; without an answer nothing is known', async () => {
  const asked: { readonly token: string | undefined; readonly body: Record<string, { type: string; data: string }> }[] = []
  let answer = { status: 200, content: JSON.stringify({ same: true, alive: true }) }
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    asked.push({ token: incoming.headers.authorization, body: JSON.parse(Buffer.concat(chunks).toString()) })
    outgoing.writeHead(answer.status).end(answer.content)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/compare`
  const faces = faceService({ url, token: 'secret' })
  const compare = () => faces.compare({ type: 'image/jpeg', bytes: PICTURE }, { type: 'image/png', bytes: Buffer.from('x') })
  assert.equal(await compare(), 'same')
  assert.equal(asked[0]?.token, 'Bearer secret')
  assert.deepEqual(asked[0]?.body, {
    chip: { type: 'image/jpeg', data: PICTURE.toString('base64') },
    live: { type: 'image/png', data: 'eA==' },
  })
  answer = { status: 200, content: JSON.stringify({ same: false, alive: true }) }
  assert.equal(await compare(), 'other')
  answer = { status: 200, content: JSON.stringify({ same: true, alive: false }) }
  assert.equal(await compare(), 'not-alive')
  for (const bad of [
    { status: 500, content: '' },
    { status: 200, content: '{}' },
    { status: 302, content: '' },
  ]) {
    answer = bad
    await assert.rejects(compare())
  }
  server.closeAllConnections()
  server.close()
})

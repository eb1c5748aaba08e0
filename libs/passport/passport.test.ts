import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { serialOf } from './cms.ts'
import { children, INTEGER, readInteger, readTlv } from './der.ts'
import { anchorsOf, type Doubt, faceIn, MalformedError, readMasterList, readMrz, verifyPassport } from './index.ts'
import { type Change, type Holder, newState, SUITES, type Suite } from './testing/index.ts'

const now = Date.parse('2026-11-26T00:00:00Z')
const YEAR_MS = 365.25 * 86_400_000
const holder: Holder = {
  surname: 'KIM',
  givenNames: 'SUN JA',
  number: 'M12345678',
  bornOn: '1956-03-14',
  sex: 'F',
  expiresOn: '2031-05-01',
}
const challenge = Buffer.from('0123456789abcdef', 'hex')
const korea = newState('KR', 'ecdsa-p256-sha256', now)
const anchors = anchorsOf([korea.root])

function check(
  change: Change = {},
  more: {
    holder?: Partial<Holder>
    isLost?: () => boolean
    alter?: (chip: Map<number, Buffer>) => void
    answer?: Buffer | null
  } = {},
) {
  const { sod, groups, answer } = korea.issue({ ...holder, ...more.holder }, change)
  more.alter?.(groups)
  const given = more.answer === undefined ? answer(challenge) : more.answer
  return verifyPassport(
    { sod, groups, ...(given ? { answer: given } : {}) },
    { anchors, now, challenge, ...(more.isLost ? { isLost: more.isLost } : {}) },
  )
}
const doubts = (...given: Parameters<typeof check>): readonly Doubt[] => check(...given).doubts

test('a passport of every algorithm in use is believed, and says who its holder is', () => {
  for (const suite of Object.keys(SUITES) as Suite[]) {
    const state = newState('KR', suite, now)
    const { sod, groups, answer } = state.issue(holder)
    const checked = verifyPassport(
      { sod, groups, answer: answer(challenge) },
      { anchors: anchorsOf([state.root]), now, challenge },
    )
    assert.deepEqual(checked.doubts, [], suite)
    assert.equal(checked.isOriginal, true)
    assert.deepEqual(
      [checked.mrz?.surname, checked.mrz?.givenNames, checked.mrz?.bornOn, checked.mrz?.number],
      ['KIM', 'SUN JA', '1956-03-14', 'M12345678'],
    )
  }
})

test('what was altered, forged, issued by nobody or by another state is refused with that reason', () => {
  assert.deepEqual(doubts({}, { alter: (groups) => groups.set(1, korea.issue({ ...holder, surname: 'LEE' }).groups.get(1)!) }), [
    'altered',
  ])
  const { sod, groups, answer } = korea.issue(holder)
  const forged = Buffer.from(sod)
  forged[forged.length - 5]! ^= 1
  const circumstances = { anchors, now, challenge }
  assert.deepEqual(verifyPassport({ sod: forged, groups, answer: answer(challenge) }, circumstances).doubts, ['forged'])
  const other = newState('KR', 'ecdsa-p384-sha384', now)
  const stranger = other.issue(holder)
  assert.deepEqual(verifyPassport({ ...stranger, answer: stranger.answer(challenge) }, circumstances).doubts, ['unknown-issuer'])
  const japan = newState('JP', 'ecdsa-p384-sha384', now)
  const posing = japan.issue(holder)
  assert.deepEqual(
    verifyPassport(
      { ...posing, answer: posing.answer(challenge) },
      { ...circumstances, anchors: anchorsOf([korea.root, japan.root]) },
    ).doubts,
    ['wrong-country'],
  )
})

test('a passport that has ended, was reported lost, or whose signer had ended or was taken back, is refused with that reason', () => {
  assert.deepEqual(doubts({}, { holder: { expiresOn: '2026-11-25' } }), ['expired'])
  assert.deepEqual(doubts({}, { isLost: () => true }), ['lost'])
  assert.deepEqual(doubts({ signer: { from: now - 3 * YEAR_MS, until: now - 2 * YEAR_MS } }), ['signer-expired'])
  assert.deepEqual(doubts({ signer: { from: now - 3 * YEAR_MS, until: now - 2 * YEAR_MS }, signedAt: now - 2.5 * YEAR_MS }), [])
  const { sod, groups, answer, signer } = korea.issue(holder)
  const strict = anchorsOf([korea.root])
  assert.equal(strict.addRevocations(newState('KR', 'ecdsa-p384-sha384', now).revoke(signer)), false)
  const circumstances = { anchors: strict, now, challenge }
  assert.deepEqual(verifyPassport({ sod, groups, answer: answer(challenge) }, circumstances).doubts, [])
  assert.equal(strict.addRevocations(korea.revoke(signer)), true)
  assert.deepEqual(verifyPassport({ sod, groups, answer: answer(challenge) }, circumstances).doubts, ['revoked'])
})

test('a copy of a chip, a recording of an answer, and a chip that was not asked are told apart from the chip itself', () => {
  for (const chipKey of ['ec', 'rsa'] as const) {
    assert.equal(check({ chipKey }).isOriginal, true, chipKey)
    const { answer } = korea.issue(holder, { chipKey })
    assert.deepEqual(doubts({ chipKey }, { answer: answer(challenge) }), ['copied'], 'another chip answered')
    const one = korea.issue(holder, { chipKey })
    const recorded = one.answer(Buffer.from('fedcba9876543210', 'hex'))
    assert.deepEqual(
      verifyPassport({ ...one, answer: recorded }, { anchors, now, challenge }).doubts,
      ['copied'],
      'recorded before',
    )
  }
  assert.deepEqual(doubts({}, { answer: null }), ['not-asked'])
  assert.deepEqual(doubts({}, { answer: null, alter: (groups) => groups.delete(15) }), ['not-asked'], 'the key was left out')
  const silent = check({ chipKey: 'none' }, { answer: null })
  assert.deepEqual([silent.isGood, silent.isOriginal], [true, false])
})

test('the picture on the chip is read, and what is no picture is refused', () => {
  const picture = Buffer.from('ffd8ffe000104a46494600', 'hex')
  const { groups } = korea.issue(holder, { face: picture })
  const group = groups.get(2)!
  assert.deepEqual(faceIn(group), { type: 'image/jpeg', bytes: picture })
  assert.deepEqual(doubts({ face: picture }), [])
  for (let length = 0; length < group.length; length++) assert.throws(() => faceIn(group.subarray(0, length)), MalformedError)
  const other = korea.issue(holder, { face: Buffer.from('not a picture') }).groups.get(2)!
  assert.throws(() => faceIn(other), MalformedError)
})

test('a zone whose check digits do not fit, or that names a day that does not exist, is no zone', () => {
  const good = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10'
  assert.deepEqual(readMrz(good, '2026-11-26'), {
    state: 'UTO',
    surname: 'ERIKSSON',
    givenNames: 'ANNA MARIA',
    number: 'L898902C3',
    nationality: 'UTO',
    bornOn: '1974-08-12',
    sex: 'F',
    expiresOn: '2012-04-15',
    personal: 'ZE184226B',
  })
  for (let at = 44; at < 88; at++) {
    if (at >= 54 && at < 57) continue // the nationality has no digit of its own
    const changed = good.slice(0, at) + (good[at] === '7' ? '8' : '7') + good.slice(at + 1)
    if (at === 64) continue // nor has the sex
    assert.throws(() => readMrz(changed, '2026-11-26'), MalformedError, `at ${at}`)
  }
  assert.throws(() => readMrz('P<KOR', '2026-11-26'), MalformedError)
})

test('whatever bytes come, it answers: no crash, and what is believed is what was signed', () => {
  const { sod, groups, answer } = korea.issue(holder)
  const asked = answer(challenge)
  const good = verifyPassport({ sod, groups, answer: asked }, { anchors, now, challenge })
  let believed = 0
  for (let i = 0; i < 600; i++) {
    const changed = Buffer.from(sod)
    changed[(i * 7919) % changed.length]! ^= 1 << (i % 8)
    if (i % 3 === 0) changed.subarray((i * 31) % changed.length).fill(0xff)
    const cut = i % 5 === 0 ? changed.subarray(0, (i * 13) % changed.length) : changed
    if (cut.equals(sod)) continue
    const checked = verifyPassport({ sod: cut, groups, answer: asked }, { anchors, now, challenge })
    // Bytes outside what is signed may differ; then it is the same passport still.
    if (checked.isGood) assert.equal(checked.fingerprint, good.fingerprint, `change ${i}`)
    else assert.ok(checked.doubts.length > 0, `change ${i}`)
    believed += Number(checked.isGood)
  }
  assert.ok(believed < 60, `${believed} of 600 were believed`)
})

test('an authority that numbers below zero is read like any other', () => {
  const raw = Buffer.from(korea.root.raw)
  const numberIn = (bytes: Buffer) => children(children(readTlv(bytes))[0]!).find(({ tag }) => tag === INTEGER)!
  raw[raw.indexOf(numberIn(raw).whole) + 2]! |= 0x80
  const below = serialOf(new X509Certificate(raw))
  assert.ok(below < 0n)
  assert.equal(below, readInteger(numberIn(raw)))
})

test('a master list is read when one of its own has signed it', () => {
  const japan = newState('JP', 'rsa2048-sha256', now)
  const list = korea.masterList([korea.root, japan.root])
  assert.deepEqual(
    readMasterList(list)
      .map(({ subject }) => subject)
      .sort(),
    [japan.root.subject, korea.root.subject].sort(),
  )
  const changed = Buffer.from(list)
  changed[changed.length - 3]! ^= 1
  assert.throws(() => readMasterList(changed), MalformedError)
})

const REAL = process.env['DPG_MASTER_LISTS'] ?? ''
test('real master lists of states are read whole', {
  skip: existsSync(REAL) ? false : 'set DPG_MASTER_LISTS to a folder with .ml files',
}, () => {
  for (const file of globSync('**/*.{ml,bin}', { cwd: REAL })) {
    const certificates = readMasterList(readFileSync(`${REAL}/${file}`))
    assert.ok(certificates.length > 100, `${file}: ${certificates.length}`)
  }
})

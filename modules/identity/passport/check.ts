/** From what a phone has read to a passport that we believe, and how far; every refusal leaves its trace. */
import type { Problem } from '@dpg/kernel'
import { alpha2Of, faceIn, MalformedError, type Mrz, verifyPassport } from '@dpg/passport'
import type { FaceOutcome, PassportProof } from '../contract.ts'
import type { IdentityDeps } from '../index.ts'
import { takeChallenge } from '../store.ts'
import { holderOf } from './holder.ts'
import type { createTrust } from './lists.ts'
import type { PassportDeps, ShownPassport } from './ports.ts'
import { gravestOf, isGenuine, type RefusalOutcome, refusalOf } from './refusals.ts'
import { isLost } from './store-lists.ts'
import { attemptsSince, insertAttempt } from './store-passports.ts'

/** Told apart from the challenges of other ways in: no answer to one is an answer to another. */
export const CHALLENGE_PREFIX = 'passport:'
/** Of one passport within an hour, let in or not. */
const MOST_TRIES = 10

export interface Believed {
  readonly holder: Buffer
  readonly shown: ShownPassport
  readonly mrz: Mrz
  readonly face: FaceOutcome
}

export interface CheckDeps extends IdentityDeps, PassportDeps {
  readonly trust: ReturnType<typeof createTrust>
}

/** Throws the problem that says why not; `account`: of whoever is signed in. */
export async function believe(deps: CheckDeps, proof: PassportProof, account: string | null): Promise<Believed> {
  const now = deps.clock.now()
  const asked = await takeChallenge(deps.db, proof.id, now.toString())
  if (!asked?.challenge.startsWith(CHALLENGE_PREFIX) || asked.account !== account) throw await refuse(deps, 'challenge')
  const challenge = Buffer.from(asked.challenge.slice(CHALLENGE_PREFIX.length), 'base64url')
  const { sod, groups, answer } = proof
  const checked = verifyPassport(
    { sod, groups, ...(answer ? { answer } : {}) },
    { anchors: await deps.trust.anchors(), now: now.epochMilliseconds, challenge },
  )
  const { mrz, isOriginal } = checked
  if (!mrz || !isGenuine(checked.doubts)) throw await refuse(deps, gravestOf(checked.doubts) ?? 'malformed')
  const holder = holderOf(deps, mrz.state, mrz.number)
  const shown = shownOf(mrz)
  const about = { mrz, holder, shown }
  if ((await attemptsSince(deps.db, holder, now.subtract({ hours: 1 }).toString())) >= MOST_TRIES)
    throw await refuse(deps, 'too-often', { mrz, holder })
  const doubts = (await isLost(deps.db, holder)) ? [...checked.doubts, 'lost' as const] : checked.doubts
  const doubt = gravestOf(doubts)
  if (doubt) throw await refuse(deps, doubt, about)
  const face = await compare(deps, proof)
  if (face === 'other' || face === 'not-alive') throw await refuse(deps, 'other-face', about)
  // A chip that cannot be asked may be a copy; then only its holder's own face will do.
  if (!isOriginal && face !== 'same') throw await refuse(deps, 'no-key', about)
  return { holder, shown, mrz, face }
}

const shownOf = (mrz: Mrz): ShownPassport => ({
  state: alpha2Of(mrz.state) ?? '',
  number: mrz.number,
  name: `${mrz.surname} ${mrz.givenNames}`.trim(),
  bornOn: mrz.bornOn,
  sex: mrz.sex,
})

/** When whoever compares is away nothing is known, and nothing is gained by it. */
async function compare({ faces, log }: CheckDeps, { groups, face }: PassportProof): Promise<FaceOutcome | 'other' | 'not-alive'> {
  if (!faces) return 'no-service'
  const group = groups.get(2)
  if (!face || !group) return 'not-given'
  try {
    return await faces.compare(faceIn(group), face)
  } catch (cause) {
    if (cause instanceof MalformedError) return 'not-given'
    log.warn('identity.faces-away', {}, cause)
    return 'away'
  }
}

interface About {
  readonly mrz: Mrz
  readonly holder: Buffer
  /** Told to its owner, where a register knows one. */
  readonly shown?: ShownPassport
}

/** Counted for the administrator, logged for the operator, and in the record of whose passport it is. */
async function refuse(deps: CheckDeps, outcome: RefusalOutcome, about?: About): Promise<Problem> {
  await noteAttempt(deps, outcome, about)
  deps.log.info('identity.passport-refused', { outcome })
  if (about?.shown)
    await deps.stay.refused(about.shown).catch((cause: unknown) => deps.log.warn('identity.refusal-not-told', { outcome }, cause))
  return refusalOf(outcome)
}

export const noteAttempt = (deps: CheckDeps, outcome: string, about?: Pick<About, 'mrz' | 'holder'>): Promise<void> =>
  insertAttempt(deps.db, {
    id: deps.newId('pat'),
    at: deps.clock.now().toString(),
    outcome,
    state: about?.mrz.state ?? null,
    holder: about?.holder ?? null,
  })

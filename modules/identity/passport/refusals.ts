/** Why a proof is refused, each a problem of its own; the gravest doubt is the one that is said. */
import type { Problem } from '@dpg/kernel'
import type { Doubt } from '@dpg/passport'
import {
  passportAltered,
  passportChallenge,
  passportCopied,
  passportExpired,
  passportForged,
  passportLost,
  passportMalformed,
  passportNoKey,
  passportNotAsked,
  passportOtherFace,
  passportRevoked,
  passportSignerExpired,
  passportTooOften,
  passportUnknownIssuer,
  passportWrongCountry,
} from '../contract.ts'

/** The gravest first. */
const DOUBTS = {
  malformed: passportMalformed,
  forged: passportForged,
  altered: passportAltered,
  'unknown-issuer': passportUnknownIssuer,
  'wrong-country': passportWrongCountry,
  revoked: passportRevoked,
  'signer-expired': passportSignerExpired,
  lost: passportLost,
  expired: passportExpired,
  copied: passportCopied,
  'not-asked': passportNotAsked,
} as const satisfies Record<Doubt, (values: object) => Problem>

const OTHERS = {
  challenge: passportChallenge,
  'no-key': passportNoKey,
  'other-face': passportOtherFace,
  'too-often': passportTooOften,
} as const

export type RefusalOutcome = Doubt | keyof typeof OTHERS

export const refusalOf = (outcome: RefusalOutcome): Problem => ({ ...DOUBTS, ...OTHERS })[outcome]({})

export const gravestOf = (doubts: readonly Doubt[]): Doubt | undefined =>
  (Object.keys(DOUBTS) as Doubt[]).find((doubt) => doubts.includes(doubt))

/** The data is what a state has signed for this very passport; what is wrong is how or by whom it is shown now. */
const GENUINE: readonly Doubt[] = ['lost', 'expired', 'copied', 'not-asked']
export const isGenuine = (doubts: readonly Doubt[]): boolean => doubts.every((doubt) => GENUINE.includes(doubt))

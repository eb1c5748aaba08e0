/** When every device is lost: a code from the drawer opens the account a little, an office opens it whole. Nobody gets higher by losing something. */
import { createHash, randomInt } from 'node:crypto'
import { type Recovery, recoveryRefused } from '../contract.ts'
import type { IdentityDeps } from '../index.ts'
import { accountOf, beginSession, endOthers } from '../sessions.ts'
import { countCodes, replaceCodes, takeCode } from './store-ways.ts'

const CODES = 8
/** Without characters that are read wrongly: 0 O 1 I L. 80 bits a code. */
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
const hashOf = (code: string) =>
  createHash('sha256')
    .update(`recovery:${code.toUpperCase().replace(/[^A-Z0-9]/g, '')}`)
    .digest()
const makeCode = () =>
  Array.from({ length: 20 }, () => LETTERS[randomInt(LETTERS.length)])
    .join('')
    .replace(/(.{5})(?=.)/g, '$1-')

export const createRecovery = (deps: IdentityDeps): Recovery => ({
  make: async (principal) => {
    // Made by whoever is surely there: otherwise a code would be a way up.
    if (principal.assurance !== 'high' && principal.assurance !== 'substantial') throw recoveryRefused({ why: 'level' })
    const codes = Array.from({ length: CODES }, makeCode)
    await deps.db.transaction((tx) => replaceCodes(tx, accountOf(principal), codes.map(hashOf), deps.clock.now().toString()))
    return codes
  },
  left: (principal) => countCodes(deps.db, accountOf(principal)),
  use: (code, userAgent) =>
    deps.db.transaction(async (tx) => {
      const account = await takeCode(tx, hashOf(code.slice(0, 100)))
      if (!account) throw recoveryRefused({ why: 'unknown' })
      // Whoever found the lost device is out at this moment.
      await endOthers(deps, tx, account.id)
      return beginSession(deps, tx, account, { way: 'recovery', userAgent })
    }),
})

/** What a passport is known by in our tables: keyed, so that a copy of them tells nobody's number. */
import { createHmac } from 'node:crypto'
import type { IdentityDeps } from '../index.ts'

/** `state`: three letters, as passports write them. */
export const holderOf = ({ secret }: Pick<IdentityDeps, 'secret'>, state: string, number: string): Buffer =>
  createHmac('sha256', secret('passports'))
    .update(JSON.stringify([state, number]))
    .digest()

import { test } from 'node:test'
import { bytesOf, type Group, judge, skip } from '@dpg/vectors'
import { checkSignature } from './check-signature.ts'

const publicKeyOf = ({ publicKey }: Group) => bytesOf(publicKey as Readonly<Record<string, unknown>>, 'pk')

test('checkpoints and cosignatures are believed as Wycheproof says', { skip }, (t) =>
  judge(t, 'ed25519', (vector, group) => checkSignature(publicKeyOf(group), bytesOf(vector, 'msg'), bytesOf(vector, 'sig'))),
)

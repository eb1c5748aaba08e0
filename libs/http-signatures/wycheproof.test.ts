import { createPublicKey } from 'node:crypto'
import { test } from 'node:test'
import { bytesOf, type Group, judge, skip } from '@dpg/vectors'
import { isBy } from './batch.ts'
import { isByEd25519 } from './node.ts'

const keyOf = (group: Group) => createPublicKey({ key: bytesOf(group, 'publicKeyDer'), format: 'der', type: 'spki' })

test('messages signed with Ed25519 are believed as Wycheproof says', { skip }, (t) =>
  judge(t, 'ed25519', (vector, group) => isByEd25519(keyOf(group), bytesOf(vector, 'msg'), bytesOf(vector, 'sig'))),
)

test('messages signed with ECDSA, P-256 and SHA-256 are believed as Wycheproof says', { skip }, (t) =>
  judge(t, 'ecdsa_secp256r1_sha256_p1363', (vector, group) => isBy(keyOf(group), bytesOf(vector, 'msg'), bytesOf(vector, 'sig'))),
)

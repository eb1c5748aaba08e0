/** Signing in with a certificate (공동인증서, 금융인증서: 전자서명법 제2조제6호): a text of ours signed by its holder, the certificate believed up to an authority. */
import { createHash, randomBytes, verify, type X509Certificate } from 'node:crypto'
import type { Id } from '@dpg/kernel'
import { certificateRefused, type CertificateAnswer, type Certificates } from '../contract.ts'
import type { IdentityDeps } from '../index.ts'
import { mayRemove } from '../removing.ts'
import { accountOf, beginSession, signOut, WORTH, worthOfAdding } from '../sessions.ts'
import { lower } from '../sign-on/levels.ts'
import { insertChallenge, takeChallenge } from '../store.ts'
import { believe } from './chain.ts'
import { subjectOf } from './revocation.ts'
import { deleteCertificate, insertCertificate, listCertificates, useCertificate } from './store-ways.ts'

const CHALLENGE_MIN = 10

export function createCertificates(deps: IdentityDeps): Certificates {
  const { db, clock } = deps
  /** Says where it is for: a signature given to another site is none for us. */
  const textOf = (challenge: string) => `dpg sign-in\n${new URL(deps.baseUrl()).origin}\n${challenge}\n`
  const check = async ({ id, chain, signature }: CertificateAnswer, account: string | null) => {
    const trust = deps.certificates
    if (!trust) throw certificateRefused({ why: 'none' })
    const asked = await takeChallenge(db, id, clock.now().toString())
    if (!asked || asked.account !== account) throw certificateRefused({ why: 'challenge' })
    const believed = await believe(chain, trust, clock.now())
    if ('doubt' in believed) throw certificateRefused({ why: believed.doubt })
    if (!isSigned(believed.leaf, textOf(asked.challenge), signature)) throw certificateRefused({ why: 'signature' })
    return { holder: holderOf(believed.leaf, believed.issuer), name: nameOf(believed.leaf) }
  }
  return {
    isOffered: deps.certificates !== undefined && deps.certificates.roots.length > 0,
    start: async (principal) => {
      const id = deps.newId<Id<'ChallengeId'>>('chl')
      const challenge = randomBytes(24).toString('base64url')
      const account = principal.session ? accountOf(principal) : null
      await insertChallenge(db, id, challenge, account, clock.now().add({ minutes: CHALLENGE_MIN }).toString())
      return { id, text: textOf(challenge) }
    },
    enter: async (answer, principal, userAgent) => {
      const { holder } = await check(answer, principal.session ? accountOf(principal) : null)
      const account = await useCertificate(db, holder, clock.now().toString())
      if (!account) throw certificateRefused({ why: 'stranger' })
      if (principal.session) await signOut(deps, principal.session)
      return db.transaction((tx) => beginSession(deps, tx, account, { way: 'certificate', worth: account.worth, userAgent }))
    },
    add: async (answer, principal) => {
      const account = accountOf(principal)
      const { holder, name } = await check(answer, account)
      const assurance = lower(WORTH.certificate, await worthOfAdding(deps, principal))
      const id = deps.newId<Id<'CertificateId'>>('crt')
      if (!(await insertCertificate(db, account, { id, holder, name, assurance, at: clock.now().toString() })))
        throw certificateRefused({ why: 'taken' })
    },
    list: (principal) => listCertificates(db, accountOf(principal)),
    remove: async (principal, id) => {
      await mayRemove(deps, principal, await listCertificates(db, accountOf(principal)), id)
      if (!(await deleteCertificate(db, accountOf(principal), id))) throw certificateRefused({ why: 'unknown' })
    },
  }
}

/** A renewed certificate is the same person's: the authority and its name for them, not the key. */
const holderOf = (leaf: X509Certificate, issuer: X509Certificate): Buffer =>
  createHash('sha256').update(subjectOf(issuer)).update(subjectOf(leaf)).digest()

/** The authority, for its holder to know the certificate again; the person's own name stays out of the table. */
const nameOf = ({ issuer }: X509Certificate): string => (/^(?:O|CN)=(.+)$/m.exec(issuer)?.[1] ?? 'X.509').slice(0, 80)

/** By the key of a certificate: RSA (PKCS #1) or ECDSA with SHA-256, or Ed25519. `signature`: base64. */
export function isSigned({ publicKey }: Pick<X509Certificate, 'publicKey'>, text: string, signature: string): boolean {
  const bytes = Buffer.from(signature, 'base64')
  const hash = publicKey.asymmetricKeyType === 'ed25519' ? null : 'sha256'
  try {
    return bytes.length > 0 && verify(hash, Buffer.from(text), publicKey, bytes)
  } catch {
    return false
  }
}

/** Consent: a data agreement is a bundle that people may send, a policy the receivers it is meant for. */
import { type Answering, notFound, ok } from './answer.ts'
import names from './names.json' with { type: 'json' }
import { type Json, listIn, type Platform, textIn } from './platform.ts'

const AGREEMENTS: Readonly<Record<string, string>> = names.agreements
const POLICIES: Readonly<Record<string, string>> = names.policies
const ID = /^\d{1,18}$/

export function consent(platform: Platform): Answering {
  const bundles = async () => listIn((await platform.get('/api/mydata/bundles')).body, 'items')
  return async (method, path) => {
    const [area, kind, id = ''] = path
    const isAgreement = area === 'config' && kind === 'data-agreement'
    const isPolicy = area === 'service' && kind === 'policy'
    if (method !== 'GET' || path.length !== 3 || !(isAgreement || isPolicy)) return undefined
    if (!ID.test(id)) return { status: 400, body: { error: 'id' } }
    const all = await bundles()
    if (isAgreement) {
      const bundle = all.find((one) => one['id'] === AGREEMENTS[id])
      return bundle ? ok({ dataAgreement: agreementOf(id, bundle), revision: revisionOf(bundle) }) : notFound
    }
    const meant = all.filter((one) => Array.isArray(one['receivers']) && one['receivers'].includes(POLICIES[id]))
    if (meant.length === 0) return notFound
    return ok({
      policy: { id, name: POLICIES[id], dataAgreements: meant.map((one) => one['id']) },
      revision: revisionOf(...meant),
    })
  }
}

const agreementOf = (id: string, bundle: Json) => ({
  id,
  purpose: textIn(bundle['title']),
  dataAttributes: bundle['facts'],
  receivers: bundle['receivers'],
})

/** Definitions are kept in versions by what they say. */
const revisionOf = (...bundles: readonly Json[]) => ({ objectName: 'bundle', objectIds: bundles.map((one) => one['id']) })

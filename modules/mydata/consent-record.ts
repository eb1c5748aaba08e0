/** A consent record a person can keep: the fields of ISO/IEC TS 27560 (record header, processing, parties, event), signed by us. */
import type { Principal } from '@dpg/kernel'
import type { KeptConsent, TransferId } from './contract.ts'
import type { MydataDeps } from './deps.ts'
import { LAW, ownTransfer, purposeOf } from './give.ts'
import type { Signing } from './sealing.ts'
import { findReceiver } from './store.ts'
import { noteLook, subjectOf } from './subject.ts'

export async function consentRecord(deps: MydataDeps, signing: Signing, principal: Principal, id: TransferId): Promise<string> {
  const person = subjectOf(principal)
  const row = await ownTransfer(deps, principal, id)
  await noteLook(deps, principal, 'view')
  const receiver = (await findReceiver(deps.db, row.receiver))!
  return signConsent(deps, signing, {
    id: row.id,
    pairwise: deps.identity.towards(person, receiver.id),
    person,
    recipient: receiver,
    purposes: [{ purpose: purposeOf(deps, receiver, row.bundle), law: LAW, facts: row.facts }],
    every: row.every,
    from: row.givenAt,
    until: row.until,
    endedAt: row.endedAt,
    page: '/my/data',
  })
}

export async function signConsent(deps: MydataDeps, signing: Signing, consent: KeptConsent): Promise<string> {
  const { pack } = deps.catalogue.current()
  const { id, pairwise, person, recipient, every, from, until, endedAt } = consent
  const page = `${deps.baseUrl()}${consent.page}`
  const event = (type: string, at: string) => ({ event_type: type, event_time: at, entity_id: person })
  const record = {
    record: { schema_version: 'ISO/IEC TS 27560:2023', record_id: id, pii_principal_id: pairwise },
    pii_processing: {
      privacy_notice: page,
      language: 'ko',
      purposes: consent.purposes.map(({ purpose, law, facts }) => ({
        purpose,
        lawful_basis: law,
        pii_information: facts.map((fact) => {
          const { title, sensitivity } = pack.facts.get(fact) ?? { title: { ko: fact }, sensitivity: 'personal' }
          return { pii_type: fact, title, sensitive_pii_category: sensitivity === 'sensitive' }
        }),
        pii_controllers: [...new Set(facts.map((fact) => pack.facts.get(fact)?.register).filter((one) => !!one))],
        recipient_third_parties: [recipient.id],
        collection_method: 'from registers at the time of each transfer',
        recurrence: every,
        validity: { from, until },
        withdrawal_method: page,
        jurisdiction: 'KR',
      })),
    },
    party_identification: [
      {
        party_id: recipient.id,
        party_name: recipient.name,
        party_role: 'recipient',
        party_url: recipient.homepage,
        entitlement: recipient.entitlement,
      },
      { party_id: deps.baseUrl(), party_role: 'intermediary' },
    ],
    consent_events: [event('explicit consent given', from), ...(endedAt ? [event('consent withdrawn', endedAt)] : [])],
  }
  return signing.sign(record, 'consent-record+jwt')
}

/** A consent record a person can keep: the fields of ISO/IEC TS 27560 (record header, processing, parties, event), signed by us. */
import type { Principal } from '@dpg/kernel'
import { type TransferId, transferNotFound } from './contract.ts'
import type { MydataDeps } from './deps.ts'
import { LAW, purposeOf } from './give.ts'
import type { Signing } from './sealing.ts'
import { findReceiver, findTransfer } from './store.ts'
import { subjectOf } from './subject.ts'

export async function consentRecord(deps: MydataDeps, signing: Signing, principal: Principal, id: TransferId): Promise<string> {
  const person = subjectOf(principal)
  const row = await findTransfer(deps.db, person, id)
  if (!row) throw transferNotFound({ id })
  const receiver = (await findReceiver(deps.db, row.receiver))!
  const { pack } = deps.catalogue.current()
  const event = (type: string, at: string) => ({ event_type: type, event_time: at, entity_id: person })
  const record = {
    record: {
      schema_version: 'ISO/IEC TS 27560:2023',
      record_id: row.id,
      pii_principal_id: deps.identity.towards(person, receiver.id),
    },
    pii_processing: {
      privacy_notice: `${deps.baseUrl()}/my/data`,
      language: 'ko',
      purposes: [
        {
          purpose: purposeOf(deps, receiver, row.bundle),
          lawful_basis: LAW,
          pii_information: row.facts.map((fact) => {
            const { title, sensitivity } = pack.facts.get(fact) ?? { title: { ko: fact }, sensitivity: 'personal' }
            return { pii_type: fact, title, sensitive_pii_category: sensitivity === 'sensitive' }
          }),
          pii_controllers: [...new Set(row.facts.map((fact) => pack.facts.get(fact)?.register).filter((one) => !!one))],
          recipient_third_parties: [receiver.id],
          collection_method: 'from registers at the time of each transfer',
          recurrence: row.every,
          validity: { from: row.givenAt, until: row.until },
          withdrawal_method: `${deps.baseUrl()}/my/data`,
          jurisdiction: 'KR',
        },
      ],
    },
    party_identification: [
      {
        party_id: receiver.id,
        party_name: receiver.name,
        party_role: 'recipient',
        party_url: receiver.homepage,
        entitlement: receiver.entitlement,
      },
      { party_id: deps.baseUrl(), party_role: 'intermediary' },
    ],
    consent_events: [
      event('explicit consent given', row.givenAt),
      ...(row.endedAt ? [event('consent withdrawn', row.endedAt)] : []),
    ],
  }
  return signing.sign(record, 'consent-record+jwt')
}

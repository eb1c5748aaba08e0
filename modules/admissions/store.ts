/** Proposals and what became of them. */
import type { OfficialId } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'
import type { Admission, AdmissionId, AdmissionKind, AdmissionRow, AdmissionState, Proposer } from './contract.ts'

export interface NewProposal {
  readonly id: AdmissionId
  readonly kind: AdmissionKind
  readonly about: string
  readonly rows: readonly AdmissionRow[]
  /** Of what is let in: a secret may be in it. */
  readonly sealed: Buffer
  readonly why: string
  readonly by: Proposer
  readonly at: string
}

export const insertProposal = (on: Query, { id, kind, about, rows, sealed, why, by, at }: NewProposal) =>
  on.query(
    `insert into admissions.proposals (id, kind, about, rows, sealed, why, by_id, by_name, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [id, kind, about, JSON.stringify(rows), sealed, why, by.id, by.name, at],
  )

interface Row {
  readonly id: AdmissionId
  readonly kind: AdmissionKind
  readonly state: AdmissionState
  readonly about: string
  readonly rows: AdmissionRow[]
  readonly why: string
  readonly by_id: Proposer['id']
  readonly by_name: string
  readonly at: string
  readonly decided_id: OfficialId | null
  readonly decided_name: string | null
  readonly decided_at: string | null
  readonly reason: string | null
}

const COLUMNS = 'id, kind, state, about, rows, why, by_id, by_name, at, decided_id, decided_name, decided_at, reason'

const toAdmission = ({ by_id, by_name, decided_id, decided_name, decided_at, ...row }: Row): Admission => ({
  ...row,
  by: { id: by_id, name: by_name },
  decidedBy: decided_id === null ? null : { id: decided_id, name: decided_name ?? '' },
  decidedAt: decided_at,
})

export async function listProposals(on: Query, decided: number): Promise<Admission[]> {
  const waiting = await on.query<Row>(`select ${COLUMNS} from admissions.proposals where state = 'waiting' order by at, id`)
  const over = await on.query<Row>(
    `select ${COLUMNS} from admissions.proposals where state <> 'waiting' order by decided_at desc, id desc limit $1`,
    [decided],
  )
  return [...waiting, ...over].map(toAdmission)
}

/** Held until the transaction ends: two who decide at once decide one after the other. */
export async function lockProposal(
  on: Query,
  id: AdmissionId,
): Promise<{ readonly admission: Admission; readonly sealed: Buffer } | undefined> {
  const [row] = await on.query<Row & { readonly sealed: Buffer }>(
    `select ${COLUMNS}, sealed from admissions.proposals where id = $1 for update`,
    [id],
  )
  if (!row) return undefined
  const { sealed, ...rest } = row
  return { admission: toAdmission(rest), sealed }
}

export async function decideProposal(
  on: Query,
  id: AdmissionId,
  state: AdmissionState,
  by: { readonly id: OfficialId; readonly name: string },
  at: string,
  reason: string | null,
): Promise<Admission> {
  // What was let in is kept by whoever keeps it; what was not is nobody's.
  const [row] = await on.query<Row>(
    `update admissions.proposals set state = $2, decided_id = $3, decided_name = $4, decided_at = $5, reason = $6, sealed = ''
     where id = $1 returning ${COLUMNS}`,
    [id, state, by.id, by.name, at, reason],
  )
  return toAdmission(row!)
}

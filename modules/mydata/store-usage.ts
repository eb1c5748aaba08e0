/** SQL of what receivers used: counts by day, and each delivery that was counted. */
import type { Query } from '@dpg/kernel/server'
import type { ReceiverId, UsageDay, UsedDelivery } from './contract.ts'

export const countUsage = (on: Query, receiver: ReceiverId, day: string, facts: number, bytes: number) =>
  on.query(
    `insert into mydata.usage as u (receiver, day, deliveries, facts, bytes) values ($1, $2, 1, $3, $4)
     on conflict (receiver, day) do update
       set deliveries = u.deliveries + 1, facts = u.facts + excluded.facts, bytes = u.bytes + excluded.bytes`,
    [receiver, day, facts, bytes],
  )

export const listUsage = async (on: Query, receiver: ReceiverId, month: string): Promise<readonly UsageDay[]> =>
  (
    await on.query<UsageDay & { bytes: bigint }>(
      `select day::text as day, deliveries, facts, bytes from mydata.usage
       where receiver = $1 and day >= ($2 || '-01')::date and day < (($2 || '-01')::date + interval '1 month') order by day`,
      [receiver, month],
    )
  ).map((row) => ({ ...row, bytes: Number(row.bytes) }))

/** Of a day in Korea, in their order, from a place on. */
export const listUsed = async (
  on: Query,
  receiver: ReceiverId,
  day: string,
  after: { readonly transfer: string; readonly seq: number },
  limit: number,
): Promise<readonly UsedDelivery[]> =>
  (
    await on.query<Omit<UsedDelivery, 'at' | 'digest'> & { at: Date | string; digest: Buffer }>(
      `select t.id as transfer, d.seq, d.at, d.facts, d.digest from mydata.transfers t
       join mydata.deliveries d on d.person = t.person and d.transfer = t.id
       where t.receiver = $1 and (d.at at time zone 'Asia/Seoul')::date = $2 and (t.id, d.seq) > ($3, $4)
       order by t.id, d.seq limit $5`,
      [receiver, day, after.transfer, after.seq, limit],
    )
  ).map(({ at, digest, ...row }) => ({ ...row, at: new Date(at).toISOString(), digest: digest.toString('hex') }))
